"""The line: compile each source, link the collection. Who wants the order reads it here."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from obverse import lock as locks
from obverse import media, tags
from obverse.collection import Collection
from obverse.dedupe import Deduped, dedupe
from obverse.diagnostic import Diagnostic, Severity, in_order, of_text_error
from obverse.errors import ObverseError, TextError
from obverse.identity import Identity, identity
from obverse.lock import KnownType, Lock
from obverse.note import Note
from obverse.note_types import NoteType, built_in
from obverse.parse import parse
from obverse.project import Project
from obverse.render import Compiled, render
from obverse.source import Source, decode

# Characters of source text: below it, starting processes costs more than they save.
_WORTH_A_CREW = 500_000


@dataclass(frozen=True, slots=True)
class Built:
    """A build before anything of it is written.

    `lock` is the text of the next lock, `old_lock` that of the one there was. With an error among
    the `diagnostics` nothing of it may be written.
    """

    compiled: tuple[Compiled, ...]
    deduped: Deduped
    identity: Identity
    collection: Collection
    lock: str
    old_lock: str
    diagnostics: tuple[Diagnostic, ...]

    @property
    def failed(self) -> bool:
        """Whether there is an error among the findings."""
        return any(each.severity is Severity.ERROR for each in self.diagnostics)


def compile_source(source: Source) -> Compiled:
    """One source's notes: a pure function of its path and text."""
    return render(parse(source))


def build(project: Project, *, now: int, deck: str | None = None) -> Built:
    """Compile all sources of a project and link them with its lock.

    `now` is Unix seconds, `deck` stands in for the project's root deck. Reads the sources, the
    lock and the media; writes nothing. Raises `ObverseError` for what no text is to blame for.
    """
    found: list[Diagnostic] = []
    compiled = _compile(project, found)
    notes = [note for each in compiled for note in each.notes]
    old_lock, lock = _lock(project, found)
    root = project.settings.deck if deck is None else deck
    deduped = dedupe((_placed(note, root, project) for note in notes), project.settings.duplicates)
    names = _media(deduped.notes, project, found)
    types = {key: built_in(key) for key in sorted({note.note_type for note in deduped.notes})}
    linked = identity(
        deduped.notes,
        lock,
        types,
        lambda note, number: names.get((note.place.path, note.media[number].path), ("", ""))[0],
        salt=project.name,
        now=now,
    )
    dated = {key: _dated(each, lock) for key, each in types.items()}
    collection = Collection(
        tuple(each.packed for each in linked.notes), dated, dict(sorted(names.values()))
    )
    known = (*(each.after for each in linked.notes), *linked.removed, *linked.buried)
    known_types = {**lock.types, **{each.name: _known(each) for each in dated.values()}}
    found += (*deduped.diagnostics, *linked.diagnostics)
    return Built(
        compiled,
        deduped,
        linked,
        collection,
        locks.write(known, known_types.values()),
        old_lock,
        in_order(found),
    )


def _compile(project: Project, found: list[Diagnostic]) -> tuple[Compiled, ...]:
    read = [project.source(path) for path in project.paths()]
    found += (each for each in read if isinstance(each, Diagnostic))
    sources = [each for each in read if isinstance(each, Source)]
    if sum(len(each.text) for each in sources) >= _WORTH_A_CREW:
        from obverse.crew import spread

        compiled = spread(compile_source, sources)
    else:
        compiled = [compile_source(each) for each in sources]
    found += (finding for each in compiled for finding in each.diagnostics)
    if not read:
        where = project.shown(project.content)
        raise ObverseError(
            f"there is no Markdown file in `{where}`", "write one, such as `deck.md`"
        )
    return tuple(compiled)


def _lock(project: Project, found: list[Diagnostic]) -> tuple[str, Lock]:
    path = project.lock
    try:
        text = decode(path.read_bytes())
        lock = locks.read(text)
    except FileNotFoundError:
        return "", Lock()
    except OSError as fault:
        raise ObverseError(f"cannot read `{project.shown(path)}`: {fault.strerror}") from fault
    except TextError as fault:
        found.append(of_text_error(project.key_of(path), fault))
        return "", Lock()
    return text, lock


def _placed(note: Note, root: str, project: Project) -> Note:
    """The note below the root deck, with the project's tags."""
    deck = "::".join(part for part in (root, note.deck) if part)
    return replace(note, deck=deck, tags=tags.join(project.settings.tags, note.tags))


def _media(
    notes: Sequence[Note], project: Project, found: list[Diagnostic]
) -> dict[tuple[str, str], tuple[str, str]]:
    """(stored name, path) by (source, path as written), each file read once."""
    names: dict[tuple[str, str], tuple[str, str]] = {}
    stored: dict[Path, str] = {}
    for note in notes:
        for use in note.media:
            key = (use.place.path, use.path)
            if key in names:
                continue
            path = project.media_file(use)
            if isinstance(path, Diagnostic):
                found.append(path)
                continue
            if path not in stored:
                stored[path] = media.stored_name(path.name, _bytes(path))
            names[key] = (stored[path], str(path))
    return names


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as fault:
        raise ObverseError(f"cannot read `{path}`: {fault.strerror}") from fault


def _dated(note_type: NoteType, lock: Lock) -> NoteType:
    """The note type with the time Anki compares: never older than before, newer when it changed."""
    before = lock.types.get(note_type.name)
    if before is None:
        return note_type
    step = 0 if before.digest == note_type.digest else 1
    return replace(note_type, modified=max(note_type.modified, before.modified + step))


def _known(note_type: NoteType) -> KnownType:
    return KnownType(note_type.name, note_type.digest, note_type.modified)
