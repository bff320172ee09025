"""The README shows what the tool really prints. usage: readme.py README FOLDER -- COMMAND...

A block of C++ that a block of text follows is a source file and the finding in it. The file's name
is what the finding begins with. `--write` before README puts the real report in.
"""

import pathlib
import re
import subprocess
import sys

PAIR = re.compile(r"(```cpp\n(?P<code>.*?)```\n\s*```text\n)(?P<report>(?P<name>[\w-]+\.cpp):.*?)```",
                  re.DOTALL)


def real_report(pair, folder, command):
    (folder / pair["name"]).write_text(pair["code"], encoding="utf-8")
    done = subprocess.run([*command, pair["name"], "--", "-std=c++20"], cwd=folder,
                          stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 1:
        sys.exit(f"{pair['name']}: exit code {done.returncode}, wanted 1")
    # The link to the page and the summary are the same every time; the README leaves them out.
    return done.stdout.partition("\ndocs: ")[0].strip() + "\n"


def main():
    arguments = sys.argv[1:]
    write = arguments[0] == "--write"
    readme, folder = (pathlib.Path(name) for name in arguments[write:write + 2])
    command = arguments[write + 3:]
    folder.mkdir(parents=True, exist_ok=True)
    text = readme.read_text(encoding="utf-8")
    pairs = list(PAIR.finditer(text))
    if len(pairs) < 3:
        sys.exit(f"only {len(pairs)} examples with a report in {readme}")
    reports = [real_report(pair, folder, command) for pair in pairs]
    if write:
        fresh = iter(reports)
        readme.write_text(PAIR.sub(lambda pair: f"{pair[1]}{next(fresh)}```", text),
                          encoding="utf-8")
        return 0
    wrong = [pair for pair, report in zip(pairs, reports) if pair["report"] != report]
    for pair in wrong:
        print(f"{pair['name']}: the README shows another report:\n{reports[pairs.index(pair)]}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
