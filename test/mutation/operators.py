"""What is put into correct code: each operator finds the places of one kind of defect in a text, and
knows which check has to speak of it, and where."""

import re


class Defect:
    """A text with one defect. `line` is where the defect stands."""

    def __init__(self, text, begin, end, replacement):
        self.text = text[:begin] + replacement + text[end:]
        self.line = text.count("\n", 0, begin) + 1
        # Line breaks stay, so that every line keeps its number.
        self._added = replacement.count("\n") - text.count("\n", begin, end)
        self.shown = " ".join(self.text.splitlines()[self.line - 1].split())

    def moved(self, line):
        """The number that a line of the original has here."""
        return line + self._added if line > self.line else line


class Operator:
    """`place` says where the finding belongs: `at` the line, or anywhere in the `file`."""

    def __init__(self, name, check, defects, place="at"):
        self.name, self.check, self.place, self.defects = name, check, place, defects

    def is_at(self, found, line):
        return self.place == "file" or found == line


DEPTH = {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}


def closing(text, opening):
    """The index behind the bracket that closes the one at `opening`; None if there is none."""
    depth = 0
    for at in range(opening, len(text)):
        depth += DEPTH.get(text[at], 0)
        if depth == 0:
            return at + 1
    return None


def arguments(text, opening):
    """The arguments of the call whose bracket is at `opening`, and the index behind the call."""
    end = closing(text, opening)
    if end is None:
        return [], None
    parts, depth, start = [], 0, opening + 1
    for at in range(opening + 1, end):
        depth += DEPTH.get(text[at], 0)
        if (text[at] == "," and depth == 0) or at == end - 1:
            parts.append(text[start:at].strip())
            start = at + 1
    return parts, end


def statements(pattern):
    """Matches of `pattern` at the begin of a statement."""
    expression = re.compile(r"(?<=[;{}])(\s*(?://[^\n]*\n\s*)*)" + pattern)
    return lambda text: expression.finditer(text)


AWAIT = statements(r"(?P<all>co_await (?P<rest>[^;{}]*);)")
# Asking for one's own executor does not suspend.
ANY_AWAIT = statements(r"(?P<all>(?:(?:const )?(?:auto|[\w:<>]+)[&\s]+(?:\w+|\[[\w, ]+\]) ?= ?)?"
                       r"co_await (?!(?:\w+::)*this_coro::)[^;{}]*;)")


def drop_await(text):
    for match in AWAIT(text):
        if "(" not in match["rest"] or match["rest"].startswith("std::move("):
            continue  # a named task that is never awaited: another defect, on another line
        yield Defect(text, match.start("all"), match.end("all"), match["rest"] + ";")


def sleep_of_the_thread(text):
    for match in AWAIT(text):
        if re.search(r"async_wait|sleep|yield_for|schedule_after", match["rest"]):
            yield Defect(text, match.start("all"), match.end("all"),
                         "std::this_thread::sleep_for(std::chrono::milliseconds(50));"
                         + "\n" * match["rest"].count("\n"))


def sleep_before_await(text):
    for match in ANY_AWAIT(text):
        yield Defect(text, match.start("all"), match.start("all"),
                     "std::this_thread::sleep_for(std::chrono::milliseconds(50)); ")


def guard_over_await(text):
    for match in ANY_AWAIT(text):
        yield Defect(text, match.start("all"), match.start("all"),
                     "static std::mutex injected; std::lock_guard<std::mutex> hold(injected); ")


def await_twice(text):
    for match in ANY_AWAIT(text):
        moved = re.search(r"co_await (std::move\((\w+)\));$", match["all"])
        if moved:
            yield Defect(text, match.end("all"), match.end("all"), f" co_await {moved[1]};")


def block_on_result(text):
    for match in re.finditer(r"co_await (\w+);", text):
        yield Defect(text, match.start(), match.end(), f"{match[1]}.get();")


def unnamed_guard(text):
    for match in re.finditer(r"(std::(?:lock_guard|unique_lock|scoped_lock)(?:<[\w:]+>)?) \w+[({]([\w.>:-]+)[)}];", text):
        kind = match[1] if "<" in match[1] else match[1] + "<std::mutex>"
        yield Defect(text, match.start(), match.end(), f"{kind}{{{match[2]}}};")


def no_predicate(text):
    for match in re.finditer(r"(?<=\.)wait(?=\()", text):
        parts, end = arguments(text, match.end())
        if len(parts) == 2 and parts[1].startswith("["):
            yield Defect(text, match.start(), end, f"wait({parts[0]})" + "\n" * text.count("\n", match.start(), end))


