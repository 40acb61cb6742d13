"""Edited sources on their way from the process that compiled them: a line each."""

from collections.abc import Iterable, Iterator

from obverse.machine import codec
from obverse.values.compiled import Compiled

Pair = tuple[Compiled, Compiled]


def encoded(pairs: Iterable[Pair]) -> bytes:
    """The lines of sources, of each as it was and as it is."""
    return b"\n".join(codec.dumps(each).encode() for pair in pairs for each in pair)


def decoded(raw: bytes) -> Iterator[Pair]:
    """What `encoded` made lines of: what the codec writes has no line ends in it."""
    texts = iter(raw.split(b"\n") if raw else ())
    for before in texts:
        yield codec.loads(Compiled, before), codec.loads(Compiled, next(texts))
