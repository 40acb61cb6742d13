"""What a build linked, source by source: as much of it as the next build needs to link a part."""

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import chain, starmap
from typing import TYPE_CHECKING, NamedTuple

from obverse.link.collection import kinds_counted
from obverse.link.dedupe import duplicate, same_question
from obverse.link.identity import Identified
from obverse.link.resolve import Media
from obverse.note_types import NoteType
from obverse.values.compiled import Compiled
from obverse.values.diagnostic import Diagnostic
from obverse.values.lock import SPAN
from obverse.values.outline import Allowance
from obverse.values.source import Place
from obverse.values.tally import Draft, Merged, Tally

if TYPE_CHECKING:
    from obverse.build import Built


class LinkedSource(NamedTuple):
    """One source: how many cards it has, how many became notes of the package, and of what.

    `kinds` are (what a summary calls them, how many notes), `cards` how many Anki will make,
    `media` (name in Anki, path) of what its notes show, `unshown` the paths of what only its cards
    do, because the notes keep their HTML, `left_out` why nothing of it is read. `missing` are the
    pages that it names and that do not exist: (path of the file that names one, the name).
    """

    path: str
    read: int
    kinds: tuple[tuple[str, int], ...]
    note_types: tuple[tuple[str, int], ...]
    cards: int
    drafts: tuple[Draft, ...]
    media: tuple[tuple[str, str], ...]
    diagnostics: tuple[Diagnostic, ...]
    allowances: tuple[Allowance, ...]
    unshown: tuple[str, ...] = ()
    left_out: str = ""
    missing: tuple[tuple[str, str], ...] = ()

    @property
    def notes(self) -> int:
        """How many notes of the package are here."""
        return sum(number for _, number in self.kinds)


class Joined(NamedTuple):
    """A merge, and what the note that stayed is since: its kind, and how many cards it has."""

    merged: Merged
    kind: str
    cards: int


class Linked(NamedTuple):
    """All sources in order, the merges and the clashes among them, and the decks.

    Those that nothing came of (`is_bare`) are only lines of `bare`: the path, a tab, why it is left
    out. In a vault they are most, and as one text they take no time to read.
    `buried` are the guids that the lock knows of notes that are gone, `newest` is the last span
    of ids (`lock.SPAN`) that a note has, `type_media` (name, path) are the files of note types.
    """

    sources: tuple[LinkedSource, ...]
    merges: tuple[Joined, ...]
    clashes: tuple[tuple[Place, Place], ...]
    decks: tuple[str, ...]
    buried: tuple[str, ...]
    newest: int
    type_media: tuple[tuple[str, str], ...]
    bare: str = ""

    @property
    def notes(self) -> int:
        """How many notes the package has."""
        return sum(each.notes for each in self.sources)

    @property
    def tally(self) -> Tally:
        """What is told of it."""
        others = ((each.path, each.left_out) for each in self.sources)
        bare = bare_paths(self.bare)
        left_out = tuple(each for each in (*bare.items(), *others) if each[1])
        return Tally(
            len(self.sources) + len(bare) - len(left_out),
            sum(each.read for each in self.sources),
            tuple(each.merged for each in self.merges),
            tuple(draft for each in self.sources for draft in each.drafts),
            total(each.kinds for each in self.sources),
            sum(each.cards for each in self.sources),
            self.decks,
            left_out,
        )

    @property
    def media(self) -> dict[str, str]:
        """The path of each file that a note or its type shows, by the name it gets in Anki."""
        shown = (use for each in self.sources for use in each.media)
        return dict(sorted({**dict(self.type_media), **dict(shown)}.items()))

    @property
    def read_media(self) -> set[str]:
        """The paths of all files that the build read."""
        return {*self.media.values(), *(path for each in self.sources for path in each.unshown)}

    @property
    def missing(self) -> list[tuple[str, str]]:
        """The pages that sources name and that do not exist."""
        return sorted({each for source in self.sources for each in source.missing})

    @property
    def allowances(self) -> list[Allowance]:
        """The rules whose findings are meant."""
        return [each for source in self.sources for each in source.allowances]

    @property
    def diagnostics(self) -> list[Diagnostic]:
        """What was found in the sources, and between them."""
        found = [finding for each in self.sources for finding in each.diagnostics]
        found += (duplicate(each.merged.place, each.merged.into) for each in self.merges)
        return [*found, *starmap(same_question, self.clashes)]


