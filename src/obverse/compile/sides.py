"""The sides of a card, as a kind finds them when it fills its fields."""

from collections.abc import Sequence

from obverse.languages import markdown
from obverse.languages.fingerprint import plain
from obverse.languages.markdown import Rendering, Token


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

    def text(self, blocks: Sequence[Token]) -> str:
        """Blocks as plain text."""
        return markdown.text(blocks)

    def titled(self, body: str) -> str:
        """The heading and HTML blocks below it as one field."""
        return f"<p>{self.heading}</p>\n{body}" if body else self.heading
