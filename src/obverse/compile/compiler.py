"""Compile sources: each from its bytes alone, so that it can be cached, and run in any process."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING

from obverse.compile.leave_out import leave_out
from obverse.compile.parse import parse
from obverse.compile.recompile import recompile
from obverse.compile.render import render
from obverse.errors import TextError
from obverse.languages.highlight import ColouredBlocks, blocks_of, coloured
from obverse.languages.markdown import RenderSettings, Syntax
from obverse.machine import unfetched
from obverse.machine.cache import Cache, key
from obverse.machine.codec import Encoded
from obverse.machine.files import digest
from obverse.machine.fork import is_split
from obverse.machine.threads import beside
from obverse.machine.version import version
from obverse.note_types import NoteType
from obverse.project.left_out import UNREADABLE
from obverse.values.card_settings import OF_NOTE
from obverse.values.compiled import Compiled
from obverse.values.diagnostic import Severity, error, in_order, of_text_error
from obverse.values.source import Place, Source, decode

# Called with how many sources are compiled, and how many there are.
Progress = Callable[[int, int], None]
# Bytes of source text: below it, starting processes costs more than they save, or one beside this.
_WORTH_PROCESSES = 500_000
_WORTH_HALVES = 100_000
_OWN_SHARE = 0.6  # of two processes; the other colours the code of both
_AT_ONCE = 64  # sources to keep in one transaction, which takes a millisecond each
_DEFAULT = RenderSettings()
_Made = Encoded[Compiled]
if TYPE_CHECKING:  # most projects have no tables
    from obverse.compile.table_parts import TablePart

    Piece = tuple[str, bytes | TablePart]
_NONE: Mapping[str, NoteType] = {}


def compile_source(
    source: tuple[str, bytes],
    settings: RenderSettings = _DEFAULT,
    note_types: Mapping[str, NoteType] = _NONE,
    before: Compiled | None = None,
    blocks: ColouredBlocks = (),
) -> Compiled:
    """The notes of one source, from only its path and bytes, the settings and the note types.

    So the result can be cached, and made in another process. `before`, the result for an earlier
    text of the same source, saves work and changes nothing; so do `blocks` of code in it.
    """
    path, raw = source
    if settings.cards.tables and settings.cards.table(path):
        from obverse.compile.table_parts import join_parts, recompile_parts, table_parts

        if parts := table_parts(path, raw, settings.cards):

            def compiled(part: "TablePart") -> Compiled:
                return _part(path, part, settings, note_types)

            made = before and recompile_parts(path, parts, before, compiled)
            return made or join_parts(path, [(part, compiled(part)) for part in parts])
    elif reason := leave_out(path, raw, settings):
        return Compiled(path, (), (), 0, (), left_out=reason)
    made = _of_text(source, settings, note_types, before, before.blocks if before else blocks)
    if any(note.pin and OF_NOTE in note.pin for note in (*made.notes, *made.drafts)):
        from obverse.compile.twin_pins import without_twins

        made = without_twins(made)
    return made


def _part(
    path: str, part: "TablePart", settings: RenderSettings, note_types: Mapping[str, NoteType]
) -> Compiled:
    settings = settings._replace(cards=part.cards)
    return _of_text((path, part.text.encode()), settings, note_types)


def _of_text(
    source: tuple[str, bytes],
    settings: RenderSettings,
    note_types: Mapping[str, NoteType],
    before: Compiled | None = None,
    known: ColouredBlocks = (),
) -> Compiled:
    path, raw = source
    if missing := unfetched.of_content(raw, path):
        what, hint = missing
        found = error(Place(path), "unfetched-file", f"cannot read this source: {what}", hint)
        return Compiled(path, (), (), 0, (found,))

    def compiled(text: Source, syntax: Syntax | None = None) -> Compiled:
        made = render(parse(text, note_types, settings.cards, syntax), settings, known)
        return made._replace(diagnostics=in_order(made.diagnostics))

    try:
        text = Source(path, decode(raw))
        return (before and recompile(text, before, compiled)) or compiled(text)
    except TextError as fault:
        found = of_text_error(path, fault)
        if found.rule == "not-utf-8" and settings.cards.tables and settings.cards.table(path):
            found = found._replace(hint="save it as UTF-8 (in Excel: CSV UTF-8)")
        if not settings.cards.is_headings:
            from obverse.compile.unreadable_note import unreadable_note

            found = unreadable_note(found, raw, path, settings.cards)
            if found.severity is Severity.INFO:
                return Compiled(path, (), (), 0, (found,), left_out=UNREADABLE)
        return Compiled(path, (), (), 0, (found,))


@contextmanager
def compiling(
    sources: Mapping[str, bytes],
    settings: RenderSettings,
    note_types: Mapping[str, NoteType],
    cache: Cache[Compiled] | None = None,
    told: Progress | None = None,
) -> Iterator[Callable[[], tuple[Compiled, ...]]]:
    """Compile every source: from the cache, or in as many processes as it is worth.

    Other processes start at once; the function that the block gets works too, and returns all
    sources in order. When the block ends, the results are in the cache.
    """
    named = keys({path: digest(raw) for path, raw in sources.items()}, settings, note_types)
    kept = cache.get(named.values()) if cache else {}
    missing = [(path, raw) for path, raw in sources.items() if named[path] not in kept]
    fresh: dict[bytes, Encoded[Compiled]] = {}
    work = partial(_encoded, settings=settings, note_types=note_types, kept=cache is not None)
    with ExitStack() as stack:
        pieces, joined = _pieces(missing, settings)
        made = joined(stack.enter_context(_by_hand(work, pieces, told)))

        def wait() -> tuple[Compiled, ...]:
            for (path, _), each in zip(missing, made, strict=True):
                # Read and kept as it comes, while others still work: so few are there as text too.
                kept[named[path]] = each.value
                fresh[named[path]] = each
                if cache and len(fresh) == _AT_ONCE:
                    cache.put(fresh, len(sources))
                    fresh.clear()
            if cache and fresh:
                stack.enter_context(beside(partial(cache.put, fresh, len(sources))))
            return tuple(kept[named[path]] for path in sources)

        yield wait


class EditedSources:
    """Some of the sources, that had the digests `before` (`files.digest`)."""

    def __init__(
        self,
        sources: Mapping[str, bytes],
        before: Mapping[str, str],
        settings: RenderSettings,
        note_types: Mapping[str, NoteType],
    ) -> None:
        """Take the sources and everything else that affects a result."""
        self._sources = sources
        self._work = partial(compile_source, settings=settings, note_types=note_types)
        now = {path: digest(sources[path]) for path in before}
        self._old, self._new = (keys(each, settings, note_types) for each in (before, now))
        self._fresh: dict[bytes, Encoded[Compiled]] = {}

    def compiled(self, cache: Cache[Compiled]) -> Iterator[tuple[Compiled, Compiled]]:
        """Each source as it was and as it is.

        Raises `LookupError` if the cache does not have one as it was.
        """
        kept = cache.get([*self._old.values(), *self._new.values()])
        for path, name in self._new.items():
            was = kept[self._old[path]]
            if name not in kept:
                kept[name] = self._work((path, self._sources[path]), before=was)
                self._fresh[name] = Encoded(Compiled, kept[name])
            yield was, kept[name]

    def keep(self, cache: Cache[Compiled]) -> None:
        """Put what was compiled into the cache."""
        if self._fresh:
            cache.put(self._fresh, len(self._sources))


def keys(
    digests: Mapping[str, str], settings: RenderSettings, note_types: Mapping[str, NoteType]
) -> dict[str, bytes]:
    """The keys in the cache of sources with these paths and digests (`files.digest`)."""
    shape = (version(), settings.digest, repr(sorted(note_types.items())))
    return {path: key(*shape, path, digest) for path, digest in digests.items()}


def _pieces(
    sources: Sequence[tuple[str, bytes]], settings: RenderSettings
) -> "tuple[Sequence[Piece], Callable[[Iterator[_Made]], Iterator[_Made]]]":
    """What can be compiled apart, and what makes sources of it again: a table is many pieces."""
    if not settings.cards.tables:
        return sources, lambda made: made
    from obverse.compile.table_parts import join_parts, table_parts

    parts = [table_parts(path, raw, settings.cards) for path, raw in sources]
    pieces: list[Piece] = []
    for (path, raw), some in zip(sources, parts, strict=True):
        pieces += ((path, part) for part in some) if len(some) > 1 else [(path, raw)]

    def joined(made: Iterator[_Made]) -> Iterator[_Made]:
        for (path, _), some in zip(sources, parts, strict=True):
            if len(some) > 1:
                whole = join_parts(path, [(part, next(made).value) for part in some])
                yield Encoded(Compiled, whole)
            else:
                yield next(made)

    return pieces, joined


def _encoded(
    source: "Piece",
    *,
    settings: RenderSettings,
    note_types: Mapping[str, NoteType],
    kept: bool,
    prepared: bytes = b"",
) -> Encoded[Compiled]:
    path, raw = source
    if isinstance(raw, bytes):
        blocks = blocks_of(prepared)
        made = compile_source((path, raw), settings, note_types, blocks=blocks)
        encoded = Encoded(Compiled, made)
    else:
        encoded = Encoded(Compiled, _part(path, raw, settings, note_types))
    if kept:
        # Here, so that it is done in all processes at once.
        _ = encoded.text
    return encoded


@contextmanager
def _by_hand(
    work: "Callable[[Piece], Encoded[Compiled]]",
    sources: "Sequence[Piece]",
    told: Progress | None,
) -> Iterator[Iterator[Encoded[Compiled]]]:
    size = sum(map(_size, sources))
    if size >= _WORTH_PROCESSES:
        from obverse.machine.pool import spread

        with spread(work, sources, told) as made:
            yield made
    elif size >= _WORTH_HALVES and len(sources) > 1 and is_split():
        from obverse.machine.halves import in_halves

        own = _own(sources, size * _OWN_SHARE)
        with in_halves(work, Compiled, sources, own, _coloured) as made:
            yield _counted(made, len(sources), told)
    else:
        yield _counted(map(work, sources), len(sources), told)


def _coloured(sources: "Sequence[Piece]") -> bytes:
    """The blocks of code in these sources with colours, as `blocks_of` reads them.

    Each process that colours code loads the lexers, which takes longer than a fence.
    """
    texts = (raw.decode(errors="replace") for _, raw in sources if isinstance(raw, bytes))
    return coloured(texts)


def _size(piece: "Piece") -> int:
    _, raw = piece
    return len(raw if isinstance(raw, bytes) else raw.text)


def _own(sources: "Sequence[Piece]", share: float) -> int:
    """How many of the sources, from the first, have about this many bytes: not all of them."""
    sizes = accumulate(map(_size, sources[:-1]))
    return sum(size <= share for size in sizes)


def _counted(
    made: Iterator[Encoded[Compiled]], total: int, told: Progress | None
) -> Iterator[Encoded[Compiled]]:
    for number, each in enumerate(made, start=1):
        yield each
        if told:
            told(number, total)
