"""Marks: the tags that make a card of what they stand at, in a run of tags at its end."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from obverse.compile import kinds
from obverse.compile.note_lines import LineKind, NoteLines
from obverse.languages import tags
from obverse.machine.late import late
from obverse.values.card_settings import MARK, ROWS, CardSettings

_LONGEST = 2000  # characters
_BRACKETED = late(r"#\[\[([\w/-]+)\]\]")
_RUN = late(r"(?:#(?:\[\[[\w/-]+\]\]|[\w/-]+)(?:[ \t]++|$))++")


class Mark(NamedTuple):
    """What the tags of one place say: whether one marks a card, its kinds, and all other tags."""

    is_mark: bool
    kinds: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


def mark_names(settings: CardSettings) -> frozenset[str]:
    """The tags that mark a card and never reach Anki, in lower case."""
    return frozenset({MARK, *settings.marker})


def read_marks(names: Iterable[str], settings: CardSettings) -> Mark:
    """What a run of tags says."""
    marks = mark_names(settings)
    asked: list[str] = []
    others: list[str] = []
    is_mark = False
    for name in names:
        kind = _kind(name.casefold(), marks)
        if kind is None:
            others.append(name)
            continue
        is_mark = True
        asked += [kind] * bool(kind)
    return Mark(is_mark, tuple(asked), tuple(others))


def _kind(name: str, marks: frozenset[str]) -> str | None:
    """The kind that a mark asks for, empty for none; `None` for any other tag."""
    if name in marks:
        return ""
    for mark in marks:
        for sign in "/-":
            if not name.startswith(mark + sign):
                continue
            kind = name[len(mark) + 1 :]
            kind = kinds.by_alias().get(kind, kind)
            is_known = kind in (*kinds.names(), kinds.DRAFT, ROWS)
            if is_known or (mark == MARK and sign == "/"):
                return kind
    return None


def at_end(text: str, settings: CardSettings) -> tuple[str, Mark]:
    """A text without the run of tags at its end, and what that says."""
    if "#" not in text:
        return text, Mark(is_mark=False)
    text = _with_plain_tags(text) if "#[[" in text else text
    start, names = tags.run_at_end(text)
    return text[:start].rstrip(), read_marks(names, settings)


def without_id(text: str) -> tuple[str, str]:
    """(the text without a block id at its end, which may follow the mark; the id or nothing)."""
    if "^" not in text:
        return text, ""
    from obverse.languages import pin

    found = pin.block_id(text)
    return (text[: found[1]].rstrip(), found[0]) if found else (text, "")


def _with_plain_tags(text: str) -> str:
    """A text whose run of tags at its end has none in brackets, as Logseq and Roam write them."""
    start = text.find("#[[") if len(text) <= _LONGEST else -1
    while start >= 0 and not _RUN.fullmatch(text, start):
        start = text.find("#[[", start + 1)
    return text if start < 0 else text[:start] + _BRACKETED.sub(r"#\1", text[start:])


def tag_line(lines: NoteLines, at: int) -> list[str] | None:
    """The tags of a line of nothing else; `None` for any other line."""
    text = lines.lines[at]
    if "#" not in text or lines.kinds[at] not in (LineKind.TEXT, LineKind.ITEM):
        return None
    return tags.only_tags(text)


def without_marks(names: Sequence[str], settings: CardSettings) -> str:
    """A line of tags, in which what marks a card is left out and kinds are asked for as usual."""
    mark = read_marks(names, settings)
    written = [*(f"card/{kind}" for kind in mark.kinds if kind != ROWS), *mark.tags]
    return " ".join(f"#{name}" for name in written)
