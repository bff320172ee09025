"""docs/checks.md is what the registry says of the checks.

usage: checks_page.py ASYNC_TIDY PAGE [--write]   exits 1 if the page differs; --write renews it
"""

import itertools
import json
import pathlib
import subprocess
import sys

HEAD = """# Checks

Every check that `async-tidy` knows, by area. The `async-*` checks are on unless you switch them off,
`async-advice-*` are off unless you ask for them, and those of tier `test` speak of test code only.
Fix: `safe` is applied by `--fix`, `suggested` is shown. This page is made from the program;
`./dev list` renews it.
"""
COLUMNS = "| check | reports | tier | severity | fix | CWE |\n|---|---|---|---|---|---|\n"


def row(check):
    cwe = check.get("cwe") and f"[{check['cwe']}](https://cwe.mitre.org/data/definitions/{check['cwe']}.html)"
    return (f"| [{check['name']}]({check['page']}) | {check['summary']} | {check['tier']} "
            f"| {check['severity']} | {check['fix']} | {cwe or ''} |\n")


def page(checks):
    text = HEAD
    by_area = sorted(checks, key=lambda check: (check["area"], check["name"]))
    for area, members in itertools.groupby(by_area, key=lambda check: check["area"]):
        text += f"\n## {area.capitalize()}\n\n{COLUMNS}" + "".join(map(row, members))
    return text


def main():
    listing = subprocess.run([sys.argv[1], "list", "--format=json"], check=True, capture_output=True, text=True)
    file, wanted = pathlib.Path(sys.argv[2]), page(json.loads(listing.stdout))
    if "--write" in sys.argv:
        file.write_text(wanted, encoding="utf-8")
    elif file.read_text(encoding="utf-8") != wanted:
        sys.exit(f"{file.name} does not say what `async-tidy list` says; renew it with ./dev list")


if __name__ == "__main__":
    main()
