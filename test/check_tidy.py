"""Runs one check over one test file in any host and compares with the file's comments.

// RUN: %check-tidy %s async-discarded-task
// RUN: %check-tidy %s async-discarded-task --prefixes=CHECK,STRICT -o Strict=true -- -std=c++23
void bad() { work(); }
// CHECK: :[[#@LINE-1]]:14: warning: the task is dropped [async-discarded-task]

Every warning or error that no comment expects fails the test, so a silent function is an
assertion. `--silent` expects none at all. `--fix` applies the fix-its to a copy and compares
it with the CHECK-FIXES comments. ASYNC_TIDY_TEST_HOST=tidy|driver|clangd picks the host.
"""

import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

TEST_DIR = pathlib.Path(__file__).resolve().parent
BUILD = pathlib.Path(os.environ.get("ASYNC_TIDY_BUILD", TEST_DIR.parent / "build"))
STUBS = TEST_DIR / "stubs"
# Source lines echoed below a finding, and clang-tidy's own remarks.
CHATTER = re.compile(r"^( *\d* \|.*|.* note: FIX-IT applied suggested code changes)\n", re.MULTILINE)
EXPECTATION = re.compile(r"//\s*(?!NOLINT)[A-Z][A-Z0-9_]*(?:-[A-Z0-9_]+)*:[^\n]*")

# Stubs stand in for installed libraries, so they are system headers; home/ is the user's own.
STUB_FLAGS = ["-isystem", str(STUBS), "--no-system-header-prefix=home/"]


def parse_arguments():
    words, flags = sys.argv[1:], []
    if "--" in words:
        split = words.index("--")
        words, flags = words[:split], words[split + 1:]
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("source", type=pathlib.Path)
    parser.add_argument("checks", help="check name; several are separated by commas")
    parser.add_argument("--prefixes", default="CHECK")
    parser.add_argument("--config", help="a whole .clang-tidy in YAML, instead of -o")
    parser.add_argument("-o", dest="options", action="append", default=[], metavar="NAME=VALUE")
    parser.add_argument("--host", choices=["tidy", "driver", "clangd"], default="tidy")
    parser.add_argument("--fix", action="store_true")
    parser.add_argument("--silent", action="store_true")
    parser.add_argument("--temp", type=pathlib.Path, required=True)
    arguments = parser.parse_args(words)
    if arguments.config and arguments.options:
        parser.error("--config and -o exclude each other")
    arguments.host = os.environ.get("ASYNC_TIDY_TEST_HOST") or arguments.host
    if not any(flag.startswith("-std=") for flag in flags):
        flags.insert(0, "-std=c++20")
    arguments.flags = flags + STUB_FLAGS + ["-iquote", str(arguments.source.resolve().parent)]
    return arguments


def configuration(arguments):
    """The .clang-tidy text: the test's options, and nothing from the folders above it."""
    if arguments.config:
        return arguments.config
    options = {}
    for option in arguments.options:
        name, _, value = option.partition("=")
        options[name if "." in name else f"{arguments.checks}.{name}"] = value
    # JSON is YAML.
    return json.dumps({"Checks": "-*," + arguments.checks, "CheckOptions": options})


def blanked_copy(arguments):
    """A copy whose fixed text cannot be mistaken for expectations."""
    folder = arguments.temp.with_name(arguments.temp.name + ".dir")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    copy = folder / arguments.source.name
    copy.write_text(EXPECTATION.sub("//", arguments.source.read_text()))
    (folder / ".clang-tidy").write_text(configuration(arguments))
    return copy


def run_command(command, allowed):
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode not in allowed:
        sys.exit(f"{' '.join(map(str, command))}\nexit code {result.returncode}\n"
                 f"{result.stdout}{result.stderr}")
    return result.stdout


def run_tidy(copy, arguments):
    command = ["clang-tidy", f"--load={BUILD / 'lib' / 'AsyncTidyModule.so'}", "--quiet",
               f"--checks=-*,{arguments.checks}", f"--config={configuration(arguments)}"]
    return run_command(command + (["--fix"] if arguments.fix else [])
                       + [copy, "--"] + arguments.flags, allowed=[0])


def run_driver(copy, arguments):
    command = [BUILD / "bin" / "async-tidy", "check", "--color=never", "--quiet", "--no-cache",
               f"--checks=-*,{arguments.checks}", f"--config={configuration(arguments)}"]
    text = run_command(command + (["--fix"] if arguments.fix else [])
                       + [copy, "--"] + arguments.flags, allowed=[0, 1])
    # The driver knows the severity of our checks; to clang-tidy all findings are warnings.
    return re.sub(r": (?:error|note): (.*\[async-)", r": warning: \1", text)


def run_clangd(copy, arguments):
    sys.path.insert(0, str(TEST_DIR / "clangd"))
    import lsp
    (copy.parent / "compile_flags.txt").write_text("\n".join(arguments.flags) + "\n")
    with lsp.Server(BUILD / "bin" / "async-clangd", copy.parent) as server:
        findings = server.open(copy)
        if arguments.fix:
            copy.write_text(lsp.apply_fixes(copy.read_text(), findings))
    return lsp.as_text(copy, findings)


def anchored(text):
    """Keeps line 3 from matching a finding on line 13."""
    return re.sub(r"(:\s*):?(\[\[#\s*@LINE)", r"\1{{(^|[^0-9])}}\2", text)


def as_an_editor_shows(text):
    """clangd marks a range, not a point, and shows no notes that stand inside a macro."""
    text = re.sub(r"(\[\[#\s*@LINE[^\]]*\]\]):\d+:", r"\1:{{[0-9]+}}:", text)
    shown, in_macro = [], False
    for line in text.splitlines(keepends=True):
        in_macro = "CHECK" in line and "note:" in line and (in_macro or "expanded from macro" in line)
        shown.append("//\n" if in_macro else line)
    return "".join(shown)


def file_check(expectations, prefixes, text, extra=()):
    command = ["FileCheck", f"--check-prefixes={prefixes}", "--allow-empty",
               "--dump-input-context=20", *extra, str(expectations)]
    result = subprocess.run(command, input=text, text=True, capture_output=True)
    if result.returncode:
        sys.exit(f"{result.stderr}\n--- output of the host ---\n{text}")


def main():
    arguments = parse_arguments()
    copy = blanked_copy(arguments)
    before = copy.read_text()
    host = {"tidy": run_tidy, "driver": run_driver, "clangd": run_clangd}[arguments.host]
    text = CHATTER.sub("", host(copy, arguments))
    if arguments.silent:
        if re.search("(warning|error):", text):
            sys.exit(f"expected no finding\n{text}")
        return
    expectations = copy.with_suffix(".expect")
    expected = anchored(arguments.source.read_text())
    expectations.write_text(as_an_editor_shows(expected) if arguments.host == "clangd" else expected)
    file_check(expectations, arguments.prefixes, text,
               ["--implicit-check-not={{warning|error}}:"])
    if arguments.fix:
        if copy.read_text() == before:
            sys.exit(f"no fix was applied\n{text}")
        fixes = ",".join(f"{prefix}-FIXES" for prefix in arguments.prefixes.split(","))
        file_check(arguments.source, fixes, copy.read_text())


if __name__ == "__main__":
    main()
