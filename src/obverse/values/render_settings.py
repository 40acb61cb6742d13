"""What the settings of a project change about compiling a source."""

from typing import TYPE_CHECKING, Any, NamedTuple

from obverse.values.card_settings import BY_HEADINGS, CardSettings

if TYPE_CHECKING:  # most projects have none
    from obverse.values.source_link import SourceLink


class RenderSettings(NamedTuple):
    """What a project's settings change about compiling a source.

    With `trust` the author's HTML is not cleaned. `diagrams` are the languages of fences that a
    command of the project draws. Only sources with one of the tags `tags_only` are read, and of
    boards and drawings those that `include` names. `decks` is what decks are named after, by paths
    below the folder `base`. `cards` says which text is a card. With `breaks` the end of a line is a
    line break, with `context` a card shows the headings above it. `source` leads from a note back
    to where it was written. With `embeds` pages that a card shows are left to linking.
    """

    trust: bool = False
    diagrams: frozenset[str] = frozenset()
    cards: CardSettings = BY_HEADINGS
    tags_only: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    decks: str = "title"
    base: str = ""
    breaks: bool = False
    context: bool = False
    source: "SourceLink | None" = None
    embeds: bool = False

    @property
    def digest(self) -> str:
        """All of them as a text, the same in every process."""
        of_files: tuple[Any, ...] = (self.tags_only, self.include, self.decks, self.base)
        of_files += (self.breaks, self.context, self.source, self.embeds)
        return f"{self.trust} {sorted(self.diagrams)} {of_files!r} {self.cards}"

    @property
    def markers(self) -> tuple[str, ...]:
        """The tags that say which sources are read, or where cards go, as Anki would have them."""
        return self.tags_only or (("flashcards",) if self.decks == "tag" else ())

    def below(self, path: str) -> str:
        """The path of a source below the folder `base`."""
        while path.startswith("../") and not self.base.startswith("../"):
            path = path.removeprefix("../")
        return path.removeprefix(f"{self.base}/") if self.base else path
