"""Which text is a card: what a project's settings say about it, as a value that keys caches."""

from typing import NamedTuple

HEADINGS, NONE = "headings", "none"  # the words that stand alone
MARK, ROWS = "card", "rows"
TEXTS, ANCHORS = "texts", "anchors"
TABLE_SUFFIXES = (".csv", ".tsv")
# The line above what a row shows below its answer, in the lines that are written for it. A
# noncharacter, which no source holds (`source.FORBIDDEN`).
EXTRA = "\ufdd2"
OF_NOTE = "#^"  # between the path and the id of a pin that is of its note alone


class TableSettings(NamedTuple):
    """What is said of the tables that a glob names (`[tables."GLOB"]`).

    The glob is for paths below the `folder`, empty for the root. The columns are named as the
    header names them, or by their number from one; empty texts mean: by their place. Without a
    `header` the first row is a card. `width` is how many columns there are, where that is known,
    and `blank` which of them have no text, from zero.
    """

    glob: str
    front: str = ""
    back: str = ""
    extra: tuple[str, ...] = ()
    tags: str = ""
    note_type: str = ""
    audio: str = ""
    delimiter: str = ""
    header: bool = True
    text: str = "markdown"
    width: int = 0
    folder: str = ""
    blank: tuple[int, ...] = ()

    def names(self, path: str) -> bool:
        """Whether the glob names the table with this path."""
        from obverse.machine.globs import Globs  # most projects have no tables

        before = f"{self.folder}/" if self.folder else ""
        if not path.startswith(before):
            return False
        globs = Globs((self.glob,))
        return globs.match_itself(globs.at(path[len(before) :].split("/")))


class CardSettings(NamedTuple):
    """What makes a card in a source: the shapes by name, and what they are told.

    `marker` are words that mark a card as `#card` does. With `highlights` a paragraph with `==x==`
    is a cloze card where one with `{{c1::x}}` is. `end` is the line that ends the answer of a
    `question-mark` card, empty for a blank one. `callouts` are the names of those that are cards.
    `above` says what a card is to know of the headings above it: nothing, their text (`TEXTS`), or
    their anchors too (`ANCHORS`).
    """

    words: tuple[str, ...] = (HEADINGS,)
    marker: tuple[str, ...] = ()
    highlights: bool = False
    end: str = ""
    callouts: tuple[str, ...] = (MARK,)
    tables: tuple[TableSettings, ...] = ()
    above: str = ""

    def table(self, path: str) -> TableSettings | None:
        """What is said of the table with this path; `None` if it is none."""
        if not path.lower().endswith(TABLE_SUFFIXES):
            return None
        fitting = (each for each in self.tables if each.names(path))
        return next(fitting, TableSettings(""))

    def names_table(self, path: str) -> bool:
        """Whether the settings name the table with this path below the content."""
        return path.lower().endswith(TABLE_SUFFIXES) and any(
            each.names(path) for each in self.tables
        )

    def below(self, folder: str) -> "CardSettings":
        """The settings for paths from the root, where the content is in `folder`."""
        if not self.tables or folder in ("", "."):
            return self
        return self._replace(tables=tuple(each._replace(folder=folder) for each in self.tables))

    @property
    def is_headings(self) -> bool:
        """Whether a file is made for cards: each `##` section is one."""
        return self.words == (HEADINGS,)


BY_HEADINGS = CardSettings()
