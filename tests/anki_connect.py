"""A stand-in of AnkiConnect over Anki's own engine, with each trap that the real one has.

Its answers have the forms of the real one (`anki_connect_answers.json`, recorded from the desktop).
What the engine does by itself is left to it: that a note with a newer time is skipped in silence,
that an update replaces all tags, that a package may merge fields into a note type, that a note's id
is changed where it is taken.
"""

import base64
import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, Final

from anki.collection import (
    Collection,
    DeckIdLimit,
    ExportAnkiPackageOptions,
    ImportAnkiPackageOptions,
    ImportAnkiPackageRequest,
)
from anki.errors import NotFoundError

# isort: split
from anki.decks import DeckId
from anki.notes import NoteId

WRITES: Final = frozenset(
    "importPackage changeDeck addTags removeTags deleteNotes updateNoteFields storeMediaFile "
    "deleteMediaFile deleteDecks removeEmptyNotes updateModelStyling addNotes suspend".split()
)
PROFILE: Final = "User 1"
# A body of 10 MB took 41 s, for it is parsed anew with every 1,024 bytes.
_SLOWNESS: Final = 41 / 10_000_000**2
_ELSEWHERE: Final = "/on/another/machine/collection.media"


class FakeAnki:
    """What is open in it and how it is set up; `calls` are the (action, params) that came in.

    `before` is called with each action. With `elsewhere` it sees no file of this machine but those
    in its media folder, which has a path of its own.
    """

    def __init__(self, col: Collection) -> None:
        self.col = col
        self.calls: list[tuple[str, Mapping[str, Any]]] = []
        self.before: Callable[[str], None] = lambda _: None
        self.key, self.name = "", PROFILE
        self.is_open, self.is_logged_in, self.elsewhere = True, False, False
        self.longest = 0
        self.breaks = 0
        self._edited: tuple[NoteId, list[str]] | None = None

    @property
    def writes(self) -> list[str]:
        """The calls that change something."""
        return [action for action, _ in self.calls if action in WRITES]

    def open_editor(self, note_id: int) -> None:
        """Have the browser open with a note in its editor, which knows the text of now."""
        self._edited = NoteId(note_id), list(self.col.get_note(NoteId(note_id)).fields)

    def leave_editor(self) -> None:
        """Type a character in the editor and leave it: the note gets the text that it shows."""
        if self._edited:
            note = self.col.get_note(self._edited[0])
            note.fields = [*self._edited[1][:-1], self._edited[1][-1]]
            self.col.update_note(note)

    def answer(self, body: bytes) -> dict[str, object]:
        """The answer to a call: with status 200, whatever is wrong."""
        self.longest = max(self.longest, len(body))
        time.sleep(_SLOWNESS * len(body) ** 2)
        try:
            asked = json.loads(body)
        except ValueError as fault:
            return {"result": None, "error": str(fault)}
        action, params = asked.get("action", ""), asked.get("params", {})
        self.calls.append((action, params))
        self.before(action)
        try:
            if asked.get("key") != (self.key or None) and action != "requestPermission":
                raise ValueError("valid api key must be provided")  # noqa: TRY301
            if not self.is_open and action not in (
                "version",
                "getProfiles",
                "getActiveProfile",
                "requestPermission",
            ):
                raise ValueError("collection is not available")  # noqa: TRY301
            does = getattr(self, f"do_{action}", None)
            if does is None:
                raise ValueError("unsupported action")  # noqa: TRY301
            return {"result": does(**params), "error": None}
        except Exception as fault:  # noqa: BLE001  # as the real one does
            return {"result": None, "error": str(fault)}

    # What the actions are named is AnkiConnect's.
    # ruff: noqa: N802, N803, D102

    def do_version(self) -> int:
        return 6

    def do_requestPermission(self) -> dict[str, object]:
        return {"permission": "granted", "requireApikey": bool(self.key), "version": 6}

    def do_getProfiles(self) -> list[str]:
        return [PROFILE]

    def do_getActiveProfile(self) -> str:
        return self.name  # the last one, also where none is open

    def do_deckNames(self) -> list[str]:
        return [each.name for each in self.col.decks.all_names_and_ids()]

    def do_getMediaDirPath(self) -> str:
        return _ELSEWHERE if self.elsewhere else self.col.media.dir()

    def do_modelNamesAndIds(self) -> dict[str, int]:
        return {each.name: each.id for each in self.col.models.all_names_and_ids()}

    def do_modelFieldNames(self, modelName: str) -> list[str]:
        return [field["name"] for field in self._model(modelName)["flds"]]

    def do_modelTemplates(self, modelName: str) -> dict[str, dict[str, str]]:
        return {
            each["name"]: {"Front": each["qfmt"], "Back": each["afmt"]}
            for each in self._model(modelName)["tmpls"]
        }

    def do_modelStyling(self, modelName: str) -> dict[str, str]:
        return {"css": self._model(modelName)["css"]}

    def do_updateModelStyling(self, model: dict[str, str]) -> None:
        found = self._model(model["name"])
        found["css"] = model["css"]
        self.col.models.update_dict(found)

    def do_findNotes(self, query: str) -> list[int]:
        return [*self.col.find_notes(query)]

    def do_findCards(self, query: str) -> list[int]:
        return [*self.col.find_cards(query)]

    def do_notesModTime(self, notes: list[int]) -> list[dict[str, int]]:
        return [
            each and {"noteId": each["noteId"], "mod": each["mod"]} for each in self._info(notes)
        ]

    def do_notesInfo(self, notes: list[int]) -> list[dict[str, Any]]:
        return self._info(notes)

    def do_getDecks(self, cards: list[int]) -> dict[str, list[int]]:
        decks: dict[str, list[int]] = {}
        for card in cards:
            deck = self._scalar("select did from cards where id = ?", card) or 1
            decks.setdefault(self.col.decks.name(DeckId(deck)), []).append(card)
        return decks

    def do_changeDeck(self, cards: list[int], deck: str) -> None:
        deck_id = self.col.decks.id(deck)
        assert self.col.db is not None
        for card in cards:  # one in a filtered deck goes out of it
            self.col.db.execute(
                "update cards set due = case when odid then odue else due end, odue = 0, "
                "odid = 0, did = ?, mod = ?, usn = -1 where id = ?",
                deck_id,
                int(time.time()),
                card,
            )

    def do_addTags(self, notes: list[int], tags: str) -> None:
        self.col.tags.bulk_add([NoteId(each) for each in notes], tags)

    def do_removeTags(self, notes: list[int], tags: str) -> None:
        self.col.tags.bulk_remove([NoteId(each) for each in notes], tags)

    def do_deleteNotes(self, notes: list[int]) -> None:
        self.col.remove_notes([NoteId(each) for each in notes])

    def do_deleteDecks(self, decks: list[str], cardsToo: bool = True) -> None:  # noqa: FBT001, FBT002
        assert cardsToo
        self.col.decks.remove([self.col.decks.id(each) or DeckId(0) for each in decks])

    def do_removeEmptyNotes(self) -> None:
        for each in self.col.models.all_names_and_ids():
            if self.col.models.use_count(self._model(each.name)) == 0:
                self.col.models.remove(self._model(each.name)["id"])

    def do_updateNoteFields(self, note: dict[str, Any]) -> None:
        found = self.col.get_note(NoteId(note["id"]))
        for name, value in note["fields"].items():
            if name in found:  # an unknown name passes in silence
                found[name] = value
        self.col.update_note(found)
        assert self.col.db is not None
        self.col.db.execute("update notes set mod = ? where id = ?", int(time.time()), found.id)
        if self._edited and self._edited[0] == found.id:
            self.leave_editor()

    def do_guiSelectedNotes(self) -> list[int]:
        return [self._edited[0]] if self._edited else []

    def do_guiBrowse(self, query: str) -> list[int]:
        if self._edited and self._edited[0] not in self.col.find_notes(query):
            self._edited = None
        return [*self.col.find_cards(query)]

    def do_importPackage(self, path: str) -> bool:
        request = ImportAnkiPackageRequest(
            package_path=str(self.seen(path)),
            options=ImportAnkiPackageOptions(
                merge_notetypes=True, with_scheduling=True, with_deck_configs=True
            ),
        )
        self.col.import_anki_package(request)
        return True

    def do_exportPackage(self, deck: str, path: str, includeSched: bool = False) -> bool:  # noqa: FBT001, FBT002
        found = self.col.decks.by_name(deck)
        if found is None:
            return False
        options = ExportAnkiPackageOptions(
            with_scheduling=includeSched,
            with_deck_configs=includeSched,
            with_media=True,
            legacy=True,
        )
        self.col.export_anki_package(
            out_path=str(self.seen(path)), options=options, limit=DeckIdLimit(found["id"])
        )
        return True

    def do_storeMediaFile(self, filename: str, data: str) -> str:
        self.do_deleteMediaFile(filename)
        return self.col.media.write_data(filename, base64.b64decode(data))

    def do_retrieveMediaFile(self, filename: str) -> str | bool:
        path = Path(self.col.media.dir()) / Path(filename).name
        return base64.b64encode(path.read_bytes()).decode() if path.is_file() else False

    def do_deleteMediaFile(self, filename: str) -> None:
        self.col.media.trash_files([filename])

    def do_sync(self) -> None:
        if not self.is_logged_in:
            raise ValueError("sync: auth not configured")

    def seen(self, path: str) -> Path:
        """A path as Anki sees it."""
        if not self.elsewhere:
            return Path(path)
        if Path(path).parent == Path(_ELSEWHERE):
            return Path(self.col.media.dir()) / Path(path).name
        raise ValueError(f"Failed to open '{path}': No such file or directory (os error 2)")

    def _model(self, name: str) -> dict[str, Any]:
        found = self.col.models.by_name(name)
        if found is None:
            raise ValueError(f"model was not found: {name}")
        return found

    def _info(self, notes: list[int]) -> list[dict[str, Any]]:
        return [self._one(note) for note in notes]

    def _one(self, note_id: int) -> dict[str, Any]:
        try:
            note = self.col.get_note(NoteId(note_id))
        except NotFoundError:
            return {}
        note_type = note.note_type()
        assert note_type is not None
        return {
            "noteId": note.id,
            "profile": PROFILE,
            "tags": note.tags,
            "fields": {
                each["name"]: {"value": note.fields[each["ord"]], "order": each["ord"]}
                for each in note_type["flds"]
            },
            "modelName": note_type["name"],
            "mod": note.mod,
            "cards": [*note.card_ids()],
        }

    def _scalar(self, sql: str, *arguments: int) -> Any:  # noqa: ANN401
        assert self.col.db is not None
        return self.col.db.scalar(sql, *arguments)


def _handler(anki: FakeAnki) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"  # as it says

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.close_connection = True  # as it does
            if anki.breaks:
                anki.breaks -= 1
                return
            if self.headers["Origin"]:
                self.send_response(403)
                self.end_headers()
                return
            said = json.dumps(anki.answer(body)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler


@contextmanager
def listening(anki: FakeAnki) -> Iterator[str]:
    """The address at which it listens until the block ends."""
    server = HTTPServer(("127.0.0.1", 0), _handler(anki))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
