"""same_findings.py can fail: on differing findings, on a status that means a crash."""

import pathlib
import sys

import same_findings

FILE = pathlib.Path("/a.cpp")
ENTRY = ("/a.cpp", 1, 2, "async-x", "text")


def fails(action):
    try:
        action()
    except same_findings.Failure:
        return True
    return False


text = "/a.cpp:1:2: error: text [async-x]\n/a.cpp:3:1: note: here\n/b.h:1:1: warning: t [bugprone-x]\n"
results = [
    same_findings.findings(text) == {ENTRY},
    not fails(lambda: same_findings.compare(FILE, {"tidy": {ENTRY}, "driver": {ENTRY}})),
    fails(lambda: same_findings.compare(FILE, {"tidy": {ENTRY}, "driver": set()})),
    fails(lambda: same_findings.compare(FILE, {"tidy": set(), "driver": {ENTRY}})),
    fails(lambda: same_findings.run(["sh", "-c", "kill -SEGV $$"], allowed=[0, 1])),
    fails(lambda: same_findings.run(["false"], allowed=[0])),
]
print(results)
sys.exit(not all(results))
