"""The server: one thread talks to the editor, one answers, and one looks at whole projects.

Only what `initialize` needs is imported at the start, because the editor waits for that.
"""

import asyncio
import logging
import sys
from collections.abc import Callable, Coroutine, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from pathlib import Path
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, default_converter
from pygls.protocol.language_server import lsp_method

from obverse.errors import ObverseError
from obverse.lsp.features import FEATURES, Feature
from obverse.lsp.refused import RefusedError
from obverse.lsp.texts import ColumnUnits, OpenText, opened_text
from obverse.machine import crash

if TYPE_CHECKING:  # imported once the editor has its answer
    from obverse.lsp.held_project import HeldProject
    from obverse.lsp.session import Opening, Session

_PAUSE = 0.3  # seconds without an edit, after which the whole project is looked at
_SOON = 0.02  # the same after a change on disk
_T = TypeVar("_T")
_Shown = Iterable[types.PublishDiagnosticsParams]


@dataclass(slots=True)
class _Made(Generic[_T]):
    """What the other thread made: an answer, or why there is none, and what is to be shown."""

    answer: _T | None = None
    shown: "_Shown" = ()
    said: list[str] = field(default_factory=list)
    refused: RefusedError | None = None


class _Protocol(LanguageServerProtocol):
    """The protocol without pygls's copy of the texts: it counts U+2028 as the end of a line."""

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> Any:  # noqa: ANN401  # a generator of pygls
        """Leave the change to the server."""
        if handler := self.fm.features.get(types.TEXT_DOCUMENT_DID_CHANGE):
            yield handler, (params,), None


class EditorServer(LanguageServer):
    """A server for one editor; `opening` says how projects are opened."""

    def __init__(self, version: str, opening: "Callable[[], Opening]") -> None:
        """Wait for the editor to say something."""
        super().__init__(
            "obverse", version, protocol_cls=_Protocol, converter_factory=default_converter
        )
        self.texts: dict[str, OpenText] = {}
        self.units = ColumnUnits()
        self._version, self._opening = version, opening
        self._worker = ThreadPoolExecutor(1, "obverse")
        self._looker = ThreadPoolExecutor(1, "obverse-looks")
        self._is_looking = False
        self._session: Session | None = None
        self._edits: dict[str, OpenText | None] = {}
        self._edits_lock, self._is_queued = Lock(), False
        self._pause: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._stop, self._watched = Event(), set[Path]()

    def begin(self) -> None:
        """Load what answers need, while the editor goes on."""
        self.units = ColumnUnits(self.workspace.position_encoding)
        self._turn(lambda _: ())

    def edit(self, uri: str, text: OpenText | None) -> None:
        """Take a text as it is now, or `None` where it was closed.

        Texts that come faster than they can be looked at count as one.
        """
        if text is None:
            self.texts.pop(uri, None)
        else:
            self.texts[uri] = text
        with self._edits_lock:
            self._edits[uri] = text
        if not self._is_queued:
            self._is_queued = True
            self._turn(self._edited)
        self._look_after(_PAUSE)

    def find_again(self) -> None:
        """Look again for the projects of texts that had none."""
        self._turn(lambda session: session.find_again())
        self._look_after(_SOON)

    async def answer(self, question: "Callable[[Session], _T]") -> _T | None:
        """What the other thread answers, once it has seen all edits so far.

        Nothing where the project cannot be read just now.
        """
        loop = asyncio.get_running_loop()
        made = await loop.run_in_executor(self._worker, self._work, question)
        self._show(made.shown)
        for message in made.said:
            self._say(message)
        self._watch()
        if made.refused:
            raise made.refused
        return made.answer

    def end(self) -> None:
        """Stop the other threads."""
        self._stop.set()
        for each in (self._worker, self._looker):
            each.shutdown(wait=False, cancel_futures=True)

    def _work(self, question: "Callable[[Session], _T]") -> "_Made[_T]":
        """Work of the other thread: take the edits, then answer."""
        from obverse.lsp.session import Session

        session = self._session
        if session is None:
            session = Session(self._opening(), self.units, self.client_capabilities)
            self._session = session
        with self._edits_lock:
            edits, self._edits = self._edits, {}
            self._is_queued = False
        made = _Made[_T]()
        try:
            made.shown = session.update(edits)
            made.answer = question(session)
        except RefusedError as refused:
            made.refused = refused
        except (ObverseError, OSError) as fault:  # as of a folder that is gone
            session.said.append(str(fault))
        except Exception as fault:  # noqa: BLE001  # the editor goes on, and no traceback reaches it
            session.said.append(_told(fault, self._version))
        made.said, session.said = session.said, []
        return made

    def _edited(self, _: "Session") -> _Shown:
        """Nothing more than what taking the edits gives."""
        return ()

    def _turn(self, question: "Callable[[Session], _Shown]") -> None:
        """Have the other thread do something, and show what comes of it."""
        self._begin_task(self._shown(question))

    def _begin_task(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)  # the loop itself would forget it
        task.add_done_callback(self._tasks.discard)

    async def _shown(self, question: "Callable[[Session], _Shown]") -> None:
        self._show(await self.answer(question) or ())

    def _say(self, message: str) -> None:
        given = types.LogMessageParams(types.MessageType.Warning, f"obverse: {message}")
        self.window_log_message(given)

    def _show(self, shown: _Shown) -> None:
        for each in shown:
            self.text_document_publish_diagnostics(each)

    def _look_after(self, seconds: float) -> None:
        """Look at all projects after a pause; an edit in it begins another."""
        if self._pause:
            self._pause.cancel()
        self._pause = asyncio.get_running_loop().call_later(seconds, self._look)

    def _look(self) -> None:
        self._pause = None
        if self._is_looking:
            self._look_after(_PAUSE)
        elif self._session and self._session.held:
            self._is_looking = True
            self._begin_task(self._looked(self._session.held))

    async def _looked(self, held: "Sequence[HeldProject]") -> None:
        """Look in a thread of its own: what is typed meanwhile is answered."""
        from obverse.lsp.session import look_at

        loop = asyncio.get_running_loop()
        try:
            changed = await loop.run_in_executor(self._looker, look_at, [*held])
        except Exception as fault:  # noqa: BLE001  # as in `_work`
            self._say(_told(fault, self._version))
            return
        finally:
            self._is_looking = False
        for each in changed:
            self._turn(partial(_taken, each))

    def _watch(self) -> None:
        """Watch the folders of projects that were not watched yet."""
        for held in self._session.held if self._session else ():
            if held.root not in self._watched:
                self._watched.add(held.root)
                given = (held.root, asyncio.get_running_loop())
                Thread(target=self._watching, args=given, daemon=True).start()

    def _watching(self, root: Path, loop: asyncio.AbstractEventLoop) -> None:
        from obverse.live.watching import watching

        for _ in watching(lambda: root, self._stop):
            if loop.is_closed():
                return
            loop.call_soon_threadsafe(self._changed_on_disk)

    def _changed_on_disk(self) -> None:
        if not self._pause and not self._stop.is_set():
            self._look_after(_SOON)


