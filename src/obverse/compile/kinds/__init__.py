"""Kinds of card: one file each says which note type carries it and what goes into which field.

A kind is chosen with `#card/NAME`; without that, a card is of the kind that is the default for it.
Kinds that only switch something on (`joins`) may be combined. What others must know of a kind is
said by its value. Nothing here imports a library, because linking asks what a kind is too.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING, Literal, NamedTuple

from obverse import drop_in

if TYPE_CHECKING:
    from obverse.compile.sides import Sides
    from obverse.note_types import NoteType

_PACKAGE = "obverse.compile.kinds"
_PLUS = "+"  # between the kinds of one card, in `Note.kind` and the lock
DRAFT = "draft"


class Unfilled(NamedTuple):
    """What fields were filled from, as HTML: what was above the separator, and what below it.

    `numbers` are those of the deletions that the lock numbers, in order. With `separated` there was
    a separator even if nothing is above it but the heading.
    """

    question: str
    answer: str
    numbers: tuple[int, ...] = ()
    separated: bool = False


class Kind(NamedTuple):
    """A kind of card: the key of its note type, and the fields it fills, by field name.

    `joins` names kinds that may be combined with it on one card. `default_for` says which cards
    are of it that ask for no kind: all, or those with deletions in their text. With
    `asks_question` a card is a question and its answer, and the rules on wording look at it. With
    `marks` its author marks what is asked for: a highlight is a deletion, and the heading a title.
    With `is_typed` the answer is typed. `switch` is the field that makes a note one of this kind
    when it holds anything; `mark` is text in a field that makes it one, next to a kind that joins.

    `unfill` undoes `fill`: each way in which the fields may have been filled, the likeliest first,
    and nothing for fields of another kind. What asks `both_ways` is the kind of a card with the
    sign for that; the answer of one that `needs_blocks` stands in no cell of a table. `alias` is
    another name for it. `edited_here` says what to change instead, where an edit that was made
    in Anki cannot be written.

    The last two are for cards from elsewhere: `anki_name` stands in the names of Anki's own note
    types that do the same, and `is_like` says so of a note type and the fields of a note.
    """

    note_type: str
    fill: "Callable[[Sides], dict[str, str]]"
    joins: frozenset[str] = frozenset()
    default_for: Literal["", "all", "deletions"] = ""
    asks_question: bool = False
    marks: bool = False
    is_typed: bool = False
    switch: str = ""
    mark: str = ""
    unfill: "Callable[[Mapping[str, str]], Iterable[Unfilled]] | None" = None
    both_ways: bool = False
    needs_blocks: bool = False
    alias: str = ""
    edited_here: str = ""
    anki_name: str = ""
    is_like: "Callable[[NoteType, Sequence[str]], bool] | None" = None


def names() -> tuple[str, ...]:
    """The names that may follow `#card/`, except `draft`."""
    return drop_in.names(_PACKAGE)


@cache
def get(name: str) -> Kind:
    """The kind with this name."""
    kind: Kind = drop_in.load(_PACKAGE, name, "KIND")
    return kind


@cache
def default(*, deletions: bool = False) -> str:
    """The kind of a card that asks for none."""
    wanted = "deletions" if deletions else "all"
    return next(name for name in names() if get(name).default_for == wanted)


def choose(
    asked: Iterable[str], default_kind: str | None, *, deletions: bool
) -> tuple[str, ...] | None:
    """The names of the kinds of one card, sorted; `None` if they exclude each other.

    `asked` are the names in the tags of the card, `default_kind` is that of the file; `deletions`
    says whether the text of the card has `{{c1::..}}` outside code and math.
    """
    chosen = tuple(sorted(set(asked)))
    if not chosen:
        return (default(deletions=True),) if deletions else (default_kind or default(),)
    if deletions and get(chosen[0]).note_type != get(default(deletions=True)).note_type:
        return None
    if all(_join(name, other) for name, other in combinations(chosen, 2)):
        return chosen
    return None


def _join(name: str, other: str) -> bool:
    """Whether two kinds may stand together: it is enough that one of them says so."""
    return other in get(name).joins or name in get(other).joins


@cache
def both_ways() -> tuple[str, ...]:
    """The kinds of a card that is asked both ways."""
    return tuple(name for name in names() if get(name).both_ways)


@cache
def by_alias() -> Mapping[str, str]:
    """The names of kinds by the other names that they have."""
    return {get(name).alias: name for name in names() if get(name).alias}


def filled(chosen: Iterable[str], sides: "Sides") -> dict[str, str]:
    """The fields of a card that has all the chosen kinds."""
    fields: dict[str, str] = {}
    for name in chosen:
        fields |= get(name).fill(sides)
    return fields


@cache
def together(*texts: str) -> str:
    """The kinds of one card, or of cards that become one, as `Note.kind` says them."""
    every = sorted({name for text in texts for name in text.split(_PLUS)})
    return _PLUS.join(name for name in every if len(every) == 1 or name != default())


@cache
def of(text: str) -> tuple[Kind, ...]:
    """The kinds in what `together` gives."""
    return tuple(map(get, text.split(_PLUS)))


def asked_for(text: str) -> tuple[str, ...]:
    """The names that a card of these kinds asks for: none for the default."""
    return tuple(text.split(_PLUS)) if text != default() else ()


def switched_on(note_type: str, fields: Mapping[str, str]) -> tuple[str, ...]:
    """The kinds that a note of a built-in note type is, by the fields that it holds."""
    return tuple(name for name, kind in _of_note_type(note_type) if fields.get(kind.switch))


def unfilled(
    note_type: str, fields: Mapping[str, str]
) -> Iterator[tuple[tuple[str, ...], Unfilled]]:
    """What the fields of a note of a built-in note type may have been filled from.

    Gives the kinds that the card asks for, and the sides; the default kind last.
    """
    switched = switched_on(note_type, fields)
    every = sorted(_of_note_type(note_type), key=lambda each: bool(each[1].default_for))
    for name, kind in every:
        marked = (
            other
            for other, each in every
            if each.mark
            and _join(name, other)
            and any(each.mark in text for text in fields.values())
        )
        asked = tuple(sorted({*switched, *marked, *(() if kind.default_for else (name,))}))
        for sides in kind.unfill(fields) if kind.unfill else ():
            yield asked, sides


def _of_note_type(note_type: str) -> Iterator[tuple[str, Kind]]:
    every = ((name, get(name)) for name in names())
    return ((name, kind) for name, kind in every if kind.note_type == note_type)


def named_in(note_type: str) -> tuple[str, ...]:
    """The kinds that do what one of Anki's own note types does, by its name."""
    lower = note_type.lower()
    return tuple(name for name in names() if (said := get(name).anki_name) and said in lower)


def like(note_type: "NoteType", fields: Sequence[str]) -> tuple[str, ...]:
    """The kinds that do what a note of another note type does."""
    every = ((name, get(name).is_like) for name in names())
    return tuple(name for name, is_like in every if is_like and is_like(note_type, fields))
