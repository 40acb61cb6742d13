"""Tag changes: the ways in which tags are added to a card, or removed from it."""

import re
from collections.abc import Iterable, Iterator

from obverse.exchange.pull.splices import CardLines
from obverse.values.source import decode
from obverse.values.written_lines import with_lines

_ONLY_TAGS = re.compile(r"\s*#[^\s#]\S*(?:\s+#[^\s#]\S*)*\s*")


_PIN = re.compile(r"\^[\w-]+\s*+")


def _filled(lines: list[str], end: int) -> int:
    """The line after the last one before `end` that is not blank, and at least the second."""
    while end > 1 and not lines[end - 1].strip():
        end -= 1
    return end


def with_pin(raw: bytes, at: CardLines, name: str) -> bytes:
    """The source with a card named, where it would be taken for a new one."""
    lines = decode(raw).split("\n")[at.first : at.end]
    end = _filled(lines, len(lines))
    return with_lines(raw, [(at.first + end, at.first + end, ["", f"^{name}"])])


def with_tags(
    raw: bytes, at: CardLines, added: Iterable[str], removed: Iterable[str] = ()
) -> Iterator[bytes]:
    """The source with tags, as they are written after `#`, added to a card, and others removed."""
    lines = decode(raw).split("\n")[at.first : at.end]
    for tag in removed:
        sign = re.compile(rf"(?<!\s)\s*+(?<!\S)#{re.escape(tag)}(?!\S)", re.IGNORECASE)
        lines = [sign.sub("", line) for line in lines]
    new = " ".join(f"#{tag}" for tag in added)
    if new:
        end = _filled(lines, len(lines))
        if _PIN.fullmatch(lines[end - 1]):  # a name stays on the last line
            end = _filled(lines, end - 1)
        if end > 1 and _ONLY_TAGS.fullmatch(lines[end - 1]):
            lines[end - 1] = f"{lines[end - 1].rstrip()} {new}"
        else:
            lines[end:end] = ["", new]
    yield with_lines(raw, [(at.first, at.end, lines)])