class Outcome(NamedTuple):
    """What the next build can start from: the lock, and what was `linked`.

    `is_plain` says whether it may.
    """

    lock: bytes
    linked: Linked
    is_plain: bool


def of_all(built: "Built", policy: str, *, retired: bool = False) -> Outcome:
    """The outcome of a whole build.

    `policy` is what is done with duplicates; `retired` says that removed notes are shipped too.
    """
    of = linked(built)
    known = len(of.diagnostics) + len(built.identity.diagnostics)
    # What was found elsewhere, as about a picture, would have to be found again.
    is_plain = policy == "merge" and not retired and known == len(built.diagnostics)
    return Outcome(built.lock, of, is_plain)


def linked(built: "Built") -> Linked:
    """What a build linked."""
    notes = built.identity.by_path
    stayed = {each.kept.place for each in built.deduped.merges}
    at = {each.note.place: each for each in built.identity.notes if each.note.place in stayed}
    merges = []
    for merge in built.deduped.merges:
        merged = Merged(merge.dropped.front, merge.dropped.place, merge.kept.place)
        now = at[merge.kept.place]
        merges.append(Joined(merged, now.note.kind, len(now.packed.cards)))
    types = built.collection.note_types
    sources = (
        linked_source(each, notes[each.path], built.media, types)
        for each in built.compiled
        if not is_bare(each)
    )
    gone = (*built.identity.removed, *built.identity.buried)
    return Linked(
        tuple(sources),
        tuple(merges),
        built.deduped.clashes,
        built.collection.decks,
        tuple(sorted(each.guid for each in gone)),
        max((each.note_id // SPAN for each in built.identity.known), default=0),
        tuple(built.type_media.items()),
        bare_lines({each.path: each.left_out for each in built.compiled if is_bare(each)}),
    )


def bare_paths(lines: str) -> dict[str, str]:
    """Why each source that nothing came of is left out, empty if it is not, by path."""
    found = {}
    for line in filter(None, lines.split("\n")):
        path, _, reason = line.partition("\t")
        found[path] = reason
    return found


def bare_lines(paths: Mapping[str, str]) -> str:
    """The lines of these; a path that is built has no tab and no line end (`usable_sources`)."""
    return "".join(f"{path}\t{reason}\n" for path, reason in paths.items())


def is_bare(compiled: Compiled) -> bool:
    """Whether a source has no card, nothing was found in it, and it allows nothing."""
    return not (compiled.cards or compiled.diagnostics or compiled.outline.allowances)


def linked_source(
    compiled: Compiled,
    notes: Iterable[Identified],
    media: Media,
    types: Mapping[str, NoteType],
) -> LinkedSource:
    """One source, with those of its notes that are in the package."""
    of = tuple(notes)
    shown = media.files(each.note for each in of)
    unshown = {*media.files(compiled.notes).values()} - {*shown.values()}
    pages = [page for each in of for page in each.note.embeds]
    # A source that shows a part of itself is read anyway.
    own = {page for page in pages if page.is_own and page.place.path == compiled.path}
    unshown |= {page.file for page in pages if page.file and page not in own}
    missing = {(page.place.path, page.target) for page in pages if not page.file}
    return LinkedSource(
        compiled.path,
        compiled.cards,
        kinds_counted([(each.note.note_type, each.note.kind) for each in of], types),
        _counted(each.note.note_type for each in of),
        sum(len(each.packed.cards) for each in of),
        tuple(Draft(each.front, each.place) for each in compiled.drafts),
        tuple(shown.items()),
        compiled.diagnostics,
        compiled.outline.allowances,
        tuple(sorted(unshown)),
        compiled.left_out,
        tuple(sorted(missing)),
    )


def total(counts: Iterable[Iterable[tuple[str, int]]]) -> tuple[tuple[str, int], ...]:
    """The sums of counts by name."""
    summed: Counter[str] = Counter()
    for name, number in chain.from_iterable(counts):
        summed[name] += number
    return tuple(sorted(summed.items()))


def _counted(names: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(names).items()))
