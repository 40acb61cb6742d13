"""Table form: cards that no `##` section can say all of, as rows of a table."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from obverse.cards.cards import WrittenCard
from obverse.languages import escape, table_rows

_BLANK = re.compile(r"\n[ \t]*\n\s*")
_BREAK = re.compile(r"(?:\\|(?<! ) {2,}+)?\n")
_ROWS = "card/rows"


def is_row(card: WrittenCard) -> bool:
    """Whether a card is written as a row: it has what only rows have."""
    return bool(card.extra or card.context) and not card.note_type


def groups(cards: Sequence[WrittenCard]) -> Iterator[tuple[bool, list[WrittenCard]]]:
    """The cards in order, those that are rows of one table together."""
    for (as_row, *_), each in groupby(cards, key=_table):
        yield as_row, [*each]


def _table(card: WrittenCard) -> tuple[bool, str, tuple[str, ...]]:
    return (True, card.context, card.kinds) if is_row(card) else (False, "", ())


def table_section(cards: Sequence[WrittenCard]) -> str:
    """The section whose table has these cards as its rows."""
    first = cards[0]
    kinds = " ".join(f"#card/{kind}" for kind in first.kinds)
    above = " ".join(part for part in (f"#{_ROWS}", kinds) if part)
    heading = f"## {escape.heading(first.context)}".rstrip()
    # A heading without text is one of only tags.
    parts = [heading, above] if first.context else [f"## {above}"]
    columns = [*_columns(cards)]
    lines = ["| " + " | ".join(name for name, _ in columns) + " |", table_rows.dashes(len(columns))]
    for card in cards:
        cells = (_cell(text(card)) for _, text in columns)
        lines.append("| " + " | ".join(cells) + " |")
    return "\n\n".join((*parts, "\n".join(lines)))


def _columns(cards: Sequence[WrittenCard]) -> Iterator[tuple[str, Callable[[WrittenCard], str]]]:
    yield "Question", lambda card: card.front.partition("\n")[0]
    yield "Answer", _answer
    most = max(len(_paragraphs(card.extra)) for card in cards)
    for at in range(most):
        yield "Extra" if at == 0 else f"Extra {at + 1}", _paragraph(at)
    if any(card.tags for card in cards):
        yield "tags", lambda card: ", ".join(card.tags)
    if any(card.pin for card in cards):
        yield "id", lambda card: card.pin
    if any(card.draft or not card.sure for card in cards):
        yield "draft", lambda card: "yes" if card.draft or not card.sure else ""


def _answer(card: WrittenCard) -> str:
    """The answer, with what stands above it, which no cell of its own can hold."""
    _, _, above = card.front.partition("\n")
    return "\n".join(part for part in (above.strip(), card.back) if part)


def _paragraph(at: int) -> Callable[[WrittenCard], str]:
    def text(card: WrittenCard) -> str:
        parts = _paragraphs(card.extra)
        return parts[at] if at < len(parts) else ""

    return text


def _paragraphs(text: str) -> list[str]:
    return [part for part in _BLANK.split(text) if part.strip()]


def _cell(text: str) -> str:
    """Markdown on one line, a `\\` before each bar: the table takes it away."""
    lines = (line.strip() for line in _BREAK.split(text))
    return "<br>".join(line for line in lines if line).replace("|", "\\|")
