"""Kinds of card: one file each says which note type carries it and what goes into which field.

A kind is asked for with `#card/NAME`; without that, a card with cloze deletions is `cloze` and
any other `basic`. Kinds that only switch something on (`joins`) may stand together.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from obverse import drop_in
from obverse.languages import markdown
from obverse.languages.fingerprint import plain
from obverse.languages.markdown import Rendering, Token

_PACKAGE = "obverse.compile.kinds"
DRAFT = "draft"


class Sides:
    """The parts of a card: tokens, and what is made of them when it is first asked for.

    `heading` is inline HTML; `above` and `below` are the blocks parted by the separator. Without
    one (`separated` false) the whole body is `below`. What is rendered goes into a field: media,
    deletions and findings are gathered in `rendering`. `kinds` are all kinds the card is of.
    """

    def __init__(
        self,
        heading: Sequence[Token],
        above: Sequence[Token],
        below: Sequence[Token],
        rendering: Rendering,
        *,
        separated: bool,
        kinds: tuple[str, ...] = (),
    ) -> None:
        """Render nothing yet but the heading."""
        self.above = above
        self.below = below
        self.separated = separated
        self.rendering = rendering
        self.kinds = kinds
        self.tokens = heading
        self.heading = markdown.html_of_line(heading, rendering)
        # Not `cached_property`, whose lock costs more than it keeps here.
        self._question: str | None = None
        self._answer: str | None = None

    def html(self, *blocks: Sequence[Token]) -> str:
        """HTML of runs of blocks, with the footnotes that they and the heading refer to."""
        parts = [markdown.html(tokens, self.rendering) for tokens in blocks if tokens]
        if notes := markdown.footnotes(self.rendering):
            parts.append(notes)
        return "\n".join(parts)

    @property
    def question(self) -> str:
        """Heading and what stands above the separator."""
        if self._question is None:
            self._question = self.titled(self.html(self.above))
        return self._question

    @property
    def answer(self) -> str:
        """What stands below the separator, or the whole body."""
        if self._answer is None:
            self._answer = self.html(self.below)
        return self._answer

    @property
    def answer_text(self) -> str:
        """The answer as plain text."""
        return plain(markdown.text(self.below, signs=False))

    def titled(self, body: str) -> str:
        """The heading and HTML blocks below it as one field."""
        return f"<p>{self.heading}</p>\n{body}" if body else self.heading


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of card: the key of its note type, and the fields it fills, by field name.

    `joins` names the kinds that may stand beside it on one card. With `marks` a highlight is a
    deletion.
    """

    note_type: str
    fill: Callable[[Sides], dict[str, str]]
    joins: frozenset[str] = frozenset()
    marks: bool = False


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
