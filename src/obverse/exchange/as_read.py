"""As read: the cards of an adopted source as they are read in it, with little that is parsed.

Of most cards it is evident what is read: a heading, and texts in which nothing could be a heading,
a separator, a tag or a pin, nor reach beyond them. Only the other cards are parsed.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from obverse.cards.cards import WrittenCard, WrittenDeck
from obverse.cards.reparse import reparse
from obverse.cards.unparse import unparse
from obverse.compile.guarded import SPACE_OR_END, guarded
from obverse.languages import escape, tags
from obverse.note_types import NoteType

_MEANS = re.compile(
    r"(?<![^\s(\[])[#^]|\]:|%%|\*\*\*|<!|<\?|~~~|^[ \t]*+[-_*](?:[ \t]*+[-_*]){2,}[ \t]*+$",
    re.MULTILINE,
)
_NAME = re.compile(r"\w+(?: \w+)*")
_HEADING = re.compile(r"(?![\s<])(?:[^\n\\#^%<$]|<(?![!?])|\$(?!\$))*+(?<=[\w?.!)*}>\"”:])")


def as_read(
    deck: WrittenDeck, text: str, note_types: Mapping[str, NoteType]
) -> tuple[WrittenCard, ...]:
    """The cards of `deck` as they are read in its `text`, each with what applies to all of them."""
    known = note_types.get(deck.note_type)
    names = [name for name, _ in known.fields] if known else []
    read = [_evident(card, names) for card in deck.cards]
    others = [card for card, found in zip(deck.cards, read, strict=True) if not found]
    if len(others) == len(read):
        return reparse(text, note_types).standing_alone()
    parsed = reparse(unparse(replace(deck, cards=tuple(others))), note_types)
    if len(parsed.cards) != len(others):
        return reparse(text, note_types).standing_alone()
    rest = iter(parsed.cards)
    return replace(parsed, cards=tuple(found or next(rest) for found in read)).standing_alone()


def _evident(card: WrittenCard, names: list[str]) -> WrittenCard | None:
    """The card as it is read, if that is evident."""
    heading, _, above = card.front.partition("\n")
    texts = (above, card.back, *card.fields.values())
    has_more = card.kinds or card.comment or card.pin or card.draft or not card.sure
    if has_more or (above and not above.strip()):
        return None
    if not _HEADING.fullmatch(heading) or escape.heading_end(heading) != heading:
        return None
    if not all(map(_is_one, card.tags)) or not _are_evident(tuple(card.fields), tuple(names)):
        return None
    if any(map(_MEANS.search, texts)) or any(
        guarded(t, separated=False) != _bare(t) for t in texts
    ):
        return None
    front = f"{heading}\n{_bare(above)}" if "\n" in card.front else heading
    fields = {name: _bare(each) for name, each in card.fields.items()}
    return WrittenCard(front, _bare(card.back), tags=card.tags, fields=fields)


def _bare(text: str) -> str:
    return text.strip("\n").rstrip(SPACE_OR_END)


@lru_cache
def _is_one(tag: str) -> bool:
    """Whether a tag is read as it is written."""
    return [*tags.find_tags(f"#{tag}")] == [(tag, 0)] and "card/" not in tag.casefold()


@lru_cache
def _are_evident(used: tuple[str, ...], names: tuple[str, ...]) -> bool:
    """Whether the headings of fields are read as their names, and no two as one."""
    folded = {name.casefold() for name in names}
    return len(folded) == len(names) and all(
        name in names and _NAME.fullmatch(name) for name in used
    )
