"""What a person sees in an editor: a finding appears with its page, a quick fix repairs it,
and it goes when the text is right. usage: session.py ASYNC_CLANGD STUBS SCENARIO"""

import pathlib
import sys
import tempfile

import lsp

GUARD = """#include <mutex>
std::mutex mutex;
int shared = 0;
void update() {
  std::lock_guard<std::mutex>{mutex};
  ++shared;
}
"""
TASK = """#include "home/task.h"
home::Task<> caller() {
  home::tick();
  co_await home::tick();
}
"""


def codes(findings):
    return [finding.get("code") for finding in findings]


def expect(condition, message, value):
    if not condition:
        sys.exit(f"{message}: {value}")


def edit_until_clean(server, folder):
    """A defect without a fix comes and goes while one types."""
    file = folder / "caller.cpp"
    findings = server.open(file, TASK)
    expect(codes(findings) == ["async-discarded-task"], "expected one finding", findings)
    finding = findings[0]
    expect(finding["range"]["start"]["line"] == 2, "wrong line", finding)
    expect(finding["source"] == "clang-tidy", "wrong source", finding)
    page = finding["codeDescription"]["href"]
    expect(page.endswith("docs/checks/tasks/discarded-task.md"), "wrong page", page)
    repaired = TASK.replace("  home::tick();\n", "  co_await home::tick();\n", 1)
    expect(server.change(file, repaired) == [], "still there after the repair", repaired)
    expect(codes(server.change(file, TASK)) == ["async-discarded-task"], "did not return", TASK)
    server.close(file)


def quick_fix(server, folder):
    """A defect with a fix: the code action's edit makes the file clean."""
    file = folder / "update.cpp"
    findings = server.open(file, GUARD)
    expect(codes(findings) == ["async-unnamed-guard"], "expected one finding", findings)
    actions = [a for a in server.code_actions(file, findings[0]) if a["kind"] == "quickfix"]
    expect(actions, "no quick fix", findings)
    fixed = lsp.apply_edits(GUARD, lsp.edits_of(actions[0]))
    expect(fixed != GUARD, "the fix changes nothing", actions)
    expect(server.change(file, fixed) == [], "not clean after the fix", fixed)
    server.close(file)


def broken_code(server, folder):
    """Half-typed code is an editor's daily bread: errors, and the server goes on."""
    file = folder / "half.cpp"
    findings = server.open(file, TASK.replace("co_await home::tick();\n}", "co_await home::"))
    expect(any(f["severity"] == 1 for f in findings), "expected a syntax error", findings)
    expect(codes(server.change(file, TASK)) == ["async-discarded-task"], "did not recover", TASK)
    server.close(file)


def silenced(server, folder):
    """.clang-tidy and NOLINT rule here as everywhere."""
    file = folder / "silenced.cpp"
    expect(codes(server.open(folder / "loud.cpp", TASK)) == ["async-discarded-task"], "no finding", TASK)
    commented = TASK.replace("tick();\n", "tick(); // NOLINT(async-discarded-task)\n", 1)
    expect(server.open(file, commented) == [], "NOLINT was ignored", commented)
    server.close(file)
    (folder / "off").mkdir()
    (folder / "off" / ".clang-tidy").write_text("Checks: '-*,async-*,-async-discarded-task'\n")
    expect(server.open(folder / "off" / "a.cpp", TASK) == [], ".clang-tidy was ignored", TASK)


def builtin_headers(server, folder):
    """Clang's own headers are found although the binary is not in Clang's folder."""
    findings = server.open(folder / "builtin.cpp", "#include <stddef.h>\nsize_t size;\n")
    expect(findings == [], "stddef.h was not found", findings)


def main():
    program, stubs, scenario = sys.argv[1:]
    with tempfile.TemporaryDirectory() as name:
        # Outside the project, so that no .clang-tidy but the test's own is in force.
        folder = pathlib.Path(name).resolve()
        (folder / "compile_flags.txt").write_text(
            f"-std=c++20\n-isystem\n{stubs}\n--no-system-header-prefix=home/\n")
        with lsp.Server(program, folder) as server:
            globals()[scenario](server, folder)


if __name__ == "__main__":
    main()
