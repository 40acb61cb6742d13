"""Pages whose terms share an ending, passages that are there twice, paragraphs of HTML."""

from typing import Final

import pytest

from obverse.cards.cards import WrittenCard
from obverse.formats.pasted import read
from obverse.formats.pasted.capitals import told_by_capitals
from obverse.formats.pasted.endings import told_by_ending
from obverse.formats.pasted.lines import lines_of
from obverse.formats.pasted.markup import as_shown, inside_paragraphs
from obverse.formats.pasted.reach import asked_again, choices, repeats
from obverse.formats.pasted.stops import told_by_stops
from obverse.formats.pasted.whole import contrast

NAME: Final = "(Rigging of Small Boats)"
MEANINGS: Final = {
    "halyard": "Rope that hoists a sail.\nIt runs over a\nsheave at the head\nof the mast.",
    "sheet": "Rope that trims a sail.",
    "burgee": "Small flag. See also\nensign and\npennant.",
    "gaff (spar)": "Pole along the upper\nedge of a four-sided\nsail.",
    "luff": "See leech.",
    "kicker": "Tackle that keeps\nthe boom down\nwhen the sheet is eased.",
}


def cards_of(text: str) -> list[WrittenCard]:
    """The cards of a page."""
    return [*read(text.encode(), "page.txt").cards]


def sides_of(text: str) -> list[tuple[str, str]]:
    """The cards of a page, as texts."""
    return [(card.front, card.back) for card in cards_of(text)]


@pytest.mark.parametrize("title", ["Rigging of Small Boats Flashcards\n", ""])
def test_lines_that_end_with_the_name_of_the_deck_start_the_cards(title: str) -> None:
    cards = [(f"{term} {NAME}", meaning) for term, meaning in MEANINGS.items()]
    assert sides_of(title + "".join(f"{term}\n{back}\n" for term, back in cards)) == cards


def test_a_page_that_ends_with_such_a_line_has_the_meanings_above() -> None:
    cards = [(meaning, f"{term} {NAME}") for term, meaning in MEANINGS.items()]
    text = "".join(f"{front}\n{term}\n" for front, term in cards)
    assert sides_of(f"Rigging of Small Boats\n{text}") == cards


def test_an_ending_may_be_broken_over_two_lines() -> None:
    cards = [(f"{term} {NAME}", meaning) for term, meaning in MEANINGS.items()]
    cards[2] = (cards[2][0].replace(" of Small", "\nof Small"), cards[2][1])
    text = "".join(f"{term}\n{back}\n" for term, back in cards)
    assert sides_of(f"Rigging of Small Boats\n{text}") == cards


def test_a_question_without_the_ending_starts_a_card_too() -> None:
    asked = ("Which knot holds a sheet in a clew?", "Bowline")
    cards = [*((f"{term} {NAME}", meaning) for term, meaning in MEANINGS.items()), asked]
    assert sides_of("".join(f"{term}\n{back}\n" for term, back in cards)) == cards


@pytest.mark.parametrize(
    "lines",
    [
        [f"term {number}" for number in range(9)],
        [f"term {number} (noun)" for number in range(9)],  # one word is no name of a deck
        [f"term {number} {NAME}" for number in range(4)],  # too few, and no title says it
        [f"term {NAME}"] * 9,
    ],
)
def test_other_endings_tell_nothing(lines: list[str]) -> None:
    text = "\n".join(f"{line}\nits meaning" for line in lines)
    assert told_by_ending(lines_of(f"Boats\n{text}")) is None


def test_what_follows_a_passage_that_is_there_twice_starts_a_card() -> None:
    twice = "What is a bight?\nA bend\nin a rope\n" * 2
    assert repeats(lines_of(f"{twice}Name a knot\nBowline")) == [0, 3, 6]
    assert repeats(lines_of(f"{twice}".strip())) == [0, 3]
    assert repeats(lines_of(f"Ropes\n{twice.replace('in a rope', 'in it', 1)}Name one")) == [1, 4]


