"""The line: compile each source, link the collection. Read this for the order of the steps."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from obverse.compile.compiler import Progress, compiling
from obverse.link.add_style import add_style
from obverse.link.assign_decks import assign_decks
from obverse.link.check_schemas import check_schemas
from obverse.link.collection import Collection, kinds_counted
from obverse.link.custom_note_types import custom_note_types
from obverse.link.dedupe import Deduped, dedupe
from obverse.link.identity import Identity, identity, open_kept_fields
from obverse.link.identity.cardless import cardless
from obverse.link.note_type_media import note_type_media
from obverse.link.note_type_times import known_types, note_type_times
from obverse.link.project_without_cards import project_without_cards
from obverse.link.read_lock import read_lock
from obverse.link.resolve import Media, resolve
from obverse.link.usable_sources import usable_sources
from obverse.machine.cache import Cache
from obverse.note_types import NoteType, built_in
from obverse.project.job import Job
from obverse.project.project import Project
from obverse.values import lock as locks
from obverse.values.compiled import Compiled
from obverse.values.diagnostic import Diagnostic, Severity, in_order
from obverse.values.lock import KnownType, Lock
from obverse.values.lock_lines import Lines
from obverse.values.note import Note
from obverse.values.outline import Allowance
from obverse.values.tally import Draft, Merged, Tally


class Built(NamedTuple):
    """The result of a build, before anything is written.

    `before` is the old lock, `old_lock` its bytes, `lock` the bytes of the next one. `type_media`
    are the paths of the files that note types show, by name. If there is an error among the
    `diagnostics`, nothing may be written.
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
    type_media: Mapping[str, str] = MappingProxyType({})

    @property
    def allowances(self) -> tuple[Allowance, ...]:
        """What the authors of the sources allow."""
        return tuple(each for source in self.compiled for each in source.outline.allowances)

    @property
    def tally(self) -> Tally:
        """How much was read, and what became of it."""
        merges = ((each.dropped, each.kept.place) for each in self.deduped.merges)
        drafts = (draft for each in self.compiled for draft in each.drafts)
        notes = self.identity.notes
        left_out = self.left_out
        return Tally(
            len(self.compiled) - len(left_out),
            sum(each.cards for each in self.compiled),
            tuple(Merged(note.front, note.place, into) for note, into in merges),
            tuple(Draft(draft.front, draft.place) for draft in drafts),
            kinds_counted(
                [(each.note.note_type, each.note.kind) for each in notes],
                self.collection.note_types,
            ),
            sum([len(each.packed.cards) for each in notes]),
            self.collection.decks,
            left_out,
        )

    @property
    def left_out(self) -> tuple[tuple[str, str], ...]:
        """(path, reason) of the sources that hold nothing for this project."""
        return tuple((each.path, each.left_out) for each in self.compiled if each.left_out)

    @property
    def failed(self) -> bool:
        """Whether there is an error among the findings."""
        return any(each.severity is Severity.ERROR for each in self.diagnostics)


def build(
    job: Job,
    sources: Mapping[str, bytes],
    old_lock: bytes,
    *,
    cache: Cache[Compiled] | None = None,
    told: Progress | None = None,
    meanwhile: Callable[[], object] | None = None,
    ahead: Callable[[tuple[Compiled, ...]], object] | None = None,
) -> Built:
    """Compile all sources of a project and link them with its lock.

    `sources` are the project's files by key. `meanwhile` is called while other processes compile,
    if any do; `ahead` with what is compiled, before it is linked. Reads the media, and reads and
    writes the cache; writes nothing else. Raises `ObverseError` for what no text is to blame for.
    """
    custom, bad_types = custom_note_types(job.project)
    used, bad_paths = usable_sources(sources, job.project)
    with compiling(used, job.project.rendering, custom, cache, told) as compiled:
        lock, bad_lines = read_lock(job.project, old_lock)
        if meanwhile:
            meanwhile()
        made = compiled()
        if ahead:
            ahead(made)
        linked = link(job, made, custom, lock, old_lock)
    found = (*bad_types, *bad_paths, *bad_lines, *linked.diagnostics)
    return linked._replace(diagnostics=in_order(found))


def link(
    job: Job,
    compiled: tuple[Compiled, ...],
    custom: Mapping[str, NoteType],
    lock: Lock,
    old_lock: bytes,
    *,
    last: Identity | None = None,
) -> Built:
    """Link compiled sources with the lock; `custom` are the project's note types.

    `last` is the identity that came of another text of these sources, with the same project and
    note types: it saves work and changes nothing.
    """
    project, now = job.project, job.now
    notes, embedded = _with_pages(tuple(assign_decks(compiled, job)), project)
    deduped = dedupe(notes, project.settings.duplicates)
    media = resolve(deduped.notes, project, draws=job.draws)
    used = sorted({note.note_type for note in deduped.notes})
    types, bad_style = add_style({key: custom.get(key) or built_in(key) for key in used}, project)
    whole = lock
    if job.path:
        from obverse.link.part_of_lock import part_of_lock  # most builds are of all sources

        lock = part_of_lock(deduped.notes, whole, old_lock, job.path)
    kept = open_kept_fields(project)
    was = last.by_guid if last and not kept else {}
    linked = identity(
        deduped.notes, lock, types, media.name, salt=project.name, now=now, kept=kept, last=was
    )
    if job.path:
        from obverse.link.part_of_lock import without_others

        lock, linked = without_others(lock, linked, job.path)
    found = [finding for each in compiled for finding in each.diagnostics]
    found += (*embedded, *media.diagnostics, *bad_style, *check_schemas(types, project, lock))
    found += (*deduped.diagnostics, *linked.diagnostics)
    found += kept.diagnostics if kept else ()
    found += cardless(linked, found)
    found += project_without_cards(compiled, lock, project.settings.cards, retire=job.retire)
    types = note_type_times(types, lock, now)
    type_media = note_type_media(types.values(), project)
    shown = Collection(
        tuple(each.packed for each in linked.notes),
        types,
        dict(sorted({**type_media, **media.files(each.note for each in linked.notes)}.items())),
    )
    return Built(
        compiled,
        deduped,
        linked,
        media,
        shown,
        lock,
        old_lock,
        _next_lock(linked, known_types(types, lock), whole, old_lock, is_part=bool(job.path)),
        tuple(found),
        type_media,
    )


def _with_pages(
    notes: tuple[Note, ...], project: Project
) -> tuple[tuple[Note, ...], tuple[Diagnostic, ...]]:
    """The notes with the pages that they show, and what is wrong with those."""
    if not any(note.embeds for note in notes):
        return notes, ()
    from obverse.link.embed_pages import embed_pages  # few cards show a page

    return embed_pages(notes, project)


def _next_lock(
    linked: Identity, types: list[KnownType], lock: Lock, old: bytes, *, is_part: bool
) -> bytes:
    """The next lock: where it is the old one but for a few lines, only these are made.

    If only a part of the sources `is_part` of the build, the lines of the others stay.
    """
    changed = [each.after for each in linked.notes if each.after is not each.before]
    changed += linked.removed
    is_large = len(changed) > len(lock.notes) // 4
    if is_large or types != [*lock.types.values()] or not locks.is_canonical(old, lock):
        new = {each.guid for each in changed} | {
            each.name for each in {*types} - {*lock.types.values()}
        }
        known = {each.guid: each for each in linked.known} if is_part else {}
        every = {**lock.notes, **known}.values() if is_part else linked.known
        return locks.encode(every, types, lock.unchecked - new)
    return Lines(old).with_notes(changed) if changed else old
