"""Broken and senseless sources must not break the run: mutants of real asynchronous code.

usage: mutants.py BUILD COUNT [SEED]

Every mutant is a source file of ours, of the sample or of the Boost examples that is cut off, or in
which tokens are dropped, doubled or swapped. All are analysed in one run. A crash inside Clang is
counted; one inside our own checks is a failure, as is a run that does not speak of every file.
"""

import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile

TEST = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TEST / "corpus"))
import examples

TOKEN = re.compile(r"\w+|\"(?:\\.|[^\"\\\n])*\"|\s+|::|->|[^\w\s]")
# Most mutants come from small files: they are quick, and their stubs have every shape.
SHARE_OF_REAL_CODE = 0.1


def originals():
    stubs = ["-isystem", str(TEST / "stubs")]
    small = [(path, ["-std=c++20", *stubs]) for path in sorted(TEST.glob("checks/*/*.cpp"))]
    sample = [(path, ["-std=c++20", "-I", str(path.parent)]) for path in sorted(TEST.glob("samples/src/*.cpp"))]
    real = [(path, [*examples.FLAGS, "-I", str(path.parent)]) for path in examples.files()]
    return small, sample + real


def cut(tokens):
    return tokens[:random.randrange(len(tokens))]


def drop(tokens):
    at = random.randrange(len(tokens))
    return tokens[:at] + tokens[at + random.randint(1, 3):]


def double(tokens):
    at = random.randrange(len(tokens))
    return tokens[:at] + tokens[at:at + 8] + tokens[at:]


def swap(tokens):
    tokens = list(tokens)
    left, right = random.sample([at for at, token in enumerate(tokens) if not token.isspace()], 2)
    tokens[left], tokens[right] = tokens[right], tokens[left]
    return tokens


def mutant(text):
    tokens = TOKEN.findall(text)
    for _ in range(random.randint(1, 4)):
        if len(tokens) > 8:
            tokens = random.choice((cut, drop, double, swap, swap))(tokens)
    return "".join(tokens)


def write_project(folder, count):
    small, real = originals()
    entries = []
    for number in range(count):
        path, flags = random.choice(real if random.random() < SHARE_OF_REAL_CODE else small)
        file = folder / f"{number}-{path.name}"
        file.write_text(mutant(path.read_text(errors="replace")), errors="replace")
        entries.append({"directory": str(folder), "file": str(file), "arguments": ["c++", *flags, str(file)]})
    (folder / "compile_commands.json").write_text(json.dumps(entries))


def main():
    build, count = pathlib.Path(sys.argv[1]).resolve(), int(sys.argv[2])
    random.seed(int(sys.argv[3]) if len(sys.argv) > 3 else 6)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        write_project(folder, count)
        run = subprocess.run(
            [build / "bin" / "async-tidy", "check", "--quiet", "--no-cache", "--timeout=120", "--memory=4096",
             "--format=json", "--config={Checks: '-*,async-*,async-advice-*'}"], cwd=folder,
            capture_output=True, text=True, errors="replace")
        messages = run.stderr.splitlines()
        lost = [line for line in messages if "the findings of this file are lost" in line]
        ours = [line for line in lost if " in async-" in line or ": the analysis " in line]
        for line in lost:
            print(line)
        unparsed = sum("it does not parse" in line for line in messages)
        other = len(messages) - unparsed - len(lost)
        print(f"{count} mutants, {unparsed} do not parse, {len(lost) - len(ours)} lost in Clang, {len(ours)} in our "
              f"checks, {other} other messages, exit code {run.returncode}")
        sys.exit(bool(ours or other or run.returncode not in (0, 1, 2)))


if __name__ == "__main__":
    main()
