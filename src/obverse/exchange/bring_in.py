"""Bring in: turn a reading into files of a project, all prepared before the first is written."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path

from obverse.build import Built
from obverse.compile.compiler import compiling
from obverse.errors import ObverseError
from obverse.exchange.adopt import Adopted, adopt
from obverse.exchange.claim_guids import Claimed, claim_guids
from obverse.exchange.keep_fields import keep_fields
from obverse.exchange.their_notes import their_notes, types_base
from obverse.formats import Contents
from obverse.languages import media
from obverse.link.custom_note_types import custom_note_types
from obverse.machine import files
from obverse.machine.batch import batch
from obverse.machine.cache import Cache
from obverse.machine.paths import composed
from obverse.note_types import NoteType
from obverse.note_types.files import as_loaded, files_of
from obverse.project.adopted_fields import (
    NO_FIELDS,
    AdoptedFields,
    path_of,
    read_adopted_fields,
)
from obverse.project.adopted_media import NO_NAMES, AdoptedMedia
from obverse.project.import_base import base_of, base_path, joined_base
from obverse.project.project import ADOPTED, MEDIA, NOTE_TYPES, Project
from obverse.values import lock as locks
from obverse.values.card_settings import HEADINGS
from obverse.values.compiled import Compiled
from obverse.values.diagnostic import Diagnostic
from obverse.values.lock import KnownType, Lock
from obverse.values.source import decode


@dataclass(frozen=True, slots=True)
class Standing:
    """The project as it stands before an import; the `cache` gets what its next build needs."""

    project: Project
    custom: dict[str, NoteType]
    lock: Lock
    cache: Cache[Compiled] | None = None

    def claim(self, adopted: Adopted) -> Claimed:
        """The guids of adopted sources."""
        types = {**adopted.note_types, **self.custom}
        # As a build will load them, which finds what is compiled here in the cache.
        loaded = {**{key: as_loaded(each) for key, each in types.items()}, **self.custom}

        def compiled(texts: Mapping[str, str], *, kept: bool) -> tuple[Compiled, ...]:
            sources = {path: text.encode() for path, text in texts.items()}
            cache = self.cache if kept else None
            with compiling(sources, self.project.rendering, loaded, cache) as made:
                return made()

        keys = {path: self.key(path) for path in adopted.sources}
        return claim_guids(adopted, compiled, keys, types)

    def key(self, path: str) -> str:
        """The path of a source as findings and the lock have it."""
        return self.project.key_of(self.project.content / path)

    def lock_with(self, claimed: Claimed, adopted: Adopted) -> tuple[Path, bytes] | None:
        """The path and the bytes of the lock with these notes in it, if there are any."""
        if not claimed.known:
            return None
        notes = {**self.lock.notes, **{known.guid: known for known in claimed.known}}
        types = {
            each.name: KnownType(each.name, as_loaded(each).digest, each.modified)
            for each in adopted.note_types.values()
        }
        known = {**types, **self.lock.types}.values()
        unchecked = self.lock.unchecked - {each.guid for each in claimed.known}
        return self.project.lock_now, locks.encode(notes.values(), known, unchecked)


@dataclass(slots=True)
class Brought:
    """What an import writes: texts by path, media by path with the name in `reading`, the lock.

    `names` are those of files in Anki, `fields` what notes keep. `known` counts the cards that were
    left out, `kept` the notes that keep their HTML.
    """

    reading: Contents
    adopted: Adopted
    ground: Standing
    claimed: Claimed
    media: dict[Path, str] = field(default_factory=dict)
    names: AdoptedMedia = NO_NAMES
    fields: AdoptedFields = NO_FIELDS
    known: int = 0
    kept: int = 0
    _made: list[Path] = field(default_factory=list)
    _base: tuple[Claimed, bytes] | None = None

    @property
    def lock(self) -> tuple[Path, bytes] | None:
        """The path and the bytes of the lock, if it changes."""
        return self.ground.lock_with(self.claimed, self.adopted)

    @property
    def listing(self) -> tuple[Path, bytes] | None:
        """The path and the bytes of the list of files of imported decks, if there are any."""
        path = self.ground.project.beside_lock(ADOPTED)
        return None if self.names == NO_NAMES else (path, self.names.text().encode())

    @property
    def base(self) -> tuple[Path, bytes] | None:
        """The path and the bytes of what the deck says now, for its next import."""
        if not self.claimed.known:
            return None
        if self._base is None or self._base[0] is not self.claimed:
            self._base = self.claimed, self._base_text().encode()
        return base_path(self.ground.project), self._base[1]

    def _base_text(self) -> str:
        custom, types = self.ground.custom, self.adopted.note_types
        notes = (each.base for each in their_notes(self.claimed, {**types, **custom}) if each.guid)
        before, _ = base_of(self.ground.project)
        known = types_base(each for key, each in types.items() if key not in custom)
        return joined_base(before, notes, known).text()

    @property
    def html(self) -> tuple[Path, bytes] | None:
        """The path and the bytes of what notes keep, if any does."""
        path = path_of(self.ground.project)
        return (path, self.fields.text().encode()) if self.fields.notes or path.exists() else None

    @property
    def texts(self) -> dict[Path, str]:
        """The sources and the files of the note types."""
        project = self.ground.project
        found: dict[Path, str] = {}
        for key, note_type in self.adopted.note_types.items():
            if key not in self.ground.custom:
                folder = project.root / NOTE_TYPES / key
                found |= {folder / name: text for name, text in files_of(note_type).items()}
        found |= {project.content / name: text for name, text in self.claimed.texts.items()}
        return found

    @property
    def drafts(self) -> int:
        """How many cards became drafts because they would have stopped a build."""
        decks = self.adopted.sources.items()
        return sum(
            after.draft and not before.draft
            for path, deck in decks
            for before, after in zip(deck.cards, self.claimed.decks[path].cards, strict=True)
        )

    def without_errors(self, found: Iterable[Diagnostic]) -> bool:
        """Make drafts of the cards that these errors are about; whether there were any."""
        by_path: dict[str, list[Diagnostic]] = {}
        for each in found:
            by_path.setdefault(each.place.path, []).append(each)
        keys = {path: self.ground.key(path) for path in self.claimed.decks}
        decks = {
            path: self.claimed.without_errors(path, by_path.get(key, ()))
            for path, key in keys.items()
        }
        if decks == self.claimed.decks:
            return False
        self.claimed = self.ground.claim(replace(self.adopted, sources=decks))
        return True

    def keep(self, built: Built) -> bool:
        """Keep the HTML of the notes that a build of this would change; whether there are any."""
        kept = keep_fields(self.claimed, built)
        self.fields, self.kept = self.fields.joined(kept, kept), len(kept)
        return bool(kept)

    def in_the_way(self) -> Iterator[Path]:
        """Existing files that would be overwritten with something else."""
        for path, text in self.texts.items():
            if path.exists() and not _holds(path, text.encode()):
                yield path
        for path, name in self.media.items():
            if path.exists() and not _holds(path, self.reading.media[name]):
                yield path

    def write(self) -> None:
        """Write all files, the lock last. If one fails, the new ones before it are deleted."""
        self._made.clear()
        try:
            with batch() as put:
                for path, content in self._new_files():
                    put(path, content)
            for each in (self.listing, self.html, self.base, self.lock):
                if each:
                    with files.replacing_with(*each):
                        pass
        except BaseException:
            for path in self._made:
                with suppress(OSError):
                    path.unlink()
            raise

    def _new_files(self) -> Iterator[tuple[Path, bytes]]:
        media = ((path, self.reading.media[name]) for path, name in self.media.items())
        texts = ((path, text.encode()) for path, text in self.texts.items())
        for path, content in chain(media, texts):
            if not path.exists():
                self._made.append(path)
            elif _holds(path, content):
                continue
            yield path, content


def bring_in(
    reading: Contents,
    project: Project,
    *,
    again: bool = False,
    renamed: Mapping[str, str] | None = None,
) -> Brought:
    """What importing a reading into a project writes.

    With `again`, cards whose guids are in the lock are imported again. `renamed` are files that get
    another name; by default those whose name another file of the project has. Raises
    `ObverseError` if the project has errors, or a folder leads out of it.
    """
    custom, trouble = custom_note_types(project)
    if trouble:
        raise ObverseError(f"a custom note type cannot be read: {trouble[0]}")
    lock = locks.read(decode(project.read_lock()))
    taken = _taken(reading, project) if renamed is None else renamed
    adopted = adopt(reading, custom, () if again else lock.notes, taken)
    if not project.settings.cards.is_headings:  # and each `##` is to be a card all the same
        decks = adopted.sources.items()
        made = {path: replace(deck, which=HEADINGS) for path, deck in decks}
        adopted = replace(adopted, sources=made)
    if project.settings.breaks:  # what was read breaks its lines by backslashes
        adopted = replace(
            adopted,
            sources={path: replace(deck, breaks=False) for path, deck in adopted.sources.items()},
        )
    cards = sum(len(deck.cards) for deck in adopted.sources.values())
    cache = Cache(project.cache, Compiled, holds=True) if renamed is None else None
    ground = Standing(project, custom, lock, cache)
    brought = Brought(reading, adopted, ground, ground.claim(adopted))
    brought.known = len(reading.cards) - cards
    if cards:
        folder = project.content / MEDIA
        brought.media = {folder / taken.get(name, name): name for name in reading.media}
        brought.names = _names(reading, adopted, project, taken)
        claimed = [known.guid for known in brought.claimed.known]
        brought.fields = read_adopted_fields(project)[0].joined(claimed, {})
    for folder in dict.fromkeys(path.parent for path in (*brought.texts, *brought.media)):
        project.inside(folder)  # no link may lead what is written to somewhere else
    return brought


def _taken(reading: Contents, project: Project) -> dict[str, str]:
    """New names for files whose name another file of the project has."""
    folder = project.content / MEDIA
    return {
        name: media.stored_name(name, reading.media[name])
        for name in (reading.media if folder.is_dir() else ())
        if (path := folder / name).exists() and not _holds(path, reading.media[name])
    }


def _names(
    reading: Contents, adopted: Adopted, project: Project, taken: Mapping[str, str]
) -> AdoptedMedia:
    """The names of files in Anki, those of this reading among them."""
    before, _ = project.adopted_media()
    names: dict[str, str] = {}
    put: dict[str, str] = {}
    if any(card.in_anki for deck in adopted.sources.values() for card in deck.cards):
        for file in reading.media:
            # Anki composes accents, in the names of files and in the fields that show them.
            name, content = composed(reading.names.get(file, file)), reading.media[file]
            if media.may_keep(name) and media.stored_name(name, content) != name:
                names.setdefault(name, media.content_digest(content))
                if (own := taken.get(file, file)) != name:
                    put[own] = name
    return before.joined(names, reading.missing, put)


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False
