"""Compared: each note three ways, as it was built last, as it is here, and as Anki has it."""

from collections.abc import Mapping
from html import unescape
from typing import NamedTuple

from obverse.build import Built
from obverse.cards.from_html.tree import cleaned
from obverse.cards.from_html.visible import Piece, of_tree
from obverse.cards.media_folder import named
from obverse.cards.rows import StoredNote
from obverse.exchange.pull.seen import SeenNote, SeenNotes
from obverse.exchange.pull.taken import Taken
from obverse.languages import media
from obverse.languages.fingerprint import digest
from obverse.link.collection import CollectionNote
from obverse.machine import git
from obverse.project.project import Project
from obverse.values import lock as locks
from obverse.values.lock import Known

FOLLOWS = "Typing"  # a field that follows from another, and that no one sees


class EditedNote(NamedTuple):
    """A note whose fields in Anki are others: the note here, Anki's fields, its new files.

    `theirs` has the names that new files get in a build, `there` is a digest of what Anki has.
    """

    mine: CollectionNote
    theirs: tuple[str, ...]
    files: Mapping[str, bytes]
    there: str

    @property
    def changed(self) -> list[int]:
        """The numbers of the fields that differ."""
        pairs = enumerate(zip(self.mine.fields, self.theirs, strict=True))
        return [number for number, (mine, theirs) in pairs if _differs(mine, theirs)]


class Compared(NamedTuple):
    """The notes edited only in Anki, and those edited on both sides or without a known base.

    `missing` are those that Anki had and has no more; `tags` those with other tags there, each
    with the tags to add and to remove. `seen` is what Anki has of the others.
    """

    edited: list[EditedNote]
    conflicts: list[EditedNote]
    missing: list[Known]
    tags: list[tuple[CollectionNote, tuple[str, ...], tuple[str, ...]]]
    seen: SeenNotes


def as_seen(field: str) -> list[Piece]:
    """A field as a reader sees it, however Anki's editor wrote it."""
    return of_tree(cleaned(field).root)


def compared(built: Built, taken: Taken, project: Project, seen: SeenNotes) -> Compared:
    """The notes of the project that a collection has, compared with it.

    `seen` is what was last seen in that collection.
    """
    there = {row.guid: row for row in taken.rows.notes}
    mine = {note.guid: note for note in built.collection.notes}
    base = _Base(project, seen)
    found = Compared([], [], [], [], dict(seen))
    shipped = 0  # the time of the last build that Anki certainly has
    for guid, known in built.before.notes.items():
        row, note = there.get(guid), mine.get(guid)
        if row is None or note is None or not known.alive:
            continue
        note_type = built.collection.note_types[note.note_type]
        if row.note_type != note_type.id or len(row.fields) != len(note.fields):
            continue
        edited = _edited(note, row, taken)
        if edited.there == known.digest and row.modified == known.modified:
            shipped = max(shipped, row.modified)
        _add_tags(found, note, row, known)
        follows = [at for at, (name, _) in enumerate(note_type.fields) if name == FOLLOWS]
        _add_fields(found, edited, (row, known), base, follows)
    for guid, known in built.before.notes.items():
        if known.alive and guid not in there and guid in mine and known.modified <= shipped:
            found.missing.append(known)
    return found


def _add_fields(
    found: Compared,
    edited: EditedNote,
    known: tuple[StoredNote, Known],
    base: "_Base",
    follows: list[int],
) -> None:
    row, was = known
    guid, mine = was.guid, digest(*edited.mine.fields)
    changed = edited.changed
    is_mine_edited = mine != was.digest
    if changed == follows and is_mine_edited:
        changed = []  # the field that it follows from is the same, so Anki has not the last build
    if not changed:
        found.seen[guid] = SeenNote(edited.there, mine)
        return
    if edited.there == was.digest or base.was_there(guid, edited.there):
        found.seen[guid] = SeenNote(edited.there)
        return
    if last := base.seen.get(guid):
        is_conflict = mine not in last
    else:
        is_behind = row.modified < was.modified or base.was_other(guid, was.digest)
        is_conflict = is_mine_edited or is_behind
    (found.conflicts if is_conflict else found.edited).append(edited)


def _differs(mine: str, theirs: str) -> bool:
    return mine != theirs and (as_seen(mine) != as_seen(theirs) or bool(cleaned(theirs).lost))


_LEARNERS = ("marked", "leech")


def _add_tags(found: Compared, note: CollectionNote, row: StoredNote, known: Known) -> None:
    """Tags that only Anki changed; what a learner's program sets is never the author's."""
    if note.tags != known.tags:
        return
    was = {tag.casefold() for tag in known.tags}
    now = {tag.casefold(): tag for tag in row.tags}
    added = tuple(
        tag
        for key, tag in now.items()
        if key not in was and key not in _LEARNERS and not key.startswith("obverse::")
    )
    removed = tuple(tag for tag in known.tags if tag.casefold() not in now)
    if added or removed:
        found.tags.append((note, added, removed))


def _edited(note: CollectionNote, row: StoredNote, taken: Taken) -> EditedNote:
    """Anki's fields, with new files by the names that a build gives them."""
    fields, new = row.fields, dict[str, bytes]()
    for name in sorted(named(row.fields) - named(note.fields)):
        content = None if media.is_remote(name) else taken.media(name)
        if content is not None:
            stored = media.stored_name(name, content)
            fields = tuple(_renamed(field, name, stored) for field in fields)
            new[stored] = content
    return EditedNote(note, fields, new, digest(*row.fields))


def _renamed(field: str, name: str, stored: str) -> str:
    for written in {name, name.replace("&", "&amp;"), unescape(name)}:
        field = field.replace(f'"{written}"', f'"{stored}"').replace(f":{written}]", f":{stored}]")
    return field


class _Base:
    """What was built before, which git's locks remember, and what was last seen in Anki."""

    def __init__(self, project: Project, seen: SeenNotes) -> None:
        self._project, self.seen = project, seen
        self._digests: dict[str, set[str]] | None = None

    def was_there(self, guid: str, there: str) -> bool:
        """Whether these fields, by their digest, are those of a build or were seen already."""
        last = self.seen.get(guid)
        return bool(last and last.theirs == there) or there in self._of(guid)

    def was_other(self, guid: str, last: str) -> bool:
        """Whether a note was ever built with other fields, so that Anki may have those."""
        return bool(self._of(guid) - {last})

    def _of(self, guid: str) -> set[str]:
        if self._digests is None:
            self._digests = {}
            at = Known._fields.index("digest")
            for line in (git.added_lines(self._project.lock_now) or "").split("\n"):
                columns = line.split("\t")
                if len(columns) > at and columns[0] != locks.NOTE_TYPE_LINE.strip():
                    self._digests.setdefault(columns[0], set()).add(columns[at].rstrip("="))
        return self._digests.get(guid, set())
