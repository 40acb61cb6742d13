"""The open Anki: what can be asked of its collection and done to it, in calls of a fair size.

No call frees the user from a choice that is theirs: notes are made and updated by packages only,
`removeEmptyNotes` (which removes note types of the whole collection) and `deleteDecks` are never
called.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from obverse.anki_connect.address import AnkiAddress
from obverse.anki_connect.client import AnkiSaysError, Client, harmless_line
from obverse.errors import ObverseError

_AT_ONCE = 1_000  # ids a call: each keeps Anki's window waiting, and is parsed anew as it comes in
_LEAST = 6  # of the API

_Id = TypeVar("_Id", int, str)


class AnkiNote(NamedTuple):
    """A note as Anki has it: the name of its note type, and the ids of its cards.

    `modified` is in Unix seconds.
    """

    note_id: int
    note_type: str
    modified: int
    tags: tuple[str, ...]
    fields: tuple[str, ...]
    cards: tuple[int, ...]


class OpenAnki(NamedTuple):
    """A running Anki with a profile open; `media_folder` is a path on Anki's own machine."""

    client: Client
    profile: str
    decks: tuple[str, ...]
    media_folder: str

    @property
    def address(self) -> AnkiAddress:
        """Where it listens."""
        return self.client.address

    @property
    def is_here(self) -> bool:
        """Whether Anki sees the files of this machine, by the same paths."""
        return self.address.is_loopback and Path(self.media_folder).is_dir()

    def find_notes(self, query: str) -> list[int]:
        """The ids of the notes that a search finds, in Anki's language of searches."""
        with self.client.understanding():
            return _ints(self.client.ask("findNotes", query=query))

    def find_cards(self, query: str) -> list[int]:
        """The ids of the cards that a search finds."""
        with self.client.understanding():
            return _ints(self.client.ask("findCards", query=query))

    def times(self, note_ids: Iterable[int]) -> dict[int, int]:
        """When notes changed last, in Unix seconds, by id; those that are not there are missing."""
        with self.client.understanding():
            return {
                int(each["noteId"]): int(each["mod"])
                for ids in _pieces(note_ids)
                for each in self.client.ask("notesModTime", notes=ids)
                if each
            }

    def notes(self, note_ids: Iterable[int]) -> dict[int, AnkiNote]:
        """Notes by id; those that are not there are missing."""
        found: dict[int, AnkiNote] = {}
        for ids in _pieces(note_ids):
            with self.client.understanding():
                told = [each for each in self.client.ask("notesInfo", notes=ids) if each]
                missing = [int(each["noteId"]) for each in told if "mod" not in each]
            times = self.times(missing) if missing else {}
            with self.client.understanding():
                found |= {note.note_id: note for note in (_note(each, times) for each in told)}
        return found

    def decks_of(self, cards: Iterable[int]) -> dict[int, str]:
        """The decks of cards by card id: of one in a filtered deck it is the filtered deck."""
        with self.client.understanding():
            return {
                int(card): str(deck)
                for ids in _pieces(cards)
                for deck, here in self.client.ask("getDecks", cards=ids).items()
                for card in here
            }

    def filtered_cards(self) -> frozenset[int]:
        """The cards that are in filtered decks."""
        return frozenset(self.find_cards("deck:filtered"))

    def note_types(self) -> dict[int, str]:
        """The names of all note types by id."""
        with self.client.understanding():
            asked = self.client.ask("modelNamesAndIds")
            return {int(number): str(name) for name, number in asked.items()}

    def field_names(self, note_type: str) -> list[str]:
        """The names of the fields of a note type, in order."""
        with self.client.understanding():
            return [str(name) for name in self.client.ask("modelFieldNames", modelName=note_type)]

    def looks(self, note_type: str) -> tuple[str, list[tuple[str, str]]]:
        """The CSS of a note type, and the (front, back) of its templates."""
        with self.client.understanding():
            css = self.client.ask("modelStyling", modelName=note_type)["css"]
            sides = self.client.ask("modelTemplates", modelName=note_type)
            return str(css), [(str(each["Front"]), str(each["Back"])) for each in sides.values()]

    def selected_notes(self) -> list[int]:
        """The notes that are chosen in the browser, if it is open: its editor has one of them."""
        with self.client.understanding():
            return _ints(self.client.ask("guiSelectedNotes"))

    def empty_editor(self) -> None:
        """Have the open browser show nothing, so that its editor writes nothing back."""
        self.client.tell("guiBrowse", query="nid:1")

    def import_package(self, path: str) -> None:
        """Import a package from a path on Anki's machine. What was taken of it is not told."""
        if self.client.tell("importPackage", path=path) is not True:
            raise ObverseError("Anki did not import the package", "see what Anki itself says")

    def export_deck(self, deck: str, path: str) -> bool:
        """Export a deck and those below with all that is known of the cards; false without it."""
        return bool(self.client.tell("exportPackage", deck=deck, path=path, includeSched=True))

    def change_deck(self, cards: Iterable[int], deck: str) -> None:
        """Move cards to a deck, which is made if it is not there. Never for filtered cards."""
        for ids in _pieces(cards):
            self.client.tell("changeDeck", cards=ids, deck=deck)

    def add_tag(self, note_ids: Iterable[int], tag: str) -> None:
        """Add a tag to notes; their time becomes now where they had it not."""
        for ids in _pieces(note_ids):
            self.client.tell("addTags", notes=ids, tags=tag)

    def remove_tag(self, note_ids: Iterable[int], tag: str) -> None:
        """Remove a tag from notes; their time becomes now where they had it."""
        for ids in _pieces(note_ids):
            self.client.tell("removeTags", notes=ids, tags=tag)

    def delete_notes(self, note_ids: Iterable[int]) -> None:
        """Delete notes with their cards."""
        for ids in _pieces(note_ids):
            self.client.tell("deleteNotes", notes=ids)

    def sync(self) -> None:
        """Sync with AnkiWeb, or whatever server Anki has. Raises `AnkiSaysError`."""
        self.client.tell("sync")


