"""Analyses real code in several hosts: none may crash, and all must say the same.

usage: same_findings.py BUILD HOST,... GROUP [EVERY_NTH]   hosts: tidy, driver, clangd
       same_findings.py BUILD   every example of every group in one run of the driver
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

TEST_DIR = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TEST_DIR / "clangd"))
import examples
import lsp

CHECKS = "-*,async-*,-async-advice-*"
CONFIG = json.dumps({"Checks": CHECKS, "HeaderFilterRegex": ".*"})
FINDING = re.compile(r"^(\S[^:]*):(\d+):(\d+): (?:warning|error): (.*) \[(async-[a-z-]+)\S*\]$", re.MULTILINE)


class Failure(Exception):
    pass


def run(command, allowed):
    result = subprocess.run(command, capture_output=True, text=True, errors="replace")
    if result.returncode not in allowed:
        raise Failure(f"{' '.join(map(str, command))}: status {result.returncode}\n{result.stderr[-2000:]}")
    return result.stdout


def findings(text):
    return {(os.path.realpath(path), int(line), int(column), check, message)
            for path, line, column, message, check in FINDING.findall(text)}


def write_database(folder):
    commands = [{"directory": str(file.parent), "file": str(file),
                 "arguments": ["clang++", *examples.FLAGS, "-c", str(file)]}
                for file in examples.files()]
    (folder / "compile_commands.json").write_text(json.dumps(commands))


class Tidy:
    def __init__(self, build):
        self._command = ["clang-tidy", f"--load={build / 'lib' / 'AsyncTidyModule.so'}", "--quiet",
                         f"--checks={CHECKS}", f"--config={CONFIG}"]

    def analyse(self, file):
        return findings(run([*self._command, file, "--", *examples.FLAGS], allowed=[0]))


class Driver:
    def __init__(self, build):
        self._command = [build / "bin" / "async-tidy", "check", "--quiet", "--no-cache", "--color=never",
                         f"--checks={CHECKS}", f"--config={CONFIG}"]

    def analyse(self, file):
        return findings(run([*self._command, file, "--", *examples.FLAGS], allowed=[0, 1]))


class Clangd:
    """One server for all files, as in an editor. The file is shown under another name, because
    nobody may write a compile_flags.txt where it lies; findings in headers stay out, clangd
    shows them at the #include."""

    def __init__(self, build):
        self._folder = tempfile.TemporaryDirectory()
        folder = pathlib.Path(self._folder.name).resolve()
        write_database(folder)
        self._server = lsp.Server(build / "bin" / "async-clangd", folder,
                                  [f"--compile-commands-dir={folder}"]).__enter__()

    def analyse(self, file):
        found = self._server.open(file)
        self._server.close(file)
        return {entry for entry in findings(lsp.as_text(file, found)) if entry[0] == str(file)}


def analyse_all(build):
    """A file that crashes or does not parse makes the status 2."""
    with tempfile.TemporaryDirectory() as folder:
        write_database(pathlib.Path(folder))
        found = findings(run([build / "bin" / "async-tidy", "check", "--quiet", "--no-cache",
                              "--color=never", f"--checks={CHECKS}", f"--config={CONFIG}", "-p", folder],
                             allowed=[0, 1]))
    count = len(examples.files())
    print(f"{count} files, {len(found)} findings")
    return count and found


def compare(file, results):
    (first, expected), *others = results.items()
    for name, found in others:
        for side, only in ((first, expected - found), (name, found - expected)):
            for entry in sorted(only):
                raise Failure(f"only {side} reports {entry}")


def main():
    build = pathlib.Path(sys.argv[1])
    if len(sys.argv) == 2:
        sys.exit(not analyse_all(build))
    names, group = sys.argv[2].split(","), sys.argv[3]
    step = int(sys.argv[4]) if len(sys.argv) > 4 else 1
    kinds = {"tidy": Tidy, "driver": Driver, "clangd": Clangd}
    hosts = {name: kinds[name](build) for name in names}
    failures, count, total = [], 0, 0
    for file in examples.files(group)[::step]:
        try:
            results = {name: host.analyse(file) for name, host in hosts.items()}
            if "clangd" in results:
                results = {name: {entry for entry in found if entry[0] == str(file)}
                           for name, found in results.items()}
            compare(file, results)
            total += len(next(iter(results.values())))
        except Failure as failure:
            failures.append(f"{file}: {failure}")
        count += 1
    print(f"{count} files, {total} findings, {len(failures)} failures")
    print("\n".join(failures))
    sys.exit(bool(failures) or count == 0)


if __name__ == "__main__":
    main()
