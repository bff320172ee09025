"""The scripts can fail: on differing findings, on a status that means a crash, on too many
findings that are false or not judged."""

import pathlib
import sys

import precision
import same_findings

FILE = pathlib.Path("/a.cpp")
ENTRY = ("/a.cpp", 1, 2, "async-x", "text")


def fails(action):
    try:
        action()
    except same_findings.Failure:
        return True
    return False


def verdicts(true=0, false=0, unknown=0, debatable=0):
    marks = ["true"] * true + ["false"] * false + ["?"] * unknown + ["debatable"] * debatable
    return [{"check": "async-x", "file": "a.cpp", "verdict": mark, "why": "line 1"} for mark in marks]


text = "/a.cpp:1:2: error: text [async-x]\n/a.cpp:3:1: note: here\n/b.h:1:1: warning: t [bugprone-x]\n"
results = [
    same_findings.findings(text) == {ENTRY},
    not fails(lambda: same_findings.compare(FILE, {"tidy": {ENTRY}, "driver": {ENTRY}})),
    fails(lambda: same_findings.compare(FILE, {"tidy": {ENTRY}, "driver": set()})),
    fails(lambda: same_findings.compare(FILE, {"tidy": set(), "driver": {ENTRY}})),
    fails(lambda: same_findings.run(["sh", "-c", "kill -SEGV $$"], allowed=[0, 1])),
    fails(lambda: same_findings.run(["false"], allowed=[0])),
    precision.judge(verdicts(true=19, false=1)),
    not precision.judge(verdicts(true=18, false=2)),
    not precision.judge(verdicts(true=20, unknown=1)),
    not precision.judge(verdicts(true=18, debatable=2)),
    not precision.judge([*verdicts(true=8, false=2),
                         *({**row, "check": "async-y"} for row in verdicts(true=90))]),
]
print(results)
sys.exit(not all(results))
