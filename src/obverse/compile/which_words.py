"""Which words: what the front matter of a note says about which of its text is a card."""

from obverse.languages import front_matter
from obverse.languages.front_matter import FrontMatter
from obverse.values.card_settings import CardSettings


def says_cards(text: str) -> bool:
    """Whether front matter may name the shapes of this file."""
    return text.startswith(front_matter.FENCE) and "\ncards" in text


def words_of(front: FrontMatter, settings: CardSettings) -> tuple[str, ...]:
    """The shapes of a file: what its front matter names, if that can be read."""
    if not front.cards:
        return settings.words
    from obverse.project.which_cards import wrong_words

    named = tuple(dict.fromkeys(word.casefold() for word, _, _ in front.cards))
    return settings.words if wrong_words(named)[0] else named
