"""The line: compile each source, link the collection. Who wants the order reads it here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from obverse import lock as locks
from obverse import media, tags
from obverse.cache import Cache, key, version
from obverse.collection import Collection
from obverse.dedupe import Deduped, dedupe
from obverse.diagnostic import Diagnostic, Severity, error, in_order, of_text_error
from obverse.errors import ObverseError, TextError
from obverse.identity import Identity, identity
from obverse.lock import KnownType, Lock
from obverse.note import Note
from obverse.note_types import NoteType, built_in
from obverse.parse import parse
from obverse.project import Project
from obverse.render import Compiled, render
from obverse.source import FORBIDDEN, Place, Source, decode, is_usable

# Hears how many sources of how many are compiled.
Progress = Callable[[int, int], None]
# Bytes of source text: below it, starting processes costs more than they save.
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


def compile_source(source: tuple[str, bytes]) -> Compiled:
    """One source's notes, from its path and bytes alone, which is why they can be kept."""
    path, raw = source
    try:
        return render(parse(Source(path, decode(raw))))
    except TextError as fault:
        return Compiled(path, (), (), 0, (of_text_error(path, fault),))


def build(
    project: Project,
    sources: Mapping[str, bytes],
    old_lock: bytes,
    *,
    now: int,
    deck: str | None = None,
    cache: Cache[Compiled] | None = None,
    told: Progress | None = None,
) -> Built:
    """Compile all sources of a project and link them with its lock.

    `sources` are the project's files by key, `now` is Unix seconds, `deck` stands in for the
    root deck. Reads the media, and reads and writes the cache; writes nothing else. Raises
    `ObverseError` for what no text is to blame for.
    """
    found = [_unusable(path) for path in sources if not is_usable(path)]
    if not sources:
        where = project.shown(project.content)
        hint = "write one, such as `deck.md`"
        raise ObverseError(f"there is no Markdown file in `{where}`", hint)
    usable = {path: raw for path, raw in sources.items() if is_usable(path)} if found else sources
    compiled = _compile(usable, cache, told)
    found += (finding for each in compiled for finding in each.diagnostics)
    notes = [note for each in compiled for note in each.notes]
    lock = _lock(project, old_lock, found)
    root = _deck_name(project.settings.deck if deck is None else deck)
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
        old_lock.decode("utf-8", "replace"),
        in_order(found),
    )


def _unusable(path: str) -> Diagnostic:
    shown = path.encode("unicode_escape").decode()
    message = "the path of this file is not plain text, so nothing can keep it"
    return error(Place(shown), "unusable-path", message, "rename the file")


def _compile(
    sources: Mapping[str, bytes], cache: Cache[Compiled] | None, told: Progress | None
) -> tuple[Compiled, ...]:
    """Every source compiled, in order: taken from the cache, or by as many hands as it is worth."""
    if cache is None:
        return tuple(_by_hand(list(sources.items()), told))
    program = version()
    keys = {path: key(program, path, raw) for path, raw in sources.items()}
    kept = cache.get(keys.values())
    missing = [(path, raw) for path, raw in sources.items() if keys[path] not in kept]
    if missing:
        fresh = {keys[each.path]: each for each in _by_hand(missing, told)}
        cache.put(fresh, len(sources))
        kept |= fresh
    return tuple(kept[keys[path]] for path in sources)


def _by_hand(sources: list[tuple[str, bytes]], told: Progress | None) -> list[Compiled]:
    if sum(len(raw) for _, raw in sources) < _WORTH_A_CREW:
        return [compile_source(each) for each in sources]
    from obverse.crew import spread

    return spread(compile_source, sources, told)


def _lock(project: Project, raw: bytes, found: list[Diagnostic]) -> Lock:
    try:
        return locks.read(decode(raw))
    except TextError as fault:
        found.append(of_text_error(project.key_of(project.lock), fault))
        return Lock()


def _deck_name(written: str) -> str:
    """A deck's name without what Anki or a line of the lock cannot hold."""
    parts = FORBIDDEN.sub(" ", written).split("::")
    return "::".join(name for part in parts if (name := " ".join(part.split())))


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
