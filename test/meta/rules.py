"""The rules of the house that a compiler cannot check. usage: rules.py ROOT

Each function below is one rule: it yields what breaks it, as (path, message).
self_test.py proves for each of them that it can fail.
"""

import pathlib
import re
import sys

LAYERS = {
    "core": {"core"},
    "model": {"core", "model"},
    "view": {"core", "model", "view"},
    "flow": {"core", "model", "view", "flow"},
    "facts": {"core", "model", "view", "flow", "facts"},
}
NO_AREAS = {*LAYERS, "frameworks"}

CHECK_LINES, ENGINE_LINES, MESSAGE_LENGTH = 150, 400, 100
# What a whole area is tested on: code that does not parse.
AREA_TESTS = {"broken"}
# path: why it may be longer
LONG_FILES = {}
# path: why it may name a library
LIBRARY_NAMES = {}

LIBRARY = re.compile(r'"(?:::)?(?:std::|boost|asio|beast|folly|seastar|cppcoro|libcoro|coro::|'
                     r"absl|unifex|stdexec|exec::|grpc|userver|concurrencpp|async_simple|Q[A-Z][a-z])")
STRING = r'"(?:\\.|[^"\\\n])*"'
OPTION = re.compile(r'Option<(?P<type>[^;{]+)>\s+\w+\{\s*this,\s*"(?P<name>\w+)",\s*'
                    r"(?P<default>\{[^}]*\}|[^,]+),")
PLACEHOLDER = re.compile(r"%(?:(?:select|plural)\{[^}]*\}|[a-z]*)\d")
SECTIONS = ("Why it hurts", "Example", "How it decides", "When it is wrong", "Related")


def without_comments(text):
    keep = lambda match: match.group() if match.group().startswith('"') else " "
    return re.sub(STRING + r"|//[^\n]*|/\*.*?\*/", keep, text, flags=re.DOTALL)


class Source:
    """A C++ file below checks/."""

    def __init__(self, path, folder):
        self.path, self.folder = path, folder
        self.text = path.read_text()
        self.code = without_comments(self.text)
        self.is_area = folder not in NO_AREAS

    def includes(self):
        return re.findall(r'^#include "([^"]+)"', self.text, re.MULTILINE)


class CheckFile(Source):
    """A check: its file, its tests, its page."""

    def __init__(self, path, folder, root):
        super().__init__(path, folder)
        self.stem = path.stem
        names = re.findall(r'\.name = "([^"]+)"', self.code)
        self.id = names[0] if names else None
        tests = root / "test" / "checks" / folder
        self.test = tests / f"{self.stem}.cpp"
        # A test may have companions: discarded-task-boost.cpp.
        self.tests = "".join(file.read_text() for file in sorted(tests.glob(f"{self.stem}*.cpp")))
        self.page = root / "docs" / "checks" / folder / f"{self.stem}.md"

    def options(self):
        return [match.groupdict() for match in OPTION.finditer(self.code)]

    def messages(self):
        """Every literal that report() or note() may print."""
        for match in re.finditer(r"\b(?:report|note)\(", self.code):
            yield from literals(arguments(self.code, match.end()))


def arguments(code, begin):
    depth, position = 1, begin
    while depth and position < len(code):
        if string := re.compile(STRING).match(code, position):
            position = string.end()
            continue
        depth += {"(": 1, ")": -1}.get(code[position], 0)
        position += 1
    return code[begin:position - 1]


def literals(code):
    for run in re.findall(rf"{STRING}(?:\s*{STRING})*", code):
        yield "".join(part[1:-1] for part in re.findall(STRING, run)).replace('\\"', '"')


class Tree:
    def __init__(self, root):
        self.root = root
        paths = sorted((root / "checks").glob("*/*.cpp")) + sorted((root / "checks").glob("*/*.h"))
        self.sources = [Source(path, path.parent.name) for path in paths]
        self.checks = [CheckFile(source.path, source.folder, root) for source in self.sources
                       if source.is_area and source.path.suffix == ".cpp"]


def ids_are_unique_and_named_after_the_file(tree):
    seen = {}
    for check in tree.checks:
        if check.id != f"async-{check.stem}":
            yield check.path, f"holds '{check.id}' and not 'async-{check.stem}'"
        if check.code.count("ASYNC_TIDY_CHECK(") != 1:
            yield check.path, "registers not exactly one check"
        if check.id in seen:
            yield check.path, f"'{check.id}' is also the id in {seen[check.id]}"
        seen[check.id] = check.path


def check_test_and_page_belong_together(tree):
    for check in tree.checks:
        for path in (check.test, check.page):
            if not path.exists():
                yield check.path, f"has no {path.relative_to(tree.root)}"
    stems = {(check.folder, check.stem) for check in tree.checks}
    for path in sorted((tree.root / "docs" / "checks").glob("*/*.md")):
        if (path.parent.name, path.stem) not in stems:
            yield path, "is the page of no check"
    for path in sorted((tree.root / "test" / "checks").glob("*/*.cpp")):
        belongs = any(path.parent.name == folder and re.fullmatch(rf"{stem}(-.*)?", path.stem)
                      for folder, stem in stems)
        if not belongs and path.stem not in AREA_TESTS:
            yield path, "is the test of no check"


