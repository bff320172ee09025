"""Reads machine reports as strictly as their readers do. usage: validate.py FORMAT FILE

Prints what the tests compare; whatever breaks the format is an exception.
"""

import html.parser
import json
import re
import sys
import xml.etree.ElementTree


def github(text):
    command = re.compile(r"::(error|warning|notice) ((?:\w+=[^,:]*,?)*)::(.*)")
    unescape = lambda part: re.sub("%([0-9A-F]{2})", lambda code: chr(int(code[1], 16)), part)
    for line in text.splitlines():
        level, properties, message = command.fullmatch(line).groups()
        pairs = [unescape(pair) for pair in properties.split(",") if pair]
        print(level, *map(repr, pairs), repr(unescape(message)))


def gitlab(text):
    issues = json.loads(text)
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
    for issue in issues:
        assert issue["severity"] in ("info", "minor", "major", "critical", "blocker")
        place = issue.get("location", {"path": "-", "lines": {"begin": 0}})
        print(issue["severity"], issue["check_name"], repr(place["path"]),
              place["lines"]["begin"], issue["description"])


def junit(text):
    root = xml.etree.ElementTree.fromstring(text)
    assert root.tag == "testsuites"
    for suite in root:
        cases = list(suite)
        assert int(suite.get("tests")) == len(cases)
        assert int(suite.get("failures")) == sum(case.find("failure") is not None for case in cases)
        assert int(suite.get("errors")) == sum(case.find("error") is not None for case in cases)
        for case in cases:
            kinds = [f"{part.tag} {part.get('message')}" for part in case] or ["passed"]
            print("case", repr(suite.get("name")), case.get("name"), *kinds)
    print("total", root.get("tests"), root.get("failures"), root.get("errors"))


def jsonlines(text):
    for line in text.splitlines():
        item = json.loads(line)
        words = [item["type"]]
        words += [f"{key}={item[key]}" for key in ("check", "severity", "file", "line", "column",
                                                   "findings", "files", "failures", "suppressed",
                                                   "reason", "fixIsSafe") if key in item]
        words += [f"notes={len(item['notes'])}"] if "notes" in item else []
        print(*words)


class Page(html.parser.HTMLParser):
    """What a browser would show, and whether it would load anything."""

    VOID = {"meta", "input", "br"}

    def __init__(self):
        super().__init__()
        self.open, self.lines = [], []

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        assert "src" not in values and tag != "link", f"the page loads {values}"
        if tag not in self.VOID:
            self.open.append(tag)
        classes = (values.get("class") or "").split()
        if tag == "article":
            print("article", values["data-check"], values["data-severity"],
                  repr(values["data-folder"]), values["data-state"])
        elif tag == "option":
            self.capture("option")
        elif "on" in classes or "step" in classes:
            self.capture(classes[-1])

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, f"</{tag}> closes nothing"
        self.lines = [(depth, kind, text) for depth, kind, text in self.lines
                      if depth <= len(self.open) or print(kind, repr("".join(text)))]

    def capture(self, kind):
        self.lines.append((len(self.open), kind, []))

    def handle_data(self, data):
        for _, _, text in self.lines:
            text.append(data)


def page(text):
    parser = Page()
    parser.feed(text)
    parser.close()
    assert not parser.open, f"left open: {parser.open}"


READERS = {"github": github, "gitlab": gitlab, "junit": junit, "json": jsonlines, "html": page}

with open(sys.argv[2], encoding="utf-8", newline="") as file:
    READERS[sys.argv[1]](file.read())
