"""A language server client, as small as the tests allow: what an editor says and hears."""

import json
import os
import pathlib
import queue
import subprocess
import tempfile
import threading

CAPABILITIES = {
    "textDocument": {
        "publishDiagnostics": {
            "relatedInformation": True,
            "codeDescriptionSupport": True,
            "codeActionsInline": True,
        },
        "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}},
    },
    "offsetEncoding": ["utf-8"],
}
ARGUMENTS = ["--log=error", "--background-index=false", "--pch-storage=memory", "-j=1"]
# Reading the whole standard library for completion takes longer than everything that we test.
SETTINGS = "Index:\n  StandardLibrary: false\n"
PATIENCE = 120  # seconds; a server that needs them is broken, not slow


class Server:
    """`with Server(program, folder) as server: findings = server.open(file)`"""

    def __init__(self, program, folder, arguments=()):
        # Neither the user's settings nor cache files have a say.
        self._home = tempfile.TemporaryDirectory()
        settings = pathlib.Path(self._home.name, "clangd", "config.yaml")
        settings.parent.mkdir()
        settings.write_text(SETTINGS)
        home = {"XDG_CONFIG_HOME": self._home.name, "XDG_CACHE_HOME": self._home.name}
        self._process = subprocess.Popen(
            [program, *ARGUMENTS, *arguments], cwd=folder, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, **home})
        self._messages = queue.Queue()
        self._errors = []
        self._next_id = 0
        self._versions = {}
        for target in (self._listen, self._collect_errors):
            threading.Thread(target=target, daemon=True).start()

    def __enter__(self):
        self.request("initialize", {"processId": os.getpid(), "rootUri": None,
                                    "capabilities": CAPABILITIES})
        self.notify("initialized", {})
        return self

    def __exit__(self, *_):
        if self._process.poll() is None:
            self.request("shutdown", None)
            self.notify("exit", None)
            self._process.wait(PATIENCE)
        self._home.cleanup()

    def open(self, path, text=None):
        """Opens a file and returns its diagnostics."""
        path = pathlib.Path(path).resolve()
        self._versions[path] = 1
        self.notify("textDocument/didOpen", {"textDocument": {
            "uri": path.as_uri(), "languageId": "cpp", "version": 1,
            "text": path.read_text() if text is None else text}})
        return self._diagnostics(path)

    def change(self, path, text):
        """Replaces the text of an open file and returns the diagnostics of the new one."""
        path = pathlib.Path(path).resolve()
        self._versions[path] += 1
        self.notify("textDocument/didChange", {
            "textDocument": {"uri": path.as_uri(), "version": self._versions[path]},
            "contentChanges": [{"text": text}], "wantDiagnostics": True})
        return self._diagnostics(path)

    def code_actions(self, path, diagnostic):
        return self.request("textDocument/codeAction", {
            "textDocument": {"uri": pathlib.Path(path).resolve().as_uri()},
            "range": diagnostic["range"], "context": {"diagnostics": [diagnostic]}})

    def close(self, path):
        self.notify("textDocument/didClose",
                    {"textDocument": {"uri": pathlib.Path(path).resolve().as_uri()}})

    def request(self, method, params):
        self._next_id += 1
        number = self._next_id
        self._send({"id": number, "method": method, "params": params})
        return self._wait(lambda message: message.get("id") == number, method).get("result")

    def notify(self, method, params):
        self._send({"method": method, "params": params})

    def _diagnostics(self, path):
        wanted = (path.as_uri(), self._versions[path])
        message = self._wait(
            lambda m: m.get("method") == "textDocument/publishDiagnostics"
            and (m["params"]["uri"], m["params"].get("version")) == wanted, "diagnostics")
        return message["params"]["diagnostics"]

    def _send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._process.stdin.flush()

    def _wait(self, wanted, what):
        while True:
            try:
                message = self._messages.get(timeout=PATIENCE)
            except queue.Empty:
                message = None
            if message is None:
                raise SystemExit(f"no {what} from the server\n{''.join(self._errors)}")
            if wanted(message):
                return message

    def _listen(self):
        stream = self._process.stdout
        while header := stream.readline():
            if not header.lower().startswith(b"content-length:"):
                continue
            while stream.readline().strip():
                pass
            self._messages.put(json.loads(stream.read(int(header.split(b":")[1]))))
        self._messages.put(None)

    def _collect_errors(self):
        for line in self._process.stderr:
            self._errors.append(line.decode(errors="replace"))


def apply_edits(text, edits):
    lines = text.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line.encode()))
    data = text.encode()
    offset = lambda position: starts[position["line"]] + position["character"]
    for edit in sorted(edits, key=lambda e: offset(e["range"]["start"]), reverse=True):
        begin, end = offset(edit["range"]["start"]), offset(edit["range"]["end"])
        data = data[:begin] + edit["newText"].encode() + data[end:]
    return data.decode()


def edits_of(action):
    return [edit for edits in action["edit"]["changes"].values() for edit in edits]


def apply_fixes(text, findings):
    """Applies the first quick fix of each diagnostic."""
    edits = []
    for finding in findings:
        for action in finding.get("codeActions", [])[:1]:
            edits += edits_of(action)
    return apply_edits(text, edits)


def as_text(path, findings):
    """Diagnostics as clang-tidy prints them."""
    lines = []

    def line(file, position, kind, message):
        message = message[:1].lower() + message[1:]
        lines.append(f"{file}:{position['line'] + 1}:{position['character'] + 1}: {kind}: {message}")

    def position(finding):
        start = finding["range"]["start"]
        return start["line"], start["character"]

    for finding in sorted(findings, key=position):
        if finding.get("source") != "clang-tidy" and finding["severity"] != 1:
            continue
        kind = {1: "error", 2: "warning"}.get(finding["severity"], "remark")
        message = finding["message"].replace(" (fix available)", "")
        line(path, finding["range"]["start"], kind, f"{message} [{finding.get('code', '')}]")
        for note in finding.get("relatedInformation", []):
            where = note["location"]
            line(where["uri"].removeprefix("file://"), where["range"]["start"], "note", note["message"])
    return "".join(text + "\n" for text in lines)
