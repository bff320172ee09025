"""The examples on the pages of the checks are true: `cpp fires` is reported by the page's check,
`cpp clean` by no check of ours. usage: pages.py FOLDER STUBS CLANG-TIDY..."""

import os
import pathlib
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

EXAMPLE = re.compile(r"^```cpp (fires|clean)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FINDING = re.compile(r": (?:warning|error): .* \[([\w.,-]+)\]$", re.MULTILINE)
BROKEN = re.compile(r": error: .* \[clang-diagnostic-error\]$", re.MULTILINE)


def examples(folder):
    """(page, kind, line, code) of every example."""
    for page in sorted(folder.glob("*/*.md")):
        text = page.read_text(encoding="utf-8")
        for match in EXAMPLE.finditer(text):
            # Line numbers in messages are those of the page.
            line = text.count("\n", 0, match.start(2))
            yield page, match[1], line, match[2]


def judge(example, command, stubs):
    """What is wrong with an example, or nothing."""
    page, kind, line, code = example
    with tempfile.TemporaryDirectory() as scratch:
        source = pathlib.Path(scratch) / "example.cpp"
        source.write_text("\n" * line + code, encoding="utf-8")
        done = subprocess.run(
            [*command, "--quiet", "--config={Checks: '-*,async-*,-async-advice-*'}", source, "--",
             "-std=c++20", "-isystem", stubs, "--no-system-header-prefix=home/"],
            capture_output=True, text=True, check=False)
    name = f"{page.parent.name}/{page.name}:{line}"
    if broken := BROKEN.search(done.stdout):
        return f"{name}: does not compile{broken[0]}"
    found = {check for names in FINDING.findall(done.stdout) for check in names.split(",")}
    if kind == "fires" and f"async-{page.stem}" not in found:
        return f"{name}: nothing is reported by async-{page.stem}"
    if kind == "clean" and found:
        return f"{name}: a clean example is reported by {', '.join(sorted(found))}"
    return None


def main():
    folder, stubs, command = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3:]
    every = list(examples(folder))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        problems = [wrong for wrong in pool.map(lambda one: judge(one, command, stubs), every)
                    if wrong]
    print("\n".join(problems) or f"{len(every)} examples are true")
    return 1 if problems or not every else 0


if __name__ == "__main__":
    sys.exit(main())
