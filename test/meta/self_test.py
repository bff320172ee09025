"""Breaks each rule of rules.py in a small tree and sees that rule, and no other, complain."""

import pathlib
import sys
import tempfile

import rules

CHECK = """\
// The hazard.

#include "flow/function-check.h"

static constexpr CheckInfo info{
    .name = "async-sample",
    .summary = "a sample is taken",
};
void f() {
  report(where, "%0 is taken" " twice") << name;
  note(where, late ? "taken %select{late|later}0" : "taken here");
}
Option<bool> strict_{this, "Strict", false,
    "More."};
Option<std::vector<std::string>> names_{this, "Names", {}, "Which."};
ASYNC_TIDY_CHECK(Sample);
"""
TEST = """\
// RUN: %check-tidy %s async-sample
// RUN: %check-tidy %s async-sample -o Strict=true --config="{CheckOptions: {async-sample.Names: 'a;b'}}"
// CHECK: [[#@LINE-1]]:3: warning: 'x' is taken twice [async-sample]
// CHECK: [[#@LINE-1]]:3: note: taken here
// CHECK-STRICT: [[#@LINE-1]]:3: note: taken later
"""
PAGE = "# async-sample\n\n## Why it hurts\n## Example\n```cpp fires\n```\n```cpp clean\n```\n" \
       "## How it decides\n## Options\n`Strict` `Names`\n## When it is wrong\n## Related\n"
GOOD = {
    "checks/locks/sample.cpp": CHECK,
    "test/checks/locks/sample.cpp": TEST,
    "test/checks/locks/sample-boost.cpp": "// RUN: %check-tidy %s async-sample\n",
    "test/checks/locks/broken.cpp": "// RUN: %check-tidy %s async-sample\n",
    "docs/checks/locks/sample.md": PAGE,
    "checks/flow/function-check.h": '// A question.\n#include "view/view.h"\n',
    "checks/flow/function-check.cpp": '#include "flow/function-check.h"\n',
    "checks/view/view.h": "// A question. \"std::mutex\" may stand in a comment.\n",
    "checks/model/names.cpp": '// Names.\nauto name = "std::mutex";\n',
    "driver/main.cpp": "// The driver.\n",
}


def with_text(path, old, new):
    assert old in GOOD[path], old
    return {path: GOOD[path].replace(old, new)}


check, test, page = "checks/locks/sample.cpp", "test/checks/locks/sample.cpp", "docs/checks/locks/sample.md"
second = CHECK.replace("report", "ignore").replace("note", "ignore").split("Option")[0]

# rule, what to change in the good tree (None deletes), what the complaint must say
CASES = [
    (rules.ids_are_unique_and_named_after_the_file,
     with_text(check, "async-sample", "async-simple"), "and not 'async-sample'"),
    (rules.ids_are_unique_and_named_after_the_file,
     with_text(check, "ASYNC_TIDY_CHECK(Sample);", ""), "not exactly one"),
    (rules.ids_are_unique_and_named_after_the_file,
     {"checks/tasks/sample.cpp": second + "ASYNC_TIDY_CHECK(Sample);\n",
      "test/checks/tasks/sample.cpp": TEST, "docs/checks/tasks/sample.md": PAGE}, "is also the id"),
    (rules.check_test_and_page_belong_together,
     {"docs/checks/locks/orphan.md": ""}, "page of no check"),
    (rules.check_test_and_page_belong_together,
     {"test/checks/locks/orphan.cpp": ""}, "test of no check"),
    (rules.check_test_and_page_belong_together,
     {test: None, "test/checks/locks/sample-all.cpp": TEST}, "has no test/checks/locks/sample.cpp"),
    (rules.options_are_tested_and_documented, with_text(test, "Strict=true", "Strict=false"), "Strict"),
    (rules.options_are_tested_and_documented, with_text(test, "Names", "Others"), "Names"),
    (rules.options_are_tested_and_documented, with_text(page, "`Names`", "names"), "`Names`"),
    (rules.messages_are_worded_alike,
     {**with_text(check, '"taken here', '"Taken here'), **with_text(test, "taken here", "Taken here")},
     "lower case"),
    (rules.messages_are_worded_alike,
     {**with_text(check, 'twice"', 'twice."'), **with_text(test, "twice", "twice.")}, "period"),
    (rules.messages_are_worded_alike,
     {**with_text(check, "twice", "twice" * 20), **with_text(test, "twice", "twice" * 20)}, "longer"),
    (rules.messages_are_worded_alike, with_text(check, "a sample", "A sample"), "lower case"),
    (rules.every_message_is_expected_somewhere, with_text(test, "is taken twice", "is"), "%0 is taken twice"),
    (rules.every_message_is_expected_somewhere, with_text(test, "note: taken here", "note:"), "taken here"),
    (rules.includes_point_one_way,
     {"checks/view/view.h": '// A question.\n#include "flow/function-check.h"\n'}, "view/ must not"),
    (rules.includes_point_one_way,
     {"checks/tasks/shared.h": "// A question.\n",
      **with_text(check, "#include", '#include "tasks/shared.h"\n#include')}, "locks/ must not"),
    (rules.includes_point_one_way,
     with_text(check, "#include", '#include "driver/main.h"\n#include'), "driver"),
    (rules.includes_point_one_way,
     with_text(check, "#include", '#include "clang/Analysis/CFG.h"\n#include'), "CFG"),
    (rules.libraries_are_named_in_models_only,
     with_text(check, "void f", 'auto name = "::std::mutex";\nvoid f'), "std::"),
    (rules.libraries_are_named_in_models_only,
     {"checks/flow/function-check.cpp": '#include "flow/function-check.h"\nauto n = "folly";\n'}, "folly"),
    (rules.files_stay_small, {check: CHECK + "\n" * 150}, "limit is 150"),
    (rules.files_stay_small, {"driver/main.cpp": "// The driver.\n" + "\n" * 400}, "limit is 400"),
    (rules.files_open_with_their_question, with_text(check, "// The hazard.\n", ""), "does not open"),
    (rules.pages_have_their_sections, with_text(page, "## Related\n", ""), "Related"),
    (rules.pages_have_their_sections, with_text(page, "## Options\n", ""), "Options"),
    (rules.pages_have_their_sections, with_text(page, "cpp clean", "cpp"), "clean"),
    (rules.pages_have_their_sections, with_text(page, "# async-sample\n\n", "# Sample\n\n"), "start with"),
]


def complaints(files):
    with tempfile.TemporaryDirectory() as name:
        root = pathlib.Path(name)
        for path, text in files.items():
            if text is None:
                continue
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text)
        return [(rule, message) for rule, _, message in rules.violations(root)]


def main():
    failures = [f"the good tree is refused: {message}" for _, message in complaints(GOOD)]
    for number, (rule, changes, wanted) in enumerate(CASES):
        found = complaints({**GOOD, **changes})
        if not any(wanted in message for found_rule, message in found if found_rule is rule):
            failures.append(f"case {number} of {rule.__name__}: expected '{wanted}', got {found}")
        failures += [f"case {number} of {rule.__name__}: also {other.__name__}: {message}"
                     for other, message in found if other is not rule]
    failures += [f"{rule.__name__} has no case" for rule in rules.RULES
                 if rule not in {case[0] for case in CASES}]
    print("\n".join(failures))
    sys.exit(bool(failures))


if __name__ == "__main__":
    main()