def test_the_same_second_question_of_several_cards_is_of_their_fronts() -> None:
    twice = "What makes a loaf {}?\nHow do you put it right?\nLonger proving\n"
    text = twice.format("dense") + twice.format("gummy") + twice.format("flat")
    assert asked_again(lines_of(text)) == [1, 4, 7]
    assert asked_again(lines_of(text + "How do you put it right?\nSo")) == []
    assert asked_again(lines_of(twice.format("dense") * 2)) == []


def test_a_line_of_an_open_paragraph_goes_on_with_its_side() -> None:
    text = "<p>a</p>\n<p>b\nc\nd</p>\n<p>e\n<p>f\ng"
    assert inside_paragraphs(lines_of(text)) == [2, 3]


def test_lines_are_looked_at_without_markup() -> None:
    shown = [as_shown(line).text for line in lines_of('<p class="x">**Luff**</p>\n<p>\na < b')]
    assert shown == ["Luff", "<p>", "a < b"]


def test_the_lines_from_an_option_to_the_answer_that_repeats_it() -> None:
    lines = lines_of("Which one?\nA) Reef\nB) Bend\nC) Hitch\nb) bend\nWhich other?")
    assert choices(lines) == [(-1, -1), (-1, -1), (0, 2), (1, 1), (2, 0), (-1, -1)]


def test_how_far_every_other_line_differs() -> None:
    assert contrast([3, 1, 3, 1, 3]) == [2, -2, 2, -2, 2]
    assert contrast([5]) == [0]
    assert contrast([]) == []


BEGUN: Final = {
    "The string of a plumb bob has to hang": "free of the wall",
    "How many turns hold it on the nail": "two with\nthe end tucked in",
    "Chalk line used for...": "long straight marks",
    "A level is checked by": "turning it end for end",
    "A chisel is driven with": "a mallet",
}


@pytest.mark.parametrize("title", ["", "Joinery\n"])
@pytest.mark.parametrize("turned", [False, True])
def test_where_every_other_line_is_small_each_two_are_a_card(title: str, *, turned: bool) -> None:
    cards = [(f"<p>{front}</p>", f"<p>{back}</p>") for front, back in BEGUN.items()]
    cards = [(back, front) for front, back in cards] if turned else cards
    assert sides_of(title + "".join(f"{front}\n{back}\n" for front, back in cards)) == cards


@pytest.mark.parametrize(
    "text",
    ["A\nb\n" * 3, "A\nb\n" * 4 + "C\nD\ne\n", "A\nb\n" * 4 + "1\nb\n"],
)
def test_capitals_that_do_not_come_with_every_other_line_tell_nothing(text: str) -> None:
    assert told_by_capitals(lines_of(text)) is None


BROKEN: Final = {
    "keeps water out of\na boat that is\nheeled over.": "Coaming",
    "is\na hole in the side\nthat lets water run\noff the deck.": "Scupper",
    "goes from the mast\nto the bow and holds\nit up.": "Forestay",
    "is pulled through\nthe water to see how\nfast the boat goes.": "Log line",
}


def test_terms_are_below_meanings_that_end_with_a_full_stop_where_the_page_ends_with_one() -> None:
    text = "".join(f"{meaning}\n{term}\n" for meaning, term in BROKEN.items())
    assert sides_of(f"Boats Flashcards\n{text}") == [*BROKEN.items()]


@pytest.mark.parametrize(
    "text",
    [
        "one\ntwo.\nterm\n" * 3,
        "term\none\ntwo.\n" * 5,
        "one\ntwo.\nthree.\nterm\n" * 5,
        "one\ntwo.\nterm\n" * 5 + "What?\ntwo.\nterm",
    ],
)
def test_full_stops_of_other_pages_tell_nothing(text: str) -> None:
    assert told_by_stops(lines_of(text)) is None
