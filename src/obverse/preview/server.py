"""The server: the page, the frame, cards, media and events, by the standard library.

Every request passes `address` first. Media are found by the name that a note got for them, never
by a path.
"""

import json
import mimetypes
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from obverse.errors import ObverseError
from obverse.preview.address import (
    Address,
    frame_policy,
    manual_policy,
    media_policy,
    own_policy,
    page_policy,
)
from obverse.preview.own_files import TYPES, mathjax_files, own_file, own_names
from obverse.preview.rule_page import rule_page
from obverse.preview.shown_project import ShownProject

_FONTS = (".woff", ".woff2", ".ttf", ".otf")
_LONGEST = 10_000  # bytes that a page sends
_JSON = TYPES[".json"]
_TEXT = "text/plain; charset=utf-8"


class PreviewServer(ThreadingHTTPServer):
    """Serves one project on 127.0.0.1. Its threads end with the process, open streams too."""

    daemon_threads = True
    block_on_close = False
    address: Address

    def __init__(self, port: int, shown: ShownProject, addressed: Callable[[int], Address]) -> None:
        """Listen on a port, 0 for any that is free. Raises `OSError`."""
        super().__init__(("127.0.0.1", port), _Handler)
        self.shown = shown
        self.address = addressed(self.server_address[1])

    def handle_error(self, request: object, client_address: object) -> None:
        """A page that went away while it was answered is no fault, and nothing else is shown."""


class _Handler(BaseHTTPRequestHandler):
    server: PreviewServer
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "obverse", ""
    timeout = 60

    def log_message(self, *_: object) -> None:
        """Say nothing of each request."""

    @property
    def _host(self) -> str:
        return self.headers.get("Host", "")

    def do_GET(self) -> None:
        """Answer one of our pages."""
        if not self.server.address.is_ours(self._host):
            self._refuse(HTTPStatus.FORBIDDEN, "this host is not ours: see `--allow-host`")
            return
        path = unquote(urlsplit(self.path).path)
        if path == "/":
            self._page()
        elif path == "/frame/":
            self._send(own_file("frame.html"), TYPES[".html"], frame_policy(self._host))
        elif path.startswith("/frame/"):
            self._media(path.removeprefix("/frame/"))
        elif path.startswith("/mathjax/"):
            self._mathjax(path.removeprefix("/mathjax/"))
        elif path.startswith("/rules/"):
            self._rule(path.removeprefix("/rules/"))
        elif path == "/events":
            self._events()
        elif path.startswith("/api/"):
            self._values(path)
        elif path.startswith("/own/") and path.removeprefix("/own/") in own_names():
            self._own(path.removeprefix("/own/"))
        else:
            self._refuse(HTTPStatus.NOT_FOUND, "there is nothing here")

    do_HEAD = do_GET  # noqa: N815  # `http.server` calls it so

    def do_POST(self) -> None:
        """Do what our page asks for: open the editor."""
        given = self.headers.get("Origin", ""), self.headers.get("X-Obverse-Token", "")
        length = self.headers.get("Content-Length", "")
        self.close_connection = True
        if not self.server.address.may_write(self._host, *given):
            self._refuse(HTTPStatus.FORBIDDEN, "only our own page may do this")
        elif self.path != "/open" or not length.isdecimal() or int(length) > _LONGEST:
            self._refuse(HTTPStatus.NOT_FOUND, "there is nothing to do here")
        else:
            self._open(self.rfile.read(int(length)))

    def _open(self, raw: bytes) -> None:
        try:
            wanted = json.loads(raw)
            self.server.shown.open(str(wanted["path"]), int(wanted["line"]))
        except ObverseError as fault:
            hint = f"; {fault.hint}" if fault.hint else ""
            self._refuse(HTTPStatus.CONFLICT, fault.message + hint)
        except (ValueError, LookupError, TypeError):
            self._refuse(HTTPStatus.BAD_REQUEST, "this is not a place of a card")
        else:
            self._send(b"{}", _JSON)

    def _own(self, name: str) -> None:
        self._send(own_file(name), TYPES[f".{name.rpartition('.')[2]}"], own_policy())

    def _page(self) -> None:
        words = {b"TOKEN": self.server.address.token, b"RUN": self.server.shown.events.run}
        page = own_file("index.html")
        for name, value in words.items():
            page = page.replace(name, value.encode())
        self._send(page, TYPES[".html"], page_policy())

    def _rule(self, name: str) -> None:
        if page := rule_page(name):
            self._send(page.encode(), TYPES[".html"], manual_policy())
        else:
            self._refuse(HTTPStatus.NOT_FOUND, "there is no such rule")

    def _values(self, path: str) -> None:
        asked = parse_qs(urlsplit(self.path).query)
        made: Any = None
        if path == "/api/project":
            made = self.server.shown.project_values()
        elif path == "/api/card":
            ordinal = asked.get("ordinal", ["0"])[0]
            number = int(ordinal) if ordinal.isdecimal() else -1
            made = self.server.shown.card_values(asked.get("guid", [""])[0], number)
        if made is None:
            self._refuse(HTTPStatus.NOT_FOUND, "there is no such card")
        else:
            self._send(json.dumps(made).encode(), _JSON)

    def _media(self, name: str) -> None:
        content = self.server.shown.media(name)
        if content is None:
            self._refuse(HTTPStatus.NOT_FOUND, "no card shows this file")
            return
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        self._send(content, kind, media_policy(), is_font=name.lower().endswith(_FONTS))

    def _mathjax(self, name: str) -> None:
        if path := mathjax_files().get(name):
            is_font = path.suffix in _FONTS
            self._send(path.read_bytes(), TYPES[path.suffix], is_font=is_font, lasts=True)
        else:
            self._refuse(HTTPStatus.NOT_FOUND, "MathJax is not installed")

    def _events(self) -> None:
        self._begin("text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        try:
            for each in self.server.shown.events.listen():
                self.wfile.write(each)
                self.wfile.flush()
        except OSError:  # the page is closed
            return

    def _begin(self, kind: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")

    def _send(
        self,
        content: bytes,
        kind: str,
        policy: str = "default-src 'none'",
        *,
        is_font: bool = False,
        lasts: bool = False,
        status: HTTPStatus = HTTPStatus.OK,
    ) -> None:
        """Send a file. Only fonts may be read across origins: that of a card's frame is its own."""
        self._begin(kind, status)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Security-Policy", policy)
        self.send_header("Cache-Control", "max-age=3600" if lasts else "no-store")
        if is_font:
            self.send_header("Access-Control-Allow-Origin", "*")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _refuse(self, status: HTTPStatus, why: str) -> None:
        self._send(why.encode(), _TEXT, status=status)