def drop_join(text):
    for match in statements(r"(?P<all>\w+\.join\(\);)")(text):
        yield Defect(text, match.start("all"), match.end("all"), ";")


def spawns(text):
    for match in statements(r"(?P<all>(?:\w+::)*co_spawn\()")(text):
        parts, end = arguments(text, match.end("all") - 1)
        if len(parts) == 3 and parts[2].endswith("detached") and re.match(r"[\w:]+\(", parts[1]):
            yield match.start("all"), end, parts


def call_without_spawn(text):
    for begin, end, parts in spawns(text):
        yield Defect(text, begin, end, parts[1] + "\n" * (text.count("\n", begin, end) - parts[1].count("\n")))


def capturing_coroutine(text):
    for begin, end, parts in spawns(text):
        yield Defect(text, begin, end, f"co_spawn({parts[0]}, [held = 1]() -> boost::asio::awaitable<void> "
                                       f"{{ co_await {parts[1]}; (void)held; }}(), {parts[2]})")


def no_deadline(text):
    calls = list(re.finditer(r"(?:\w*stream\w*|get_lowest_layer\(\w+\))\.expires_(?:after|at)\([^;]*\);", text))
    if calls and "co_await" in text:
        for match in reversed(calls[1:]):
            text = text[:match.start()] + "\n" * match[0].count("\n") + text[match.end():]
        yield Defect(text, calls[0].start(), calls[0].end(), "\n" * calls[0][0].count("\n"))


def swallow(text):
    for match in re.finditer(r"\bcatch ?\((?:\.\.\.|[^)]*exception[^)]*)\)\s*(?=\{)", text):
        end = closing(text, match.end())
        attempt = text[text.rfind("try", 0, match.start()):match.start()]
        if end and "co_await" in attempt:
            header = text[match.start():match.end()]
            yield Defect(text, match.start(), end, header + "{" + "\n" * text.count("\n", match.end(), end) + "}")


def reference_parameter(text):
    for match in re.finditer(r"awaitable<[\w:]+>\s+\w+\((tcp::socket|tcp::acceptor) (?=\w+\)\s*\{)", text):
        yield Defect(text, match.start(1), match.end(), match[1] + "&& ")


def captured_local(text):
    for match in re.finditer(r"auto self\(shared_from_this\(\)\);", text):
        lambda_ = re.compile(r"\[this, self\](\([^)]*\))\s*\{").search(text, match.end())
        if lambda_ and closing(text, lambda_.end() - 1):
            defect = Defect(text, lambda_.start(), lambda_.end(),
                            f"[this, self, &injected]{lambda_[1]}" + "\n" * lambda_[0].count("\n")
                            + "{ ++injected;")
            # On the line before, in front of what is there already.
            defect.text = defect.text[:match.start()] + "int injected = 0; " + defect.text[match.start():]
            yield defect


def drop_async_result(text):
    for match in re.finditer(r"auto \w+ = (?=std::async\()", text):
        yield Defect(text, match.start(), match.end(), "")


ALL = [
    Operator("drop-await", "async-discarded-task", drop_await),
    Operator("sleep-of-the-thread", "async-blocking-call", sleep_of_the_thread),
    Operator("sleep-before-await", "async-blocking-call", sleep_before_await),
    Operator("guard-over-await", "async-lock-across-suspend", guard_over_await),
    Operator("await-twice", "async-task-consumed-twice", await_twice),
    Operator("block-on-result", "async-sync-wait-on-loop", block_on_result),
    Operator("unnamed-guard", "async-unnamed-guard", unnamed_guard),
    Operator("no-predicate", "async-cv-wait-no-predicate", no_predicate),
    Operator("drop-join", "async-thread-not-joined", drop_join, "file"),
    Operator("call-without-spawn", "async-discarded-task", call_without_spawn),
    Operator("capturing-coroutine", "async-lambda-coroutine-capture", capturing_coroutine),
    Operator("no-deadline", "async-await-without-timeout", no_deadline, "file"),
    Operator("swallow", "async-swallowed-error", swallow),
    Operator("reference-parameter", "async-coroutine-ref-param", reference_parameter),
    Operator("captured-local", "async-callback-capture-escapes", captured_local),
    Operator("drop-async-result", "async-std-async", drop_async_result),
]
