"""What goes wrong around a run must not change what it says: kills, full and read-only disks,
damaged caches, odd files and odd names.

usage: faults.py ASYNC-TIDY [--long] [NAME...]   --long: many rounds, and inputs that take minutes
"""

import argparse
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

FILES = 6


class Failed(Exception):
    pass


class Skipped(Exception):
    pass


def insist(condition, message):
    if not condition:
        raise Failed(message)


class Project:
    """A few small files with findings, a shared header, and one that does not parse."""

    def __init__(self, tool, folder):
        self.tool, self.folder, self.cache = tool, folder, folder / "cache"
        self.sources = folder / "sources"
        self.sources.mkdir()
        (self.sources / ".git").mkdir()
        (self.sources / ".clang-tidy").write_text("Checks: '-*,modernize-use-nullptr'\n")
        (self.sources / "shared.h").write_text("static int *shared = 0;\n")
        self.files = [self.sources / f"file{number}.cpp" for number in range(FILES)]
        for number, file in enumerate(self.files):
            file.write_text(f'#include "shared.h"\nint *p{number} = 0;\nint *q{number} = 0; // NOLINT\n')
        self.files[0].write_text("int broken = nonsense;\n")
        self._truth = None
        self.write_database()

    def write_database(self):
        entries = [{"directory": str(self.sources), "file": str(file), "arguments": ["c++", "-c", str(file)]}
                   for file in self.files]
        (self.sources / "compile_commands.json").write_text(json.dumps(entries))

    def command(self, *options):
        return [self.tool, "check", "--color=never", "--quiet", "-j2", *options]

    def start(self, *options):
        return subprocess.Popen(self.command(f"--cache-dir={self.cache}", *options), cwd=self.sources,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def run(self, *options):
        """Exit code, report, messages."""
        run = self.start(*options)
        report, messages = run.communicate(timeout=300)
        return run.returncode, report, messages

    def truth(self):
        """What a run without a cache says."""
        if not self._truth:
            self._truth = self.run("--no-cache")
        return self._truth

    def insist_on_truth(self, why):
        insist(self.run() == self.truth(), f"wrong result {why}")

    def change(self, number):
        with self.files[number].open("a") as file:
            file.write(f"int *more{random.randrange(10**9)} = 0;\n")
        self._truth = None

    def insist_all_cached(self):
        messages = self.run("--explain-run")[2]
        insist(messages.count(": from the cache: ") == FILES, f"not all is cached:\n{messages}")


def killed_at_random_moments(project, long):
    whole = 0.5
    for _ in range(100 if long else 4):
        project.change(random.randrange(1, FILES))
        run = project.start()
        try:
            run.wait(timeout=random.uniform(0, whole))
        except subprocess.TimeoutExpired:
            run.kill()
        run.communicate()
        project.insist_on_truth("after a kill")
    project.insist_all_cached()


def two_runs_on_one_cache(project, long):
    for _ in range(20 if long else 1):
        shutil.rmtree(project.cache, ignore_errors=True)
        truth = project.truth()
        runs = [project.start(), project.start()]
        for run in runs:
            report, messages = run.communicate(timeout=300)
            insist((run.returncode, report, messages) == truth, "two runs at once disagree")
        project.insist_all_cached()


def flip(path):
    contents = bytearray(path.read_bytes())
    contents[random.randrange(len(contents))] ^= 1 << random.randrange(8)
    path.write_bytes(contents)


def swap(left, right):
    contents = left.read_bytes()
    left.write_bytes(right.read_bytes())
    right.write_bytes(contents)


def damaged_cache(project, long):
    project.run()
    entries = lambda: sorted(project.cache.glob("llvmcache-*"))
    results = lambda: [entry for entry in entries() if not entry.name.endswith("manifest")]
    manifest = project.cache / "llvmcache-manifest"
    damages = {
        "flipped results": lambda: [flip(entry) for entry in results()],
        "flipped manifest": lambda: flip(manifest),
        "truncated files": lambda: [os.truncate(entry, entry.stat().st_size // 2) for entry in entries()],
        "empty files": lambda: [os.truncate(entry, 0) for entry in entries()],
        "swapped results": lambda: swap(*results()[:2]),
        "a manifest of another format": lambda: manifest.write_bytes(
            manifest.read_bytes().replace(b"cache 1", b"cache 2")),
        "no results": lambda: [entry.unlink() for entry in results()],
        "no manifest": manifest.unlink,
    }
    for what, damage in list(damages.items()) * (20 if long else 1):
        damage()
        project.insist_on_truth(f"with {what}")
    project.insist_all_cached()


class Disk:
    """A small disk of our own, where the machine lets us have one."""

    def __init__(self, folder, size):
        self.folder = folder
        folder.mkdir(exist_ok=True)
        self.mount("-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder)

    def mount(self, *arguments):
        if not shutil.which("mount") or subprocess.run(["mount", *map(str, arguments)], capture_output=True).returncode:
            raise Skipped("nobody may mount a disk here")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        subprocess.run(["umount", "-l", str(self.folder)], check=True)


def full_disk(project, _):
    with Disk(project.cache, "16k"):
        project.insist_on_truth("on a full disk")
        project.insist_on_truth("on a full disk, again")
        left = [entry.name for entry in project.cache.iterdir() if ".temp" in entry.name]
        insist(not left, f"temporary files are left: {left}")
        code, _, messages = project.run(f"--output=sarif:{project.cache}/report.sarif")
        insist(code == 2 and "No space left on device" in messages, "a report that did not fit was not said")


def read_only_cache(project, _):
    with Disk(project.cache, "4m") as disk:
        project.run()
        disk.mount("-o", "remount,ro", project.cache)
        project.insist_all_cached()
        project.change(1)
        project.insist_on_truth("with a read-only cache")


def odd_names(project, _):
    for name in (b"quote' \"", b"new\nline", b"no utf8 \xff\xfe", b"-dash %s$HOME"):
        folder = os.fsencode(project.folder) + b"/odd " + name
        os.mkdir(folder)
        os.mkdir(folder + b"/.git")
        shutil.copy(os.fsencode(project.sources / ".clang-tidy"), folder)
        file = folder + b"/" + name + b".cpp"
        with open(file, "wb") as out:
            out.write(b"int *p = 0;\nconst char *text = \"\xff\";\n")
        results = []
        cached = [f"--cache-dir={project.cache}"]
        for options in (["--no-cache"], cached, cached):
            sarif = project.folder / "odd.sarif"
            run = subprocess.run([*project.command(*options), f"--output=sarif:{sarif}", file, "--"],
                                 capture_output=True, timeout=300)
            results.append((run.returncode, run.stdout, run.stderr, sarif.read_text()))
            json.loads(results[-1][3])
        insist(results[0][0] == 1 and b"[modernize-use-nullptr]" in results[0][1], f"no finding in {name}: {results[0]}")
        insist(results[0] == results[1] == results[2], f"the cache changes what is said of {name}")


def odd_files(project, long):
    (project.sources / "loop.h").symlink_to("loop.h")
    odd = {
        "loop.cpp": (b'#include "loop.h"\nint *p = 0;\n', 2, "loop.h"),
        "nul.cpp": (b"int *p = 0;\0\0\n// \0\nint *q = 0;\n", 1, ""),
        "empty.cpp": (b"", 0, ""),
        "binary.cpp": (bytes(range(256)) * 64, 2, "does not parse"),
        "no-end.cpp": (b"int *p = 0; /*", 2, "does not parse"),
        "wide.cpp": ("int *p = 0;".encode("utf-16"), 2, "does not parse"),
    }
    if long:
        odd["large.cpp"] = (b"int *p = 0;\n" + b"static int x; // xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n" * 0
                            + b"/*" + b"x" * (50 << 20) + b"*/\nint *q = 0;\n", 1, "")
        odd["long-line.cpp"] = (b"int a[] = {" + b"1," * (1 << 20) + b"};\nint *p = 0;\n", 1, "")
    for name, (contents, expected, words) in odd.items():
        (project.sources / name).write_bytes(contents)
        results = [project.run(*options, name, "--") for options in (["--no-cache"], [], [])]
        code, report, messages = results[0]
        insist(code == expected and words in messages, f"{name}: exit code {code}, {messages}{report[:500]}")
        insist(results[0] == results[1] == results[2], f"the cache changes what is said of {name}")


FAULTS = (killed_at_random_moments, two_runs_on_one_cache, damaged_cache, full_disk, read_only_cache, odd_names,
          odd_files)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("tool", type=lambda path: pathlib.Path(path).resolve())
    parser.add_argument("--long", action="store_true")
    parser.add_argument("names", nargs="*")
    arguments = parser.parse_args()
    random.seed(6)
    failed = False
    for fault in FAULTS:
        if arguments.names and fault.__name__ not in arguments.names:
            continue
        with tempfile.TemporaryDirectory() as folder:
            try:
                fault(Project(arguments.tool, pathlib.Path(folder)), arguments.long)
                print(f"{fault.__name__}: passed", flush=True)
            except Skipped as reason:
                print(f"{fault.__name__}: skipped: {reason}", flush=True)
            except Failed as reason:
                failed = True
                print(f"{fault.__name__}: FAILED: {reason}", flush=True)
    sys.exit(failed)


if __name__ == "__main__":
    main()
