#!/usr/bin/env python3
"""Compares findings with the marks in a source tree.

A line that ends in `// expect: async-x` (several ids are separated by commas) must be
reported by exactly these checks, every other line by none. `// fine: why` marks code that
looks like a defect and is none, `// missed: async-x` a defect that no check sees yet; both
only show in the message when such a line is reported.

usage: check_marks.py [--min-expected=N] [--min-fine=N] SOURCE_DIR -- COMMAND...

COMMAND prints SARIF on its standard output and must exit with 1: findings, nothing failed.
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys
from collections import Counter
from urllib.parse import unquote, urlparse

EXPECT = re.compile(r"//\s*expect:\s*(async-[a-z-]+(?:\s*,\s*async-[a-z-]+)*)\s*$")
SILENT = re.compile(r"//\s*((fine|missed):\s*\S.*)$")


def read_marks(root):
    """All marks below `root`: a Counter of (path, line, check), and the others by (path, line)."""
    expected, silent = Counter(), {}
    for path in sorted(root.rglob("*")):
        if path.suffix not in (".h", ".cpp"):
            continue
        name = path.relative_to(root).as_posix()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if match := EXPECT.search(line):
                for check in match[1].split(","):
                    expected[name, number, check.strip()] += 1
            elif "// expect" in line:
                sys.exit(f"{path}:{number}: a mark that cannot be read: {line.strip()}")
            elif match := SILENT.search(line):
                # A mark that stands alone speaks of the line below it.
                alone = line.lstrip().startswith("//")
                silent[name, number + alone] = match[1]
    return expected, silent


def read_findings(sarif, root):
    """The findings of a SARIF log as a Counter of (path below `root`, line, check)."""
    names = [p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file()]
    names.sort(key=len, reverse=True)
    found = Counter()
    for run in sarif["runs"]:
        for result in run.get("results", []):
            if result.get("suppressions"):
                continue
            place = result["locations"][0]["physicalLocation"]
            uri = unquote(urlparse(place["artifactLocation"]["uri"]).path)
            ours = (name for name in names if f"/{uri}".endswith(f"/{name}"))
            found[next(ours, uri), place["region"]["startLine"], result["ruleId"]] += 1
    return found


def run(command):
    """The SARIF log that `command` prints."""
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 1:
        sys.exit(f"exit code {done.returncode}, wanted 1 (findings, nothing failed)")
    try:
        return json.loads(done.stdout)
    except json.JSONDecodeError as error:
        sys.exit(f"the standard output is no JSON: {error}")


def compare(expected, found, silent):
    """One line per difference."""
    for path, line, check in sorted((expected - found).elements()):
        yield f"{path}:{line}: missing: {check}"
    for path, line, check in sorted((found - expected).elements()):
        mark = silent.get((path, line))
        yield f"{path}:{line}: unexpected: {check}" + (f" ({mark})" if mark else "")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", type=pathlib.Path)
    parser.add_argument("--min-expected", type=int, default=1)
    parser.add_argument("--min-fine", type=int, default=0)
    parser.add_argument("command", nargs="+")
    options = parser.parse_args()

    root = options.source.resolve()
    expected, silent = read_marks(root)
    fine = [mark for mark in silent.values() if mark.startswith("fine")]
    if expected.total() < options.min_expected or len(fine) < options.min_fine:
        sys.exit(f"only {expected.total()} expected findings and {len(fine)} fine lines")
    differences = list(compare(expected, read_findings(run(options.command), root), silent))
    for difference in differences:
        print(difference)
    print(f"{expected.total()} expected, {len(fine)} fine, {len(silent) - len(fine)} missed, "
          f"{len(differences)} wrong")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
