"""Deck: where the cards of a source go, below the root deck of the project."""

from obverse.compile.document import Document
from obverse.machine.late import late
from obverse.machine.paths import composed
from obverse.values.render_settings import RenderSettings

# Anki puts a deck's name on a card (`{{Subdeck}}`) as HTML, unescaped: a `<` in it would be markup.
_NO_MARKUP = str.maketrans("<>", "‹›")  # noqa: RUF001  # what they look like is the point
_SPELLED_MATH = late(r"\\(?=[(\[])")
_LIKE_A_BACKSLASH = "\N{REVERSE SOLIDUS OPERATOR}"


def deck(document: Document, settings: RenderSettings) -> str:
    """From the front matter; or the title, the path or the folder, as the settings say.

    Empty for a file in no folder where only folders are decks: its cards go into the root deck.
    """
    if document.deck:
        parts = _as_text(document.deck).split("::")
        return composed("::".join(part.strip() for part in parts if part.strip()))
    path = settings.below(document.source.path)
    *folders, name = path.split("/") if settings.decks in {"path", "folder"} else [path]
    title = [] if settings.decks == "folder" else [_title(document, name)]
    return "::".join(filter(None, (*map(part_of_deck, folders), *title)))


def _title(document: Document, name: str) -> str:
    return part_of_deck(document.title or name.rpartition("/")[2].rpartition(".")[0])


def part_of_deck(name: str) -> str:
    """A text as the name of one deck; `::` nests decks, and in a text it is text."""
    return composed(" ".join(_as_text(name.replace("::", ":")).split()))


def _as_text(deck_name: str) -> str:
    """The name of a deck in which nothing is markup or math."""
    return _SPELLED_MATH.sub(_LIKE_A_BACKSLASH, deck_name.translate(_NO_MARKUP))
