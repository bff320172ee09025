"""Every link in the documentation leads somewhere, and the checklist tells the truth on what
exists. usage: links.py ROOT"""

import pathlib
import re
import sys

LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
PLANNED = re.compile(r"([a-z-]+) \(planned\)")


def prose(path):
    return FENCE.sub("", path.read_text(encoding="utf-8"))


def anchors(path):
    """The anchors that code hosts derive from the headings of a page."""
    for heading in re.findall(r"^#+ (.+)$", prose(path), re.MULTILINE):
        yield re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def broken_links(root, pages):
    for page in pages:
        for link in LINK.findall(prose(page)):
            if re.match(r"[a-z]+:", link):
                continue
            name, _, anchor = link.partition("#")
            target = (page.parent / name).resolve() if name else page
            if not target.exists():
                yield f"{page.relative_to(root)}: no such file: {link}"
            elif anchor and anchor not in anchors(target):
                yield f"{page.relative_to(root)}: no such heading: {link}"


def wrong_lists(root):
    """Checks with a page that the checklist calls planned, or leaves out."""
    docs = root / "docs"
    checklist = (docs / "checklist.md").read_text(encoding="utf-8")
    planned = set(PLANNED.findall(checklist))
    for page in sorted((docs / "checks").glob("*/*.md")):
        short = page.stem.removeprefix("advice-")
        link = page.relative_to(docs).as_posix()
        if short in planned:
            yield f"docs/checklist.md: {short} is called planned, but has a page"
        if f"({link})" not in checklist:
            yield f"docs/checklist.md: no link to {link}"


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    pages = [root / "README.md", *sorted((root / "docs").rglob("*.md"))]
    problems = [*broken_links(root, pages), *wrong_lists(root)]
    print("\n".join(problems) or f"{len(pages)} pages, every link leads somewhere")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