def editor_server(version: str, opening: "Callable[[], Opening]") -> EditorServer:
    """A server with all its features."""
    logging.getLogger("pygls").setLevel(logging.CRITICAL)  # what goes wrong is said to the editor
    server = EditorServer(version, opening)

    @server.feature(types.INITIALIZED)
    def _begin(_: types.InitializedParams) -> None:
        server.begin()

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def _open(params: types.DidOpenTextDocumentParams) -> None:
        of = params.text_document
        server.edit(of.uri, opened_text(of.uri, of.version, of.text))

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def _change(params: types.DidChangeTextDocumentParams) -> None:
        of = params.text_document
        text = server.texts.get(of.uri) or opened_text(of.uri, of.version, "")
        for change in params.content_changes:
            text = text.changed(of.version, change, server.units)
        server.edit(of.uri, text)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def _save(_: types.DidSaveTextDocumentParams) -> None:
        server.find_again()

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def _close(params: types.DidCloseTextDocumentParams) -> None:
        server.edit(params.text_document.uri, None)

    for method, feature in FEATURES.items():
        server.feature(method, feature.options)(_answering(server, feature))
    return server


def _answering(
    server: EditorServer, feature: Feature
) -> Callable[[Any], Coroutine[Any, Any, object]]:
    """What pygls calls for a request."""

    def work(params: Any, session: "Session") -> object:  # noqa: ANN401  # each has its own
        answer = getattr(import_module(f"obverse.lsp.{feature.module}"), feature.function)
        if not hasattr(params, "text_document"):
            return answer(session, params)
        asked = session.asked(params.text_document.uri)
        return answer(asked, params) if asked else None

    async def answered(params: Any) -> object:  # noqa: ANN401
        return await server.answer(partial(work, params))

    return answered


def _taken(held: "HeldProject", session: "Session") -> _Shown:
    return session.take(held)


def _told(fault: Exception, version: str) -> str:
    path = crash.crash(fault, version, sys.argv)
    detail = f"; the details are in `{path}`" if path else ""
    return f"obverse itself failed ({crash.in_a_line(fault)}){detail}"
