"""Kinds of card: one file each says which note type carries it and what goes into which field.

A kind is chosen with `#card/NAME`; without that, a card with cloze deletions is `cloze` and any
other `basic`. Kinds that only switch something on (`joins`) may be combined.
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
    """The parts of a card: tokens, and their HTML, which is made when it is first used.

    `heading` is inline HTML; `above` and `below` are the blocks around the separator. Without one
    (`separated` false) the whole body is `below`. Everything that is rendered must go into a field:
    `rendering` collects its media, deletions and findings. `kinds` are all kinds of the card.
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
        # Not `cached_property`, whose lock costs more than it saves here.
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
        """The heading and the text above the separator."""
        if self._question is None:
            self._question = self.titled(self.html(self.above))
        return self._question

    @property
    def answer(self) -> str:
        """The text below the separator, or the whole body."""
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

    `joins` names the kinds that may be combined with it on one card. With `marks` a highlight is a
    deletion.
    """

    note_type: str
    fill: Callable[[Sides], dict[str, str]]
    joins: frozenset[str] = frozenset()
    marks: bool = False


def names() -> tuple[str, ...]:
    """The names that may follow `#card/`, except `draft`."""
    return drop_in.names(_PACKAGE)


def get(name: str) -> Kind:
    """The kind with this name."""
    kind: Kind = drop_in.load(_PACKAGE, name, "KIND")
    return kind


def choose(asked: Iterable[str], default: str | None, *, deletions: bool) -> tuple[str, ...] | None:
    """The names of the kinds of one card, sorted; `None` if they exclude each other.

    `asked` are the names in the tags of the card, `default` is that of the file; `deletions` says
    whether the text of the card has `{{c1::..}}` outside code and math.
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
    """The fields of a card that has all the chosen kinds."""
    fields: dict[str, str] = {}
    for name in chosen:
        fields |= get(name).fill(sides)
    return fields
