"""The lines of front matter that stay as the author wrote them when a source is written anew."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from obverse.languages.front_matter import OURS, FrontMatter
from obverse.machine.late import late

_KEY = late(r"([^\s#\-?](?:[^:]*[^:\s])?)\s*:(?:\s|$)")
# Texts in quotes are passed over, so that a `#` in them begins no comment.
_SCAN = late(r"""\"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|'[^']*(?:'|\Z)|(?<!\S)(#.*)|.""")
_IN_QUOTES = late(r"""\"(?:[^"\\]|\\.)*+(?:(")|\\?\Z)|'[^']*+(?:(')|\Z)""")
_ANCHOR = late(r"(?<!\S)&\S")


class KeptLines(NamedTuple):
    """Lines of front matter, and the names of keys of ours that they say, so nothing else has to.

    A line of what is said anew is kept where it is a comment.
    """

    lines: tuple[str, ...] = ()
    names: frozenset[str] = frozenset()


NOTHING = KeptLines()


def kept(lines: Sequence[str], front: FrontMatter) -> KeptLines:
    """What stays of a file whose front matter was read as `front`.

    That is all keys but ours, and those of ours that `FrontMatter` does not wholly hold: one
    without a value, `tags` that are not all texts, one that another key refers to.
    """
    block = lines[1 : max(front.lines - 1, 0)]
    if not _is_plain(block):
        return KeptLines(tuple(block), OURS)
    parts = list(_parts(block))
    said = {"tags": bool(front.tags), "deck": bool(front.deck), "card": bool(front.card)}
    said |= {"cards": bool(front.cards)}
    said |= {"note-type": bool(front.note_type), "draft": front.draft}
    names = {name for name, part in parts if any(map(_has_anchor, part))}
    written = [name for name, _ in parts]
    names |= {name for name in written if not said.get(name) or written.count(name) > 1}
    if front.findings:
        names.add("tags")
    left: list[str] = []
    for name, part in parts:
        stays = name and (name not in OURS or name in names)
        left += part if stays else filter(None, map(_comment, part))
    return KeptLines(tuple(left), frozenset(names & OURS.intersection(written)))


def _is_plain(block: Sequence[str]) -> bool:
    """Whether each key begins a line: not so between braces, or where all is indented."""
    first = next((line for line in block if line.strip() and not line.startswith("#")), "")
    return not first or (_KEY.match(first) is not None and first[0] not in "{[!&")


def _parts(block: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Each key with its lines; lines of comments before the first have an empty name."""
    name, part = "", list[str]()
    for line in block:
        if found := _KEY.match(line):
            yield name, part
            name, part = found[1].strip("\"'"), []
        elif line.startswith("? "):
            yield name, part
            name, part = "?", []
        part.append(line)
    yield name, part


def _has_anchor(line: str) -> bool:
    bare = _IN_QUOTES.sub(lambda found: "" if found.lastindex else found[0], line)
    return _ANCHOR.search(bare) is not None


def _comment(line: str) -> str:
    return next((found[1] for found in _SCAN.finditer(line) if found[1]), "")
