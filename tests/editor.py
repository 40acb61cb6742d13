"""An editor for tests: it speaks the protocol with a server in this process, or in another one."""

import json
import os
import queue
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Thread
from typing import IO, Any, Final

from obverse.commands import now, open_project, wanted
from obverse.lsp.server import editor_server
from obverse.lsp.session import Opening

PATIENCE: Final = 60.0  # seconds; the machine may be busy
COMMAND: Final = (sys.executable, "-m", "obverse", "lsp")
NO_CAPABILITIES: Final[Mapping[str, Any]] = {}


class Editor:
    """A client. Positions are as the protocol has them: from zero, in units of the encoding."""

    def __init__(self, to_server: IO[bytes], from_server: IO[bytes]) -> None:
        self.findings: dict[str, list[dict[str, Any]]] = {}
        self.versions: dict[str, int | None] = {}
        self.logged: list[str] = []
        self.published = 0
        self.process: subprocess.Popen[bytes] | None = None
        self._to, self._from = to_server, from_server
        self._messages: queue.Queue[dict[str, Any]] = queue.Queue()
        self._number = 0
        self._held, self._holds = b"", False
        self._opened: dict[Path, int] = {}
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        while True:
            size = 0
            while (line := self._from.readline()) not in (b"\r\n", b""):
                name, _, value = line.partition(b":")
                size = int(value) if name.lower() == b"content-length" else size
            if not line:
                self._from.close()
                return
            self._messages.put(json.loads(self._from.read(size)))

    def send(self, method: str, params: object, number: int | None = None) -> None:
        """Send a notification, or a request with this number."""
        message: dict[str, object] = {"jsonrpc": "2.0", "method": method, "params": params}
        if number is not None:
            message["id"] = number
        raw = json.dumps(message).encode()
        self._held += b"Content-Length: %d\r\n\r\n%s" % (len(raw), raw)
        if not self._holds:
            self._let_go()

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """What is sent in the block goes out in one piece, however busy the machine is."""
        self._holds = True
        yield
        self._holds = False
        self._let_go()

    def _let_go(self) -> None:
        held, self._held = self._held, b""
        self._to.write(held)
        self._to.flush()

    def request(self, method: str, params: object) -> Any:  # noqa: ANN401  # each has its own
        """The answer to a request; `{"error": ..}` where it is refused."""
        self._number += 1
        self.send(method, params, self._number)
        while True:
            message = self._take()
            if message.get("id") == self._number and "method" not in message:
                return message["result"] if "result" in message else {"error": message["error"]}

    def _take(self) -> dict[str, Any]:
        message = self._messages.get(timeout=PATIENCE)
        params: dict[str, Any] = message.get("params") or {}
        if message.get("method") == "textDocument/publishDiagnostics":
            self.findings[params["uri"]] = params["diagnostics"]
            self.versions[params["uri"]] = params.get("version")
            self.published += 1
        elif message.get("method") == "window/logMessage":
            self.logged.append(params["message"])
        return message

    def start(self, capabilities: Mapping[str, Any] = NO_CAPABILITIES) -> dict[str, Any]:
        """Initialize; what the server can do."""
        given = {"processId": None, "rootUri": None, "capabilities": capabilities}
        result: dict[str, Any] = self.request("initialize", given)
        self.send("initialized", {})
        return result["capabilities"]  # type: ignore[no-any-return]

    def open(self, path: Path, text: str | None = None) -> None:
        """Open a file, with its text or with another."""
        self._opened[path] = 1
        text = path.read_text(encoding="utf-8") if text is None else text
        of = {"uri": path.as_uri(), "languageId": "markdown", "version": 1, "text": text}
        self.send("textDocument/didOpen", {"textDocument": of})

    def type(self, path: Path, *changes: Mapping[str, Any]) -> int:
        """Change an open text; its new version."""
        self._opened[path] += 1
        of = {"uri": path.as_uri(), "version": self._opened[path]}
        given = {"textDocument": of, "contentChanges": changes}
        self.send("textDocument/didChange", given)
        return self._opened[path]

    def replace(self, path: Path, text: str) -> int:
        """Change all of an open text; its new version."""
        return self.type(path, {"text": text})

    def close(self, path: Path) -> None:
        """Close a text."""
        self.send("textDocument/didClose", {"textDocument": {"uri": path.as_uri()}})

    def ask(
        self, method: str, path: Path, line: int = 0, character: int = 0, **more: object
    ) -> Any:  # noqa: ANN401
        """The answer to a request about a place in a text, from zero."""
        place = {"line": line, "character": character}
        of = {"uri": path.as_uri()}
        return self.request(
            f"textDocument/{method}", {"textDocument": of, "position": place, **more}
        )

    def until_version(self, path: Path, version: int) -> list[dict[str, Any]]:
        """The findings of a version of a text."""
        while self.versions.get(path.as_uri()) != version:
            self._take()
        return self.findings[path.as_uri()]

    def until_found(self, path: Path, rules: Sequence[str]) -> list[dict[str, Any]]:
        """The findings of a file, once they are of these rules, sorted."""
        while self.rules(path) != sorted(rules):
            try:
                self._take()
            except queue.Empty:
                assert self.rules(path) == sorted(rules), (self.findings, self.logged)
        return self.findings.get(path.as_uri(), [])

    def rules(self, path: Path) -> list[str]:
        """The rules of the findings of a file, sorted."""
        return sorted(each["code"] for each in self.findings.get(path.as_uri(), ()))

    def leave(self) -> None:
        """Go without a word; the server ends."""
        self._to.close()
        self._reader.join(PATIENCE)
        assert not self._reader.is_alive()
        if self.process:
            assert self.process.wait(PATIENCE) == 0


def editing(*, here: bool = True) -> Editor:
    """An editor with a server of its own, which is in this process if it is to be `here`."""
    if not here:
        started = subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert started.stdin
        assert started.stdout
        editor = Editor(started.stdin, started.stdout)
        editor.process = started
        return editor
    (server_in, client_out), (client_in, server_out) = os.pipe(), os.pipe()
    opening = Opening(open_project, now, partial(wanted, is_strict=False))
    server = editor_server("0", lambda: opening)

    def serve() -> None:
        with open(server_in, "rb") as given, open(server_out, "wb") as said:  # noqa: PTH123
            server.start_io(given, said)
        server.end()

    Thread(target=serve, daemon=True).start()
    return Editor(open(client_out, "wb"), open(client_in, "rb"))  # noqa: PTH123
