"""Whole runs over the Boost examples: cold, with nothing changed, with one file changed, with one
header changed; beside clang++ and run-clang-tidy over the same files.

usage: project.py BUILD [EVERY_NTH]   takes every N-th example, by default all

Ratios of CPU time stand a busy machine; times of day do not.
"""

import json
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "corpus"))
import bench
import examples

JOBS = 2


class Timer:
    """Wall and CPU seconds of what it encloses, with all child processes."""

    def __enter__(self):
        self._start = self._now()
        return self

    def __exit__(self, *_):
        self.wall, self.cpu = (end - start for start, end in zip(self._start, self._now()))

    @staticmethod
    def _now():
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return time.monotonic(), usage.ru_utime + usage.ru_stime


class Project:
    def __init__(self, build, folder, step):
        self.tool, self.folder, self.cache = build / "bin" / "async-tidy", folder / "project", folder / "cache"
        shutil.copytree(examples.ROOT, self.folder, ignore=shutil.ignore_patterns("*.html", "*.jam"))
        (self.folder / ".git").mkdir()
        self.files = [self.folder / file.relative_to(examples.ROOT) for file in examples.files()[::step]]
        self.flags = ["-w", "-std=c++20", "-I", str(self.folder / "beast")]
        (self.folder / "compile_commands.json").write_text(json.dumps(
            [{"directory": str(self.folder), "file": str(file), "arguments": ["clang++", *self.flags, "-c", str(file)]}
             for file in self.files]))

    def analyse(self, *options):
        """The report, the number of files that ran, and the time."""
        with Timer() as timer:
            run = subprocess.run([self.tool, "check", f"-j{JOBS}", "--quiet", "--explain-run",
                                  "--checks=-*,async-*,-async-advice-*", *options], cwd=self.folder,
                                 capture_output=True, text=True)
        if run.returncode not in (0, 1):
            sys.exit(run.stderr)
        return run.stdout, run.stderr.count(": analysed: "), timer

    def clang(self):
        with Timer() as timer, ThreadPoolExecutor(JOBS) as pool:
            compile = lambda file: subprocess.run(["clang++-19", "-fsyntax-only", *self.flags, file])
            list(pool.map(compile, self.files))
        return timer

    def clang_tidy(self):
        with Timer() as timer:
            subprocess.run(["run-clang-tidy-19", "-quiet", f"-j{JOBS}", "-p", self.folder,
                            f"-checks=-*,{bench.OTHERS}"], capture_output=True)
        return timer


def changed(file):
    with file.open("a") as out:
        out.write("// Changed.\n")


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    step = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    with tempfile.TemporaryDirectory() as name:
        project = Project(build, pathlib.Path(name), step)
        cached = f"--cache-dir={project.cache}"
        say = lambda what, timer, note="": print(
            f"{what:24}{timer.wall:9.2f} s{timer.cpu:9.2f} s CPU  {note}", flush=True)
        print(f"{len(project.files)} files, -j{JOBS}, load {os.getloadavg()[0]:.1f}\n")
        report, _, cold = project.analyse(cached)
        say("cold", cold)
        clang = project.clang()
        say("clang++ -fsyntax-only", clang, f"ratio of CPU {cold.cpu / clang.cpu:.2f} (goal: at most 0.65)")
        tidy = project.clang_tidy()
        say("run-clang-tidy, 4 checks", tidy, f"ratio of CPU {cold.cpu / tidy.cpu:.2f} (goal: at most 0.45)")
        again, ran, timer = project.analyse(cached)
        assert (again, ran) == (report, 0)
        say("nothing changed", timer, f"ratio {timer.wall / cold.wall:.4f} (goal: at most 0.02)")
        changed(project.files[0])
        again, ran, one = project.analyse(cached)
        assert (again, ran) == (report, 1)
        say("one file changed", one, f"{one.wall - timer.wall:.2f} s more than nothing")
        changed(project.folder / "beast/example/common/root_certificates.hpp")
        again, ran, header = project.analyse(cached)
        assert again == report
        say("one header changed", header, f"{ran} files ran")
        size = sum(file.stat().st_size for file in project.cache.iterdir())
        print(f"\nthe cache takes {size / 2**20:.1f} MiB")


if __name__ == "__main__":
    main()
