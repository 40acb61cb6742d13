"""Read input: the cards of a file, or of the standard input, in any format that can be read."""

import sys
from contextlib import AbstractContextManager, nullcontext
from typing import BinaryIO

from obverse import formats
from obverse.errors import ObverseError, TextError
from obverse.formats import Contents
from obverse.machine import files
from obverse.values.diagnostic import Severity, error, of_text_error
from obverse.values.import_limits import check_size
from obverse.values.source import Place

_TRUST = "trust"  # what a reader is told that is not an option
_START = 4096  # bytes by which a format is recognised
_PIECE = 1 << 20


def read_input(file: str, name: str | None, options: tuple[str, ...], *, trust: bool) -> Contents:
    """What a file or the standard input (`-`) holds, read as a format or as what it looks like.

    `options` are `NAME=VALUE`; with `trust` all HTML is kept. What is wrong with the text is among
    the findings, and so is that there are no cards. Raises `ObverseError`.
    """
    with _opened(file) as stream:
        start = stream.read(_START)
        name = name or formats.to_read(file, start)
        reader = formats.get(name).reads
        raw = _whole(stream, start, reader.most) if reader else b""
    if reader is None:
        known = ", ".join(f"`{each}`" for each in formats.readers())
        raise ObverseError(f"the format `{name}` cannot be read", f"these can: {known}")
    told = {}
    for option in options:
        key, _, value = option.partition("=")
        if key not in reader.options and not (reader.names_parts and key.strip() and key != _TRUST):
            known = ", ".join(f"`{each}`" for each in reader.options) or "none"
            raise ObverseError(f"`{name}` has no option `{key}`", f"its options: {known}")
        told[key] = value
    try:
        found = reader.read(raw, file, **told, **({_TRUST: trust} if reader.trusts else {}))
    except TextError as fault:
        return formats.Contents("", (), diagnostics=(of_text_error(file, fault),))
    if found.cards or _fails(found):
        return found
    none = error(Place(file), "no-cards", f"there are no cards in `{file}`")
    return found._replace(diagnostics=(*found.diagnostics, none))


def _opened(file: str) -> AbstractContextManager[BinaryIO]:
    if file != "-":
        return files.opened(file)
    if sys.stdin is None:
        raise ObverseError("the standard input is closed", "name a file")
    return nullcontext(sys.stdin.buffer)


def _whole(stream: BinaryIO, start: bytes, most: int) -> bytes:
    """All bytes of a file of which these are read. Raises `ObverseError` if there are too many."""
    if size := files.size(stream):
        check_size(size, most)
        return start + stream.read()
    pieces, size = [start], len(start)
    while piece := stream.read(_PIECE):
        pieces.append(piece)
        size += len(piece)
        check_size(size, most)
    return b"".join(pieces)


def _fails(found: Contents) -> bool:
    return any(each.severity is Severity.ERROR for each in found.diagnostics)
