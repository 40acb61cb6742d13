"""Write cards as a table, without columns that no card uses."""

import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from obverse.cards.cards import WrittenCard
from obverse.formats.csv import ALWAYS, FIELD, FORMULA, SOMETIMES
from obverse.languages import tags
from obverse.languages.table import Dialect, cell

_TEXTS = (
    *("front", "back", "deck", "comment", "note_type", "guid", "pin", "source"),
    *("extra", "context"),
)
_COMMAS = Dialect(",")
_FORMULA = re.compile(FORMULA)


def write(cards: Sequence[WrittenCard], stream: BinaryIO) -> None:
    """The names of the columns, then the cards. A card that is not sure is a draft."""
    rows = [_cells(card) for card in cards]
    used = {name for row in rows for name, text in row.items() if text}
    further = dict.fromkeys(FIELD + name for card in cards for name in card.fields)
    columns = [*ALWAYS, *(name for name in SOMETIMES if name in used), *further]
    stream.write(b"\xef\xbb\xbf")
    lines = [columns, *([row.get(name, "") for name in columns] for row in rows)]
    # RFC 4180 ends a row with CR LF.
    stream.writelines((",".join(map(_guarded, line)) + "\r\n").encode() for line in lines)


def _cells(card: WrittenCard) -> dict[str, str]:
    return dict(_named(card))


def _named(card: WrittenCard) -> Iterator[tuple[str, str]]:
    for name in _TEXTS:
        yield name, getattr(card, name)
    yield "tags", " ".join(f"#{each}" if tags.is_in_quotes(each) else each for each in card.tags)
    yield "kinds", " ".join(card.kinds)
    yield "draft", "" if card.sure and not card.draft else "yes"
    for name, text in card.fields.items():
        yield FIELD + name, text


def _guarded(text: str) -> str:
    return cell(f"'{text}" if _FORMULA.match(text) else text, _COMMAS)
