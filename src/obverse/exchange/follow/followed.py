"""Followed: the files that an import of a next version writes, all at once, the lock last."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from obverse.build import Built
from obverse.errors import ObverseError
from obverse.exchange.follow.follow import Following
from obverse.exchange.follow.follow_media import names_after, wanted_media
from obverse.exchange.follow.merge import changed_since
from obverse.exchange.keep_fields import keep_fields
from obverse.exchange.their_notes import types_base
from obverse.languages import tags
from obverse.languages.fingerprint import clip, gist
from obverse.machine.batch import batch
from obverse.note_types import NoteType
from obverse.note_types.files import as_loaded, files_of
from obverse.project.adopted_fields import path_of, read_adopted_fields
from obverse.project.import_base import ImportBase, base_path
from obverse.project.project import ADOPTED, MEDIA, NOTE_TYPES
from obverse.values import lock as locks
from obverse.values.diagnostic import Diagnostic
from obverse.values.lock import Known, KnownType
from obverse.values.note import Note


class Followed:
    """What an import writes, by path; `outcome` of `following` says what became of the notes."""

    def __init__(self, following: Following) -> None:
        """Prepare everything; nothing is written."""
        self.following = following
        on = following.on
        self._project = on.job.project
        self._reading = on.fitted.reading
        self._media = wanted_media(
            *(self._reading, on.media, self._project.content / MEDIA, on.names, self._new_texts())
        )
        self._check_paths()
        before, _ = read_adopted_fields(self._project)
        self.fields = before.joined(self._whole(), {})

    @property
    def media(self) -> dict[Path, str]:
        """The media to write, with their names in the reading."""
        return self._media

    @property
    def sources(self) -> dict[Path, bytes]:
        """The sources to write."""
        files = self.following.on.mine.files
        return {
            self._project.root / key: raw
            for key, raw in self.following.working.texts.items()
            if key not in files or files[key].raw != raw
        }

    @property
    def note_types(self) -> dict[Path, str]:
        """The files of note types to write: those that the deck changed, and new note types."""
        found = dict(self.following.types.files)
        for each in self._new_types():
            folder = self._project.root / NOTE_TYPES / each.key
            found |= {folder / name: text for name, text in files_of(each).items()}
        return found

    @property
    def written(self) -> list[Path]:
        """What is written that an author may look at: sources, note types, media."""
        return [*self.note_types, *self.sources, *self._media]

    def write(self) -> None:
        """Write all files at once, the lock last."""
        with batch() as put:
            for path, name in self._media.items():
                put(path, self._reading.media[name])
            for path, content in self._texts():
                if not (path.exists() and path.read_bytes() == content):
                    put(path, content)

    def without_errors(self, found: Iterable[Diagnostic]) -> bool:
        """Make drafts of the cards that these errors are about; whether there were any."""
        working = self.following.working
        if not working.make_drafts(found):
            return False
        working.finish()
        return True

    def keep(self, built: Built) -> bool:
        """Keep the HTML of the notes that a build of this would change; whether there are any."""
        claimed, whole = self.following.on.brought.claimed, self._whole()
        decks = {
            path: replace(deck, cards=tuple(each for each in deck.cards if each.guid in whole))
            for path, deck in claimed.decks.items()
        }
        kept = keep_fields(replace(claimed, decks=decks), built)
        self.fields = self.fields.joined(kept, kept)
        return bool(kept)

    def _whole(self) -> set[str]:
        """The notes that are what the deck has, and that it has changed or added."""
        following = self.following
        base = following.on.base.notes
        return {
            guid
            for guid, each in following.whole.items()
            if guid in following.working.touched
            or (guid in base and changed_since(each, base[guid]))
        }

    def _texts(self) -> Iterator[tuple[Path, bytes]]:
        on = self.following.on
        yield from ((path, text.encode()) for path, text in self.note_types.items())
        yield from self.sources.items()
        written = (name for path, name in self._media.items())
        names = names_after(on.names, on.media, self._reading, written)
        if names != on.names:
            yield self._project.beside_lock(ADOPTED), names.text().encode()
        path = path_of(self._project)
        if self.fields.notes or path.exists():
            yield path, self.fields.text().encode()
        yield base_path(self._project), self._base().text().encode()
        yield self._project.lock, self._lock()

    def _new_texts(self) -> list[str]:
        files = self.following.on.mine.files
        return [
            raw.decode()
            for key, raw in self.following.working.texts.items()
            if key not in files or files[key].raw != raw
        ]

    def _check_paths(self) -> None:
        """No link may lead what is written to somewhere else."""
        paths = (*self._media, *self.sources, *self.note_types)
        for folder in dict.fromkeys(path.parent for path in paths):
            self._project.inside(folder)
        for path in self.note_types.keys() - self.following.types.files.keys():
            if path.exists():
                shown = self._project.shown(path)
                raise ObverseError(f"`{shown}` would be overwritten", "rename its folder")

    def _new_types(self) -> Iterator[NoteType]:
        on = self.following.on
        custom = on.brought.ground.custom
        used = {each.card.note_type for each in self.following.theirs.values()}
        for key, each in on.brought.adopted.note_types.items():
            if key not in custom and key in used:
                yield each

    def _base(self) -> ImportBase:
        following = self.following
        notes = dict(following.on.base.notes)
        for guid, note in following.base.items():
            if note:
                notes[guid] = note
            else:
                notes.pop(guid, None)
        types = {**following.on.base.types, **types_base(self._new_types()), **following.types.base}
        return ImportBase(notes, types)

    def _lock(self) -> bytes:
        on = self.following.on
        before = on.built.before
        changed = {}
        for guid, note, is_draft in self.following.working.known():
            changed[guid] = self._known(guid, note, is_draft=is_draft)
        for guid in self._whole() - changed.keys():
            known, whole = before.notes[guid], self.following.whole[guid].known
            if whole.modified > known.modified:
                changed[guid] = known._replace(modified=whole.modified, digest=whole.digest)
        types = {
            each.name: KnownType(each.name, as_loaded(each).digest, each.modified)
            for each in self._new_types()
        }
        if not changed and not types.keys() - before.types.keys():
            return on.built.old_lock
        notes = {**before.notes, **changed}
        return locks.encode(
            notes.values(), {**types, **before.types}.values(), before.unchecked - changed.keys()
        )

    def _known(self, guid: str, note: Note, *, is_draft: bool) -> Known:
        """The line of the lock by which the next build knows the note again.

        A note that is now what the deck has counts as built when the deck was, if that is later:
        then whoever has the deck is not sent it again.
        """
        before = self.following.on.built.before.notes.get(guid)
        whole = self.following.whole.get(guid)
        start = before or self.following.theirs[guid].known
        if before and whole and whole.known.modified > before.modified:
            same = {tag.casefold() for tag in whole.tags} == {tag.casefold() for tag in note.tags}
            start = before._replace(
                modified=whole.known.modified,
                digest=whole.known.digest,
                tags=note.tags if same else tags.join(whole.tags),
            )
        return start._replace(
            note_type=note.note_type,
            kind=note.kind,
            path=note.place.path,
            removed=max(start.modified, 1) if is_draft else 0,
            front_key=note.front_key,
            back_key=note.back_key,
            sketch=gist(note.back),
            pin=note.pin or "",
            front=clip(note.front),
        )
