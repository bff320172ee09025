"""Writes the three files of a new check: its code, its test, its page.

usage: ./dev new-check AREA NAME "SUMMARY"
  AREA     the folder: tasks, locks, blocking, ...
  NAME     what is wrong, in kebab case: discarded-task, advice-large-frame
  SUMMARY  one lower-case clause without a final period

The tree builds at once; the new test fails until the check reports something.
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
AREAS = ("backpressure", "blocking", "cancellation", "errors", "lifetime", "locks",
         "observability", "resources", "state", "structure", "tasks", "testing", "timeouts")

CHECK = """\
// {Summary}.

#include "flow/function-check.h"

namespace async_tidy {{
namespace {{

class {Class} final : public FunctionCheck {{
public:
  static constexpr CheckInfo info{{
      .name = "async-{name}",
      .summary = "{summary}",
      .severity = Severity::Warning,
      .tier = Tier::{tier},
  }};

  using FunctionCheck::FunctionCheck;

  void checkFunction(const FunctionView &view) override {{}}
}};

ASYNC_TIDY_CHECK({Class});

}} // namespace
}} // namespace async_tidy
"""

TEST = """\
// RUN: %check-tidy %s async-{name}
#include "home/task.h"

home::Task<> bad() {{
  co_await home::tick();
  // CHECK: [[#@LINE-1]]:3: warning: {{{{.+}}}} [async-{name}]
}}

home::Task<> ok() {{ co_return; }}
"""

PAGE = """\
# async-{name}

{Summary}.

## Why it hurts

The mechanism, then what one sees in production.

## Example

```cpp fires
```

```cpp clean
```

## How it decides

Which roles and paths count.

## When it is wrong

Known misses and false alarms, each with the test that pins it.

## Related

Other checks, and what they do differently.
"""


def fail(message):
    print(f"new-check: {message}", file=sys.stderr)
    sys.exit(2)


def main():
    if len(sys.argv) != 4:
        fail(__doc__.split("\n\n", 1)[1].rstrip())
    area, name, summary = sys.argv[1], sys.argv[2].removeprefix("async-"), sys.argv[3].strip()
    if area not in AREAS:
        fail(f"no area '{area}'; the areas are {', '.join(AREAS)}")
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name):
        fail(f"'{name}' is not in kebab case")
    if not re.fullmatch(r"[^A-Z\"\\][^\"\\]*[^.\"\\]", summary):
        fail("the summary is one lower-case clause without a final period or quotes")

    tier = "Advice" if name.startswith("advice-") else "Defect"
    words = {"name": name, "summary": summary, "Summary": summary[0].upper() + summary[1:],
             "Class": "".join(word.capitalize() for word in name.split("-")), "tier": tier}
    files = {ROOT / "checks" / area / f"{name}.cpp": CHECK,
             ROOT / "test" / "checks" / area / f"{name}.cpp": TEST,
             ROOT / "docs" / "checks" / area / f"{name}.md": PAGE}
    taken = [str(path.relative_to(ROOT)) for path in files if path.exists()]
    taken += [str(path.relative_to(ROOT)) for path in (ROOT / "checks").glob(f"*/{name}.cpp")
              if path not in files]
    if taken:
        fail(f"{taken[0]} exists")
    for path, template in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(template.format(**words))
        print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
