"""Kinds of card: one file each says which note type carries it and what goes into which field.

A kind is asked for with `#card/NAME`; without that, a card with cloze deletions is `cloze` and
any other `basic`. Kinds that only switch something on (`joins`) may stand together.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from obverse import drop_in

_PACKAGE = "obverse.kinds"
DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Sides:
    """The rendered parts of a card, and its texts.

    `heading` is inline HTML; `above` and `below` are block HTML, parted by the separator. Without
    one (`separated` false) the whole body is `below`. `answer` is the plain text of `below`.
    """

    heading: str
    above: str
    below: str
    separated: bool
    heading_text: str
    answer: str

    @property
    def question(self) -> str:
        """Heading and what stands above the separator."""
        return f"<p>{self.heading}</p>\n{self.above}" if self.above else self.heading


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of card: the key of its note type, and the fields it fills, by field name.

    `joins` names the kinds that may stand beside it on one card.
    """

    note_type: str
    fill: Callable[[Sides], dict[str, str]]
    joins: frozenset[str] = frozenset()


def names() -> tuple[str, ...]:
    """What may stand behind `#card/`, drafts aside."""
    return drop_in.names(_PACKAGE)


def get(name: str) -> Kind:
    """The kind with this name."""
    kind: Kind = drop_in.load(_PACKAGE, name, "KIND")
    return kind


def choose(asked: Iterable[str], default: str | None, *, deletions: bool) -> tuple[str, ...] | None:
    """The names of the kinds that one card is, sorted; `None` where what was asked is at odds.

    `asked` are the names in the card's own tags, `default` is the file's; `deletions` tells
    whether the card's text holds `{{c1::..}}` outside code and math.
    """
    chosen = tuple(sorted(set(asked)))
    if not chosen:
        return ("cloze",) if deletions else (default or "basic",)
    if deletions and get(chosen[0]).note_type != get("cloze").note_type:
        return None
    if all(each in get(name).joins for name in chosen for each in chosen if each != name):
        return chosen
    return None


def fill(chosen: tuple[str, ...], sides: Sides) -> dict[str, str]:
    """The fields of a card that is of all the chosen kinds."""
    fields: dict[str, str] = {}
    for name in chosen:
        fields |= get(name).fill(sides)
    return fields
