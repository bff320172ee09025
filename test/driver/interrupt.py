"""Sends a signal to a run while one of its workers waits in a named pipe.

usage: interrupt.py SIGNAL PIPE COMMAND...   prints what became of the run
"""

import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time


def is_alive(process, group):
    try:
        fields = (process / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return False
    return int(fields[2]) == group and fields[0] != "Z"  # whoever adopts a zombie may be slow


def group_is_gone(group, deadline):
    while time.monotonic() < deadline:
        if not any(is_alive(process, group) for process in pathlib.Path("/proc").glob("[0-9]*")):
            return True
    return False


def main():
    name, pipe, command = sys.argv[1], sys.argv[2], sys.argv[3:]
    with tempfile.TemporaryDirectory() as scratch:
        run = subprocess.Popen(command, start_new_session=True, env={**os.environ, "TMPDIR": scratch})
        end = os.open(pipe, os.O_WRONLY)  # returns when the worker has opened it
        start = time.monotonic()
        run.send_signal(getattr(signal, f"SIG{name}"))
        code = run.wait(timeout=20)
        gone = group_is_gone(run.pid, start + 10)
        quick = time.monotonic() - start < 1
        left = os.listdir(scratch)
        os.close(end)
    print(f"exit code {code}, {'within a second' if quick else 'slowly'}, "
          f"{'no process' if gone else 'a process'} left, {left or 'no file'} left")


if __name__ == "__main__":
    main()
