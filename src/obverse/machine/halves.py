"""A list of work in two processes: lighter than `pool`, for work that takes a tenth of a second."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TypeVar

from obverse.machine.codec import Encoded
from obverse.machine.fork import aside

_T = TypeVar("_T")
_R = TypeVar("_R")


@contextmanager
def in_halves(
    work: Callable[..., Encoded[_R]],
    kind: type[_R],
    pieces: Sequence[_T],
    first: int,
    prepare: Callable[[Sequence[_T]], bytes] | None = None,
) -> Iterator[Iterator[Encoded[_R]]]:
    """`work(piece)` for each, in their order: the `first` here, the others in another process.

    That begins at once, beside what the block does, and those here when they are asked for. `kind`
    is what is encoded. At least one is left to the other process. There the work for those here is
    prepared before anything else: what both would have to load is loaded once.
    """

    def others() -> Iterator[bytes]:
        if prepare:
            yield prepare(pieces[:first])
        # JSON has no line break of its own.
        yield b"\n".join([work(piece).text for piece in pieces[first:]])

    with aside(others) as received:

        def made() -> Iterator[Encoded[_R]]:
            here = partial(work, prepared=received()) if prepare else work
            yield from map(here, pieces[:first])
            yield from (Encoded(kind, text=text) for text in received().split(b"\n"))

        yield made()