def options_are_tested_and_documented(tree):
    for check in tree.checks:
        page = check.page.read_text() if check.page.exists() else ""
        for option in check.options():
            name, default = option["name"], option["default"].strip().strip('"')
            values = re.findall(rf"\b{name}(?:=|['\"]?: *)['\"]?([^\s'\",}}]+)", check.tests)
            if not any(value != default for value in values):
                yield check.path, f"no test sets {name} to anything but its default, {default}"
            if f"`{name}`" not in page:
                yield check.page, f"does not mention the option `{name}`"


def messages_are_worded_alike(tree):
    for check in tree.checks:
        summary = re.findall(rf"\.summary =\s*((?:{STRING}\s*)+)", check.code)
        for message in [*check.messages(), *(text for part in summary for text in literals(part))]:
            if not re.match(r"[a-z0-9%'`]", message):
                yield check.path, f"does not start in lower case: {message}"
            if message.endswith("."):
                yield check.path, f"ends with a period: {message}"
            if len(message) > MESSAGE_LENGTH:
                yield check.path, f"is longer than {MESSAGE_LENGTH} characters: {message}"


def every_message_is_expected_somewhere(tree):
    for check in tree.checks:
        expected = "\n".join(re.findall(r"//\s*[A-Z][A-Z0-9-]*:(.*)", check.tests))
        for message in check.messages():
            parts = [re.escape(part) for part in PLACEHOLDER.split(message)]
            if not re.search(".+?".join(parts), expected):
                yield check.path, f"no test expects the message: {message}"


def includes_point_one_way(tree):
    for source in tree.sources:
        allowed = LAYERS.get(source.folder, LAYERS["facts"] | {source.folder})
        for include in source.includes():
            if include.startswith("clang-tidy/") or "/" not in include:
                continue
            top = include.split("/")[0]
            if top == "driver" or (top not in allowed and (tree.root / "checks" / top).is_dir()):
                yield source.path, f'{source.folder}/ must not include "{include}"'
        if source.is_area and "clang/Analysis/CFG.h" in source.text:
            yield source.path, "asks flow/ instead of building a CFG"


def libraries_are_named_in_models_only(tree):
    for source in tree.sources:
        relative = str(source.path.relative_to(tree.root))
        if source.folder == "model" or relative in LIBRARY_NAMES:
            continue
        code = re.sub(r"^#include.*$", "", source.code, flags=re.MULTILINE)
        for match in LIBRARY.finditer(code):
            yield source.path, f"names a library: {match.group()}"


def files_stay_small(tree):
    drivers = [Source(path, "driver") for pattern in ("driver/*.cpp", "driver/*/*.cpp", "driver/*.h")
               for path in sorted(tree.root.glob(pattern))]
    for source in tree.sources + drivers:
        is_check = source.is_area and source.folder != "driver"
        limit = CHECK_LINES if is_check else ENGINE_LINES
        lines = source.text.count("\n")
        if lines > limit and str(source.path.relative_to(tree.root)) not in LONG_FILES:
            yield source.path, f"has {lines} lines, the limit is {limit}"


def files_open_with_their_question(tree):
    for source in tree.sources:
        own_header = source.path.with_suffix(".h").exists() and source.path.suffix == ".cpp"
        opening = re.match(r"(?://[^\n]*\n)*", source.text).group().count("\n")
        if not own_header and opening == 0:
            yield source.path, "does not open with the hazard or question that it is about"


def pages_have_their_sections(tree):
    for check in tree.checks:
        if not check.page.exists():
            continue
        page = check.page.read_text()
        if not page.startswith(f"# async-{check.stem}\n"):
            yield check.page, f"does not start with '# async-{check.stem}'"
        sections = SECTIONS + (("Options",) if check.options() else ())
        for section in sections:
            if f"\n## {section}\n" not in page:
                yield check.page, f"has no section '{section}'"
        for kind in ("fires", "clean"):
            if f"```cpp {kind}\n" not in page:
                yield check.page, f"has no example marked 'cpp {kind}'"


RULES = (
    ids_are_unique_and_named_after_the_file,
    check_test_and_page_belong_together,
    options_are_tested_and_documented,
    messages_are_worded_alike,
    every_message_is_expected_somewhere,
    includes_point_one_way,
    libraries_are_named_in_models_only,
    files_stay_small,
    files_open_with_their_question,
    pages_have_their_sections,
)


def violations(root):
    tree = Tree(root)
    for rule in RULES:
        for path, message in rule(tree):
            yield rule, path, message


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    broken = 0
    for rule, path, message in violations(root):
        print(f"{path.relative_to(root)}: {message} [{rule.__name__}]")
        broken += 1
    sys.exit(broken > 0)


if __name__ == "__main__":
    main()
