"""CPU time and peak memory on the Boost.Asio examples, side by side in one run.

usage: bench.py BUILD [EVERY_NTH]   measures every N-th example, by default all

Tools take turns on each file, so that a busy machine hurts them alike. A file that clang++
refuses is left out.
"""

import os
import pathlib
import re
import subprocess
import sys
from collections import defaultdict

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "corpus"))
import examples

OTHERS = ("cppcoreguidelines-no-suspend-with-lock,misc-coroutine-hostile-raii,"
          "cppcoreguidelines-avoid-reference-coroutine-parameters,bugprone-unused-return-value")


def commands(build):
    driver = [str(build / "bin" / "async-tidy"), "check", "--quiet", "--stats", "--checks=-*,async-*"]
    return {
        "clang++ -fsyntax-only": lambda file: ["clang++-19", "-fsyntax-only", "-w", *examples.FLAGS, file],
        "clang-tidy, 4 checks": lambda file: ["clang-tidy-19", "--quiet", f"--checks=-*,{OTHERS}", file,
                                              "--", *examples.FLAGS],
        "async-tidy": lambda file: [*driver, file, "--", *examples.FLAGS],
    }


def run(command):
    """Status, CPU seconds, peak KiB, and what it said."""
    read, write = os.pipe()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=write, text=True)
    os.close(write)
    with os.fdopen(read) as pipe:
        said = pipe.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, usage.ru_utime + usage.ru_stime, usage.ru_maxrss, said


def seconds(said, what):
    found = re.search(rf"^{what}\s+([\d.]+) s", said, re.MULTILINE)
    return float(found.group(1)) if found else 0.0


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    step = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    tools = commands(build)
    cpu, peak, stats, measured, refused = defaultdict(float), defaultdict(int), defaultdict(float), 0, 0
    for file in map(str, examples.files("asio")[::step]):
        results = {}
        for name, command in tools.items():
            results[name] = run(command(file))
            if results[name][0] not in (0, 1) or name.startswith("clang++") and results[name][0]:
                break
        if len(results) < len(tools):
            refused += 1
            print(f"left out: {os.path.relpath(file, examples.ROOT)}: "
                  f"{results[name][3].strip().splitlines()[:1]}", file=sys.stderr)
            continue
        measured += 1
        for name, (_, used, memory, said) in results.items():
            cpu[name] += used
            peak[name] = max(peak[name], memory)
        for what in ("parse", "checks"):
            stats[what] += seconds(results["async-tidy"][3], what)

    print(f"{measured} files, {refused} left out\n\n{'':24}{'CPU':>10}{'peak memory':>14}")
    for name in tools:
        print(f"{name:24}{cpu[name]:8.1f} s{peak[name] / 1024:10.0f} MiB")
    ours, syntax, tidy = (cpu[name] for name in ("async-tidy", *list(tools)[:2]))
    print(f"""
CPU, async-tidy / clang++      {ours / syntax:.2f}   (goal: at most 0.70)
CPU, async-tidy / clang-tidy   {ours / tidy:.2f}   (goal: at most 0.50)
our checks, share of own run   {stats['checks'] / (stats['parse'] + stats['checks']):.2f}   (goal: at most 0.10)
peak, async-tidy / clang++     {peak['async-tidy'] / peak['clang++ -fsyntax-only']:.2f}   (goal: at most 1.20)""")


if __name__ == "__main__":
    main()
