"""Compile sources: each from its bytes alone, so that it can be cached, and run in any process."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import lru_cache, partial
from typing import TYPE_CHECKING, NamedTuple

from obverse.compile.compile_source import begin_source, compile_part, compile_source
from obverse.languages.highlight import blocks_of
from obverse.machine.cache import Cache, key
from obverse.machine.codec import Encoded
from obverse.machine.early_process import MOST_SENT, take_early
from obverse.machine.files import digest
from obverse.machine.fork import cores, is_alone, is_split
from obverse.machine.threads import beside
from obverse.machine.version import version
from obverse.note_types import NoteType
from obverse.values.compiled import Compiled
from obverse.values.render_settings import RenderSettings

if TYPE_CHECKING:
    from obverse.compile.compile_source import BegunSource, Piece

# Called with how many sources are compiled, and how many there are.
Progress = Callable[[int, int], None]
# Bytes of source text: below it, starting processes costs more than they save, or one beside this.
_WORTH_PROCESSES = MOST_SENT
_WORTH_TWO = 100_000
_AT_ONCE = 64  # sources to keep in one transaction, which takes a millisecond each
_Made = Encoded[Compiled]


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
    with ExitStack() as stack:
        pieces, joined = _pieces(missing, settings)
        work = _Compiling(settings, note_types, cache is not None)
        made = joined(stack.enter_context(_shared_out(work, pieces, told)))

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

    def keep(self, cache: Cache[Compiled], total: int) -> None:
        """Put what was compiled into the cache; `total` is how many sources there are in all."""
        if self._fresh:
            cache.put(self._fresh, total)


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


class _Compiling(NamedTuple):
    """The work on a piece, in two steps; encoded for the cache too if it `is_kept` there."""

    settings: RenderSettings
    note_types: Mapping[str, NoteType]
    is_kept: bool

    def whole(self, piece: "Piece") -> Encoded[Compiled]:
        return self.end(self.begin(piece), b"")

    def begin(self, piece: "Piece") -> "BegunSource":
        path, raw = piece
        if isinstance(raw, bytes):
            return begin_source((path, raw), self.settings, self.note_types)
        made = compile_part(path, raw, self.settings, self.note_types)
        return lambda _blocks: made

    def end(self, begun: "BegunSource", coloured: bytes) -> Encoded[Compiled]:
        encoded = Encoded(Compiled, begun(_blocks_of(coloured)))
        if self.is_kept:
            _ = encoded.text  # here, so that it is made in all processes at once
        return encoded


_blocks_of = lru_cache(maxsize=1)(blocks_of)


@contextmanager
def _shared_out(
    work: _Compiling, pieces: "Sequence[Piece]", told: Progress | None
) -> Iterator[Iterator[Encoded[Compiled]]]:
    size = sum(map(_size, pieces))
    is_small = size < _WORTH_PROCESSES
    early = take_early() if pieces and is_small else None
    if early or (size >= _WORTH_TWO and is_split() and is_alone()):
        from obverse.machine.share import SharedWork, shared_out  # not for an edit

        processes = 2 if is_small else cores()
        prepare = _coloured if processes == 2 else None  # noqa: PLR2004  # more colour their own
        steps = SharedWork(Compiled, work.begin, work.end, prepare)
        with shared_out(steps, pieces, processes, early) as made:
            yield _counted(made, len(pieces), told)
    elif is_small:
        yield _counted(map(work.whole, pieces), len(pieces), told)
    else:  # on Windows; and in an editor, whose other threads are to answer meanwhile
        from obverse.machine.pool import spread

        with spread(work.whole, pieces, told) as made:
            yield made


def _coloured(pieces: "Sequence[Piece]") -> bytes:
    from obverse.compile.colour_ahead import coloured_code

    return coloured_code([raw for _, raw in pieces if isinstance(raw, bytes)])


def _size(piece: "Piece") -> int:
    _, raw = piece
    return len(raw if isinstance(raw, bytes) else raw.text)


def _counted(
    made: Iterator[Encoded[Compiled]], total: int, told: Progress | None
) -> Iterator[Encoded[Compiled]]:
    for number, each in enumerate(made, start=1):
        yield each
        if told:
            told(number, total)
