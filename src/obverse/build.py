"""The line: compile each source, link the collection. Read this for the order of the steps."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from obverse.compile.compiler import Progress, compiling
from obverse.link.collection import Collection
from obverse.link.custom_note_types import own_note_types
from obverse.link.decks import place, read_lock, usable
from obverse.link.dedupe import Deduped, dedupe
from obverse.link.identity import Identity, identity
from obverse.link.identity.cardless import cardless
from obverse.link.note_type_times import check_schemas, dated, known_types, styled
from obverse.link.resolve import Media, resolve
from obverse.machine.cache import Cache
from obverse.note_types import NoteType, built_in
from obverse.project.project import Project
from obverse.values import lock as locks
from obverse.values.compiled import Compiled
from obverse.values.diagnostic import Diagnostic, Severity, in_order
from obverse.values.lock import KnownType, Lock
from obverse.values.lock_lines import Lines


@dataclass(frozen=True, slots=True)
class Built:
    """The result of a build, before anything is written.

    `before` is the old lock, `old_lock` its bytes, `lock` the bytes of the next one. If there is an
    error among the `diagnostics`, nothing may be written.
    """

    compiled: tuple[Compiled, ...]
    deduped: Deduped
    identity: Identity
    media: Media
    collection: Collection
    before: Lock
    old_lock: bytes
    lock: bytes
    diagnostics: tuple[Diagnostic, ...]

    @property
    def failed(self) -> bool:
        """Whether there is an error among the findings."""
        return any(each.severity is Severity.ERROR for each in self.diagnostics)


def build(
    project: Project,
    sources: Mapping[str, bytes],
    old_lock: bytes,
    *,
    now: int,
    deck: str | None = None,
    cache: Cache[Compiled] | None = None,
    told: Progress | None = None,
    meanwhile: Callable[[], object] | None = None,
) -> Built:
    """Compile all sources of a project and link them with its lock.

    `sources` are the project's files by key, `now` is Unix seconds, `deck` stands in for the
    root deck. `meanwhile` is called while other processes compile, if any do. Reads the media, and
    reads and writes the cache; writes nothing else. Raises `ObverseError` for what no text is to
    blame for.
    """
    found: list[Diagnostic] = []
    types = own_note_types(project, found)
    used = usable(sources, project, found)
    with compiling(used, project.rendering, types, cache, told) as compiled:
        lock = read_lock(project, old_lock, found)
        if meanwhile:
            meanwhile()
        return link(
            project,
            compiled(),
            lock,
            found,
            types=types,
            old_lock=old_lock,
            deck=deck,
            now=now,
        )


def link(
    project: Project,
    compiled: tuple[Compiled, ...],
    lock: Lock,
    found: list[Diagnostic],
    *,
    types: dict[str, NoteType],
    old_lock: bytes,
    deck: str | None,
    now: int,
) -> Built:
    """Link compiled sources with the lock; `found` is what was found so far, `types` the own."""
    found += (finding for each in compiled for finding in each.diagnostics)
    deduped = dedupe(place(compiled, project, deck), project.settings.duplicates)
    media = resolve(deduped.notes, project, found)
    used = sorted({note.note_type for note in deduped.notes})
    types = styled({key: types.get(key) or built_in(key) for key in used}, project, found)
    found += check_schemas(types, project, lock)
    linked = identity(deduped.notes, lock, types, media.name, salt=project.name, now=now)
    types = dated(types, lock, now)
    collection = Collection(tuple(each.packed for each in linked.notes), types, media.files)
    found += (*deduped.diagnostics, *linked.diagnostics)
    found += cardless(linked, found)
    return Built(
        compiled,
        deduped,
        linked,
        media,
        collection,
        lock,
        old_lock,
        _next_lock(linked, known_types(types, lock), lock, old_lock),
        in_order(found),
    )


def _next_lock(linked: Identity, types: list[KnownType], lock: Lock, old: bytes) -> bytes:
    """The next lock: where it is the old one but for a few lines, only these are made."""
    changed = [each.after for each in linked.notes if each.after is not each.before]
    changed += linked.removed
    is_large = len(changed) > len(lock.notes) // 4
    if is_large or types != [*lock.types.values()] or not locks.is_plain(old, lock):
        return locks.encode(linked.known, types)
    return Lines(old).with_notes(changed) if changed else old
