"""How many findings on real code are true: compares a run with the verdicts of a reader.

usage: precision.py BUILD VERDICTS CHECKOUT DATABASE [--write]

VERDICTS is a table (tab-separated: check, file, fingerprint, verdict, why) whose first line names
project and commit; a verdict is `true`, `debatable`, `false` or `?`, and only `true` counts as
right. With --write, findings that it does not know are added as `?`, and those that are gone are
dropped. Exits 1 if a finding is not judged, if fewer than 95% are true over all, or fewer than
90% of a check with ten or more.
"""

import collections
import csv
import json
import pathlib
import subprocess
import sys
import tempfile

COLUMNS = ["check", "file", "fingerprint", "verdict", "why"]
ALL, EACH, ENOUGH = 0.95, 0.90, 10


def run(build, checkout, database):
    """The findings below the checkout: {fingerprint: row}, with the message as the reason."""
    with tempfile.TemporaryDirectory() as folder:
        report = pathlib.Path(folder) / "report.sarif"
        result = subprocess.run([build / "bin" / "async-tidy", "check", "--quiet", f"--output=sarif:{report}",
                                 "--config={}", "-p", database], cwd=checkout, capture_output=True, text=True)
        if not report.exists():
            sys.exit(result.stderr)
        run, = json.loads(report.read_text())["runs"]
    base = pathlib.Path(run["originalUriBaseIds"]["SRCROOT"]["uri"].removeprefix("file://"))
    found = {}
    for entry in run["results"]:
        place = entry["locations"][0]["physicalLocation"]
        file = (base / place["artifactLocation"]["uri"]).resolve()
        if file.is_relative_to(checkout):
            fingerprint = entry["partialFingerprints"]["asyncTidy/v1"]
            found[fingerprint] = {
                "check": entry["ruleId"], "file": str(file.relative_to(checkout)), "fingerprint": fingerprint,
                "verdict": "?", "why": f"line {place['region']['startLine']}: {entry['message']['text']}"}
    return found


def read(path):
    title, *lines = path.read_text().splitlines()
    return title, {row["fingerprint"]: row for row in csv.DictReader(lines, COLUMNS, delimiter="\t")}


def write(path, title, rows):
    with path.open("w", newline="") as file:
        file.write(title + "\n")
        writer = csv.DictWriter(file, COLUMNS, delimiter="\t", lineterminator="\n")
        writer.writerows(sorted(rows, key=lambda row: [row[column] for column in COLUMNS[:3]]))


def judge(rows):
    """Prints the share of true findings per check; whether all are judged and enough are true."""
    counts = collections.defaultdict(collections.Counter)
    for row in rows:
        counts[row["check"]][row["verdict"]] += 1
        if row["verdict"] == "?":
            print(f"not judged: {row['file']} {row['why']} [{row['check']}]")
    good = True
    for check, count in sorted(counts.items()):
        print(f"{check}: {count['true']} true, {count['debatable']} debatable, {count['false']} false, "
              f"{count['?']} not judged")
        good &= not count["?"]
        good &= sum(count.values()) < ENOUGH or count["true"] >= EACH * sum(count.values())
    true = sum(count["true"] for count in counts.values())
    print(f"{true} of {len(rows)} true")
    return good and true >= ALL * len(rows)


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != "--write"]
    build, verdicts, checkout, database = (pathlib.Path(argument).resolve() for argument in arguments)
    found = run(build, checkout, database)
    title, known = read(verdicts)
    rows = [known.get(fingerprint, row) for fingerprint, row in found.items()]
    if "--write" in sys.argv:
        write(verdicts, title, rows)
    gone = len(known.keys() - found.keys())
    if gone:
        print(f"{gone} findings of the table are no longer reported")
    sys.exit(not judge(rows))


if __name__ == "__main__":
    main()
