"""Runs the unit tests and the lit suite; the last line says `N passed, N failed`.

usage: run.py BUILD [LIT ARGUMENTS]   with arguments, only the lit tests that they name
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(__file__).resolve().parent

# What clangd shows another way: a finding inside a macro at the macro's definition, if that is in
# the file at all, and the fixes of its own default checks beside ours.
DIFFERENT_IN_CLANGD = "unnamed-guard.cpp|escaping-exception.cpp|task-consumed-twice.cpp"


def cache_value(build, name):
    cache = (build / "CMakeCache.txt").read_text()
    return re.search(rf"^{name}:\w+=(.*)$", cache, re.MULTILINE).group(1)


def lit_program(build):
    # LLVM_DIR is <prefix>/lib/cmake/llvm, or reached through /usr/lib/cmake.
    prefix = pathlib.Path(cache_value(build, "LLVM_DIR")).resolve().parents[2]
    program = prefix / "build" / "utils" / "lit" / "lit.py"
    if not program.exists():
        sys.exit(f"{program} is missing; it belongs to the package llvm-19-tools")
    return program


def in_build_folder(build, argument):
    """lit wants paths below the folder that holds lit.site.cfg.py."""
    path = pathlib.Path(argument).resolve()
    if not argument.startswith("-") and path.is_relative_to(SOURCE):
        return str(build / "test" / path.relative_to(SOURCE))
    return argument


def main_files():
    """The file of each check that bears its name. Variants (options, real headers) differ in
    what the check does, not in how a host shows it."""
    pages = SOURCE.parent / "docs" / "checks"
    return [str(file) for file in sorted(SOURCE.glob("checks/*/*.cpp"))
            if (pages / file.parent.name / f"{file.stem}.md").exists()]


class UnitTests:
    """They run beside lit: one of them reads every framework's headers, on one core."""

    def __init__(self, build, scratch):
        self._report = scratch / "unit.json"
        self._log = scratch / "unit.log"
        with open(self._log, "wb") as log:
            self._process = subprocess.Popen(
                [build / "bin" / "async-tidy-unit", "--gtest_brief=1",
                 f"--gtest_output=json:{self._report}"], stdout=log, stderr=subprocess.STDOUT)

    def result(self):
        status = self._process.wait()
        print(self._log.read_text(errors="replace"), end="")
        if not self._report.exists():
            print(f"the unit tests died with status {status}")
            return 0, 1
        result = json.loads(self._report.read_text())
        failed = result["failures"] + result["errors"]
        return result["tests"] - failed, failed


def run_lit(build, scratch, arguments, host=""):
    report = scratch / f"lit-{host}.json"
    command = [sys.executable, lit_program(build), "-j", str(os.cpu_count()), "-v",
               "--output", report]
    paths = [in_build_folder(build, argument) for argument in arguments]
    if not any(pathlib.Path(path).is_absolute() for path in paths):
        paths.append(str(build / "test"))
    # A check test names no host: this variable does.
    environment = {**os.environ, "ASYNC_TIDY_TEST_HOST": host} if host else None
    status = subprocess.run([*command, *paths], env=environment).returncode
    if not report.exists():
        print(f"lit died with status {status}")
        return 0, 1
    codes = [test["code"] for test in json.loads(report.read_text())["tests"]]
    passed = sum(code in ("PASS", "XFAIL", "FLAKYPASS") for code in codes)
    skipped = sum(code in ("UNSUPPORTED", "SKIPPED", "EXCLUDED") for code in codes)
    if skipped:
        print(f"{skipped} skipped")
    return passed, len(codes) - passed - skipped


def main():
    build, arguments = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2:]
    with tempfile.TemporaryDirectory() as name:
        scratch = pathlib.Path(name)
        unit_tests = None if arguments else UnitTests(build, scratch)
        results = [run_lit(build, scratch, arguments)]
        if unit_tests:
            results.append(unit_tests.result())
            # The first run was in clang-tidy; the other hosts must say the same.
            for host in ("driver", "clangd"):
                print(f"-- The main test of each check once more, in {host}", flush=True)
                left_out = [f"--filter-out={DIFFERENT_IN_CLANGD}"] if host == "clangd" else []
                results.append(run_lit(build, scratch, [*main_files(), *left_out], host))
    passed, failed = (sum(column) for column in zip(*results))
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0 or passed == 0)


if __name__ == "__main__":
    main()
