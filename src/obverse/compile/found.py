"""Found: a note as shapes look at it, the cards in it, and what is wrong with its marks."""

from typing import NamedTuple

from obverse.compile.note_lines import NoteLines
from obverse.note_types import NoteType
from obverse.values.card_settings import CardSettings

Written = tuple[tuple[int, str], ...]  # lines: (line in the source, from zero; its text)


class NotePage(NamedTuple):
    """A note as shapes look at it; `labels` are those of its links, in lower case.

    `note_type` is the project's own that its cards are of. `is_kept` says that the file is made for
    cards: what is not found stays.
    """

    lines: NoteLines
    settings: CardSettings
    labels: frozenset[str] = frozenset()
    note_type: NoteType | None = None
    is_kept: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """The shapes that are read."""
        return self.settings.words

    def written(self, first: int, end: int) -> Written:
        """Lines as they are written."""
        return tuple((at, self.lines.lines[at]) for at in range(first, end))


class MarkFault(NamedTuple):
    """What is wrong with a mark: its line from zero, what is meant there, and what to do."""

    line: int
    written: str
    rule: str
    message: str
    hint: str
    is_error: bool = False


class FoundCard(NamedTuple):
    """A card that a shape found in the lines from `first` to `end`; none without a question.

    `question` is its first paragraph, `above` more of the question, `extra` what is shown below
    the answer. `fields` are those of a custom note type, by name. `kinds` are names after `#card/`,
    `tags` those that it says itself: (name, line). `pin` names the card, `context` stands above its
    question. `holes` are lines in its extent that belong to other cards, `depth` that of its
    heading. With `separates` a line `***` in the answer separates as in a `##` section; what
    `is_apart` is shown only with the answer.
    """

    first: int
    end: int
    question: Written
    above: Written = ()
    answer: Written = ()
    extra: Written = ()
    fields: tuple[tuple[str, Written], ...] = ()
    kinds: tuple[str, ...] = ()
    tags: tuple[tuple[str, int], ...] = ()
    pin: str = ""
    context: str = ""
    holes: tuple[tuple[int, int], ...] = ()
    depth: int = 0
    separates: bool = False
    is_apart: bool = False
    faults: tuple[MarkFault, ...] = ()
