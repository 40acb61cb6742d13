"""Working: the files of a project while notes are merged into them; nothing is written here."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from obverse.cards.cards import WrittenCard, WrittenDeck
from obverse.cards.unparse import unparse
from obverse.compile.compile_source import compile_source
from obverse.errors import ObverseError
from obverse.exchange.claim_guids import pin_of
from obverse.exchange.follow.edits import Edit
from obverse.exchange.follow.merge import same_deck
from obverse.exchange.follow.mine import Mine, MyFile
from obverse.exchange.note_parts import with_parts
from obverse.languages import tags
from obverse.machine.file_names import Names
from obverse.note_types import NoteType
from obverse.project.project import Project
from obverse.values.diagnostic import Diagnostic, Severity
from obverse.values.note import Note

_ROUNDS = 4  # a draft or a name may make another one necessary


class Placed(NamedTuple):
    """A note that needs a place: its card with all tags, its parts, and the file it would get."""

    guid: str
    card: WrittenCard
    deck: str
    path: str
    texts: tuple[str, ...]


@dataclass(slots=True)
class _NewFile:
    """A file that does not exist yet: what holds for its cards, the cards, their guids."""

    deck: WrittenDeck
    cards: list[WrittenCard] = field(default_factory=list)
    guids: list[str] = field(default_factory=list)

    @property
    def order(self) -> list[str]:
        """The guid of each card."""
        return self.guids

    def written(self, _: Mapping[str, NoteType]) -> bytes:
        """The bytes of the file."""
        shared = [tag for tag in self.deck.tags if all(tag in each.tags for each in self.cards)]
        cards = tuple(
            replace(card, tags=tuple(tag for tag in card.tags if tag not in shared))
            for card in self.cards
        )
        return unparse(replace(self.deck, cards=cards, tags=tuple(shared))).encode()

    def at(self, place: int) -> WrittenCard:
        """The card at a place."""
        return self.cards[place]

    def replace_at(self, place: int, card: WrittenCard) -> None:
        """Replace the card at a place."""
        self.cards[place] = card


class Working:
    """The files of a project, edited; `decks` are those that a first import would write."""

    def __init__(
        self,
        project: Project,
        mine: Mine,
        types: Mapping[str, NoteType],
        decks: Mapping[str, WrittenDeck],
    ) -> None:
        """Begin with nothing edited."""
        self._project, self._mine, self._types, self._decks = project, mine, types, decks
        self._edits: dict[str, Edit] = {}
        self._new: dict[str, _NewFile] = {}
        self._names: dict[tuple[str, str], str] = {}
        self._homes: dict[tuple[str, str], list[MyFile]] = {}
        self.touched: set[str] = set()
        self.drafts = 0
        self.texts: dict[str, bytes] = {}
        self.notes: dict[str, Note] = {}

    def edit(self, key: str) -> Edit:
        """The edit of a file."""
        return self._edits.setdefault(key, Edit(self._mine.files[key]))

    def place(self, new: Placed) -> None:
        """Give a note a place: in a file of its deck that fits it, else in a new one."""
        self.touched.add(new.guid)
        note_type = self._types.get(new.card.note_type)
        home = self._home(new)
        if home:
            edit = self.edit(home.key)
            shared = {*home.deck.tags} - edit.dropped
            card = with_parts(new.card, new.texts, note_type, home.depth)
            own = tuple(tag for tag in card.tags if tag not in shared)
            edit.come.append(replace(card, tags=own))
            edit.guids.append(new.guid)
            return
        key = (new.path, new.deck)
        path = self._names.setdefault(key, self._free(new.path))
        file = self._new.setdefault(path, _NewFile(self._head(new)))
        file.cards.append(with_parts(new.card, new.texts, note_type, path.count("/")))
        file.guids.append(new.guid)

    def finish(self) -> None:
        """Compile what is edited, and settle what would stop a build or merge two notes.

        Raises `ObverseError` if a file cannot be edited without changing other cards.
        """
        for _ in range(_ROUNDS):
            errors = self._compile()
            if not (self.make_drafts(errors) | self._tell_apart()):
                break

    def make_drafts(self, found: Iterable[Diagnostic]) -> bool:
        """Make drafts of touched cards that these errors are about; whether there were any."""
        done = False
        for each in found:
            file = self._file(each.place.path)
            if each.severity is not Severity.ERROR or not file:
                continue
            starts = [
                self.notes[self._at(each.place.path, at)].place.line
                for at in range(len(file.order))
            ]
            at = bisect_right(starts, each.place.line) - 1
            guid = file.order[at] if at >= 0 else ""
            if guid in self.touched and not (card := file.at(at)).draft:
                pin = card.pin or pin_of(guid)
                file.replace_at(at, replace(card, draft=True, comment=each.message, pin=pin))
                self.drafts += 1
                done = True
        return done

    def _compile(self) -> list[Diagnostic]:
        found: list[Diagnostic] = []
        settings = self._project.rendering
        for key, file in self._files():
            if isinstance(file, Edit) and file.is_empty:
                continue
            raw = file.written(self._types)
            if raw == self.texts.get(key):
                continue
            self.texts[key] = raw
            made = compile_source((key, raw), settings, self._types)
            notes = sorted((*made.notes, *made.drafts), key=lambda note: note.place)
            if len(notes) != len(file.order):
                message = f"`{key}` would not contain the cards that are written into it"
                raise ObverseError(message, "import into another folder, and compare")
            for at, note in enumerate(notes):
                self.notes[self._at(key, at)] = note
            found += made.diagnostics
        return found

    def _tell_apart(self) -> bool:
        """Name the touched notes that say the same as another that the lock knows."""
        same: dict[tuple[str, str, str], list[tuple[str, int, str]]] = defaultdict(list)
        for key, notes, order in self._all():
            for at, (note, guid) in enumerate(zip(notes, order, strict=True)):
                if guid:
                    said = (note.note_type, note.front_key, note.back_key)
                    same[said].append((key, at, guid))
        done = False
        for several in same.values():
            if len(several) > 1 and any(guid in self.touched for _, _, guid in several):
                pinned = [self._pin(*each) for each in several]
                done = done or any(pinned)
        return done

    def _pin(self, key: str, at: int, guid: str) -> bool:
        file = self._file(key) or self.edit(key)
        card = file.at(at)
        if card.pin:
            return False
        file.replace_at(at, replace(card, pin=pin_of(guid)))
        self.touched.add(guid)
        return True

    def known(self) -> Iterator[tuple[str, Note, bool]]:
        """(guid, its note now, whether it is a draft) of the touched notes."""
        for key, file in self._files():
            if key in self.texts:
                for at, guid in enumerate(file.order):
                    if guid and guid in self.touched:
                        yield guid, self.notes[self._at(key, at)], file.at(at).draft

    def _all(self) -> Iterator[tuple[str, list[Note], list[str]]]:
        for key, file in self._files():
            if key in self.texts:
                yield (
                    key,
                    [self.notes[self._at(key, at)] for at in range(len(file.order))],
                    file.order,
                )
        for key, mine in self._mine.files.items():
            if key not in self.texts:
                yield key, [*mine.notes], [*mine.guids]

    def _files(self) -> Iterator[tuple[str, Edit | _NewFile]]:
        yield from self._edits.items()
        top = self._project
        for path, file in self._new.items():
            yield top.key_of(top.content / path), file

    def _file(self, key: str) -> Edit | _NewFile | None:
        return next((file for name, file in self._files() if name == key), None)

    def _at(self, key: str, at: int) -> str:
        return f"{key}\0{at}"

    def _head(self, new: Placed) -> WrittenDeck:
        deck = self._decks[new.path]
        return replace(deck, cards=(), strays=())

    def _free(self, path: str) -> str:
        """The path, or one with a number that does not exist yet."""
        folder, slash, name = path.rpartition("/")
        here = self._project.content / folder
        taken = {each.name for each in here.iterdir()} if here.is_dir() else set[str]()
        others = (each.rpartition("/") for each in self._names.values())
        taken |= {other for of, _, other in others if of == folder}
        return f"{folder}{slash}{Names(taken).unique(name)}"

    def _home(self, new: Placed) -> MyFile | None:
        """The file with most notes of the deck, of those whose tags the note has."""
        key = (new.deck, new.card.note_type)
        if key not in self._homes:
            found = [each for each in self._mine.files.values() if self._is_of(each, *key)]
            self._homes[key] = sorted(found, key=lambda each: -len(each.notes))
        own = {tag.casefold() for tag in map(tags.to_anki, new.card.tags)}
        return next(
            (
                each
                for each in self._homes[key]
                if {tags.to_anki(tag).casefold() for tag in self._shared(each)} <= own
            ),
            None,
        )

    def _shared(self, file: MyFile) -> set[str]:
        edit = self._edits.get(file.key)
        return {*file.deck.tags} - (edit.dropped if edit else set())

    def _is_of(self, file: MyFile, deck: str, note_type: str) -> bool:
        """Whether a file is of this deck and note type, and says nothing else of all its cards."""
        head, edit = file.deck, self._edits.get(file.key)
        moved = edit.deck if edit else ""
        return (
            bool(file.notes)
            and (head.note_type, head.card, head.draft) == (note_type, "", False)
            and not any(tag.casefold().startswith("card/") for tag in head.tags)
            and same_deck(moved or file.notes[0].deck, deck)
        )