def open_anki(address: AnkiAddress) -> OpenAnki:
    """The Anki at an address, with the profile that is meant. Raises `ObverseError`."""
    client = Client(address)
    asked = client.ask("version")
    if not isinstance(asked, int) or asked < _LEAST:
        raise ObverseError("this AnkiConnect is too old", "update it in Anki: Tools → Add-ons")
    # Without a profile `getActiveProfile` still names the last one; this one says that none is.
    with client.understanding():
        decks = tuple(map(str, client.ask("deckNames")))
    profile = _profile(client)
    if address.profile and profile != address.profile:
        message = f"Anki has the profile `{profile}` open, not `{address.profile}`"
        raise ObverseError(message, "choose that one in Anki: File → Switch Profile")
    return OpenAnki(client, profile, decks, str(client.ask("getMediaDirPath")))


def _profile(client: Client) -> str:
    """The name of the open profile; empty where an older add-on cannot say it."""
    try:
        return harmless_line(client.ask("getActiveProfile"))
    except AnkiSaysError as fault:
        if "unsupported" not in fault.said:
            raise
        return ""


def _note(each: Mapping[str, Any], times: Mapping[int, int]) -> AnkiNote:
    note_id = int(each["noteId"])
    fields = sorted(each["fields"].values(), key=lambda field: int(field["order"]))
    return AnkiNote(
        note_id,
        str(each["modelName"]),
        int(each["mod"]) if "mod" in each else times.get(note_id, 0),
        tuple(map(str, each["tags"])),
        tuple(str(field["value"]) for field in fields),
        tuple(map(int, each["cards"])),
    )


def _ints(asked: Sequence[object]) -> list[int]:
    return [int(f"{each}") for each in asked]


def _pieces(ids: Iterable[_Id]) -> Iterator[list[_Id]]:
    """Ids in parts of a size that a call may have."""
    left = iter(ids)
    while some := list(islice(left, _AT_ONCE)):
        yield some
