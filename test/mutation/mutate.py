"""How many defects are found that are put into correct code? Each mutant is a real file with one
defect at a known place; those that no longer compile are dropped.

usage: mutate.py BUILD [--operator=NAME] [--limit=N] [--checks=GLOBS] [--missed] SOURCE...
       SOURCE is `boost` (the examples of Asio and Beast), `sample`, or a folder that holds a
       compile_commands.json; --limit bounds the mutants per operator and source (0: all)

A defect is found if its check reports it on the mutated line (or where the operator says), and did
not before. Exits 1 if less than nine in ten are found.
"""

import argparse
import collections
import json
import pathlib
import random
import shlex
import subprocess
import sys
import tempfile

TEST = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TEST / "corpus"))
import examples
import operators

ENOUGH = 0.9
# What the injected statements need.
INCLUDES = [flag for header in ("chrono", "mutex", "thread") for flag in ("-include", header)]
# Much of the corpora are tests, in which these checks take the defect for meant.
TOLERANT = ("async-await-without-timeout", "async-blocking-call", "async-swallowed-error")
CONFIG = json.dumps({"CheckOptions": {f"{check}.InTests": "true" for check in TOLERANT}})
Source = collections.namedtuple("Source", "path folder flags")
Mutant = collections.namedtuple("Mutant", "source operator defect file")


def of_database(folder):
    for entry in json.loads((folder / "compile_commands.json").read_text()):
        words = entry.get("arguments") or shlex.split(entry["command"])
        path = pathlib.Path(entry["directory"], entry["file"]).resolve()
        flags, skip = [], True  # the compiler's name
        for word in words:
            if skip or word in ("-c", "-o") or pathlib.Path(entry["directory"], word).resolve() == path:
                skip = word == "-o"
                continue
            flags.append(word)
        yield Source(path, pathlib.Path(entry["directory"]), flags)


def sources(name):
    if name == "boost":
        return [Source(path, path.parent, examples.FLAGS) for path in examples.files()]
    if name == "sample":
        return [Source(path, path.parent, ["-std=c++20"]) for path in sorted(TEST.glob("samples/src/*.cpp"))]
    return list(of_database(pathlib.Path(name).resolve()))


def mutants(project, only, limit):
    texts = [(source, source.path.read_text(errors="replace")) for source in project]
    for operator in operators.ALL:
        if only and operator.name not in only:
            continue
        every = [(source, defect) for source, text in texts for defect in operator.defects(text)]
        for source, defect in (random.sample(every, limit) if 0 < limit < len(every) else every):
            yield source, operator, defect


def entry(source, file):
    # The mutant lies elsewhere; its own headers are found where the original has them.
    return {"directory": str(source.folder), "file": str(file),
            "arguments": ["c++", *INCLUDES, *source.flags, "-iquote", str(source.path.parent), "-c", str(file)]}


def analyse(build, checks, folder, files):
    """{file: its findings as (check, line), or None if it does not compile}"""
    (folder / "compile_commands.json").write_text(json.dumps(files))
    run = subprocess.run([build / "bin" / "async-tidy", "check", "--quiet", "--no-cache", "--format=json",
                          f"--checks={checks}", f"--config={CONFIG}", "-p", folder],
                         cwd=folder, capture_output=True, text=True, errors="replace")
    if run.returncode not in (0, 1, 2):
        sys.exit(run.stderr)
    found = {one["file"]: set() for one in files}
    broken = set()
    for record in map(json.loads, run.stdout.splitlines()):
        path = str((folder / record["file"]).resolve()) if "file" in record else None
        if record["type"] == "failure":
            broken.add(path)
        elif record["type"] == "finding" and path in found:
            found[path].add((record["check"], record["line"]))
    return {path: None if path in broken else findings for path, findings in found.items()}


def judge(mutant, before, after):
    """Whether the check reports the defect, and did not report it before."""
    new = after - {(check, mutant.defect.moved(line)) for check, line in before}
    return any(check == mutant.operator.check and mutant.operator.is_at(line, mutant.defect.line)
               for check, line in new)


def run(build, name, options):
    """{operator: [(mutant, is found)]} over one source."""
    results = collections.defaultdict(list)
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch).resolve()
        project, made, files, originals = sources(name), [], [], {}
        for number, (source, operator, defect) in enumerate(mutants(project, options.operator, options.limit)):
            file = folder / str(number) / source.path.name
            file.parent.mkdir()
            file.write_text(defect.text)
            made.append(Mutant(source, operator, defect, str(file)))
            files.append(entry(source, file))
            if source.path not in originals:
                copy = folder / f"original{len(originals)}" / source.path.name
                copy.parent.mkdir()
                copy.write_text(source.path.read_text(errors="replace"))
                originals[source.path] = str(copy)
                files.append(entry(source, copy))
        findings = analyse(build, options.checks, folder, files)
    for mutant in made:
        before, after = findings[originals[mutant.source.path]], findings[mutant.file]
        if before is not None and after is not None:
            results[mutant.operator].append((mutant, judge(mutant, before, after)))
    return results


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--operator", action="append")
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--checks", default="-*,async-*,-async-advice-*")
    parser.add_argument("--missed", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("sources", nargs="+")
    options = parser.parse_args()
    random.seed(options.seed)
    total, hits = 0, 0
    for name in options.sources:
        for operator, judged in run(options.build.resolve(), name, options).items():
            found = sum(is_found for _, is_found in judged)
            total, hits = total + len(judged), hits + found
            print(f"{name}: {operator.name}: {found} of {len(judged)} found by {operator.check}")
            for mutant, is_found in judged:
                if options.missed and not is_found:
                    print(f"  missed {mutant.source.path}:{mutant.defect.line}: {mutant.defect.shown}")
    print(f"{hits} of {total} found" + (f", {hits / total:.0%}" if total else ""))
    sys.exit(total == 0 or hits / total < ENOUGH)


if __name__ == "__main__":
    main()
