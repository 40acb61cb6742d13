"""What a whole page says about its lines, and pages that are read right because of it."""

from typing import Final

import pytest

from obverse.formats.pasted import read
from obverse.formats.pasted.features import look
from obverse.formats.pasted.lines import lines_of
from obverse.formats.pasted.network import line_scores
from obverse.formats.pasted.recurring import keeps_pattern
from obverse.formats.pasted.shape import shape_of
from obverse.formats.pasted.weights import STATES, STEPS, learned, read_weights
from obverse.formats.pasted.whole import WholePage, counting, shared_by

TERMS: Final = {
    "slipway": "slope on which boats are pulled out of the water",
    "fender": "cushion that hangs over the side of a boat",
    "bollard": "short post to which a rope is made fast",
    "painter": "rope at the bow by which a dinghy is towed",
    "thwart": "seat that goes across a rowing boat",
    "rowlock": "fork that holds an oar in its place",
}


def page_of(text: str) -> WholePage:
    """What is counted over the page with this text."""
    lines = lines_of(text)
    return WholePage(lines, [shape_of(line.text) for line in lines])


def cards_in(text: str) -> list[tuple[str, str]]:
    """The cards of a page, as texts."""
    return [(card.front, card.back) for card in read(text.encode(), "page.txt").cards]


def test_numbers_that_count_on_are_found_over_the_answers_between_them() -> None:
    text = "7) A bight\nbend in a rope\n8) A becket\neye of a block\n9) A cleat\nhorns for a rope"
    assert counting(lines_of(text)) == [0, 0, 2, 0, 2, 0]


def test_how_many_words_lines_share_and_how_many_lines_share_them() -> None:
    lines = ["the north sea is cold", "the north sea is wide", "a lake"]
    assert shared_by([line.split() for line in lines]) == ["3 1", "3 1", "0 0"]


def test_lines_that_the_next_word_had_no_room_in_are_full() -> None:
    page = page_of("keeps air moving so\nthat mould does not\nsettle on all the\nleaves.\nA vent")
    assert page.wrapping
    assert page.full == [True, True, True, False, False]


def test_the_rhythm_of_a_page_is_found() -> None:
    triples = "".join(f"Grade {n}\nOrange leaf\nlong leaf with a few tips\n" for n in range(1, 7))
    assert page_of(triples).rhythm.startswith(("3 ", "6 "))


def test_a_line_is_scored_by_lines_far_from_it() -> None:
    lines = "".join(f"{term}\n{meaning}\n" for term, meaning in TERMS.items())
    one = line_scores(look(lines_of(f"Boats\n{lines}")), learned())
    other = line_scores(look(lines_of(f"Boats\n{lines}What is a cleat for?\n")), learned())
    assert len(one) + 1 == len(other)
    assert all(len(row) == len(STATES) + len(STEPS) for row in one)
    assert one[1] != other[1]


def test_rows_are_scales_and_bytes() -> None:
    rows = "x\t0.5\tAQL/\n"  # 1, 2, -1
    layers = [f"{layer} {way}" for layer in ("first", "second") for way in ("down", "up")]
    tables = ["signs", "steps", "page", "base", "whole", "whole bias", "last", "last bias"]
    tables += [f"{layer} {part}" for layer in layers for part in ("inner", "outer", "bias")]
    held = {table: "0\t0.5\tAQ==\n" if table.endswith("bias") else rows for table in tables}
    text = "".join(f"[1 {name}]\n{held[name]}" for name in tables)
    (weights,) = read_weights(f"# remark\n{text}")
    assert weights.base == [0.5, 1.0, -0.5]
    assert weights.signs.row("x") == [0.5, 1.0, -0.5]
    assert weights.signs.row("y") is None
    assert weights.first[1].outer.points == [(0.5, 1.0, -0.5)]
    assert weights.last.starts == [pytest.approx(0.75 + 0.5)]  # half of its square, and its bias


@pytest.mark.parametrize("title", ["Boat words", "Boat words 3\nfor the exam", "Boats Flashcards"])
def test_terms_and_meanings_are_in_step_whatever_is_above_them(title: str) -> None:
    text = "".join(f"{term}\n{meaning}\n" for term, meaning in TERMS.items())
    assert cards_in(f"{title}\n{text}") == [*TERMS.items()]


def test_numbered_statements_with_a_letter_each_are_questions() -> None:
    cards = [
        (f"{number}) The part that {meaning.split(' that ')[-1]} is called", "ABDCAB"[number - 41])
        for number, meaning in enumerate(TERMS.values(), 41)
    ]
    text = "".join(f"{front}\n{back}\n" for front, back in cards)
    assert cards_in(f"Boats quiz\n{text}") == cards


def boxed(cards: list[tuple[str, str]]) -> str:
    """The cards with each side in a box of bars."""
    sides = (f"Term\n  | {front} |\n  |\nDefinition\n  | {back} |\n  |" for front, back in cards)
    return "\n".join(sides)


def test_a_text_in_a_box_may_have_bars_of_its_own() -> None:
    cards = [*TERMS.items(), ("a block of Ruby", "each do |i|")]
    assert cards_in(boxed(cards)) == cards


def test_cards_that_keep_their_boxes_are_never_sure() -> None:
    assert keeps_pattern([(f"| {front} |", f"| {back} |") for front, back in TERMS.items()]) == [
        True
    ] * len(TERMS)


def test_a_line_that_closes_a_bracket_is_not_what_a_site_prints() -> None:
    cards = [(f"{term} (in the\nlist of 3 boat words)", back) for term, back in TERMS.items()]
    text = "\n".join(f"Question\n{front}\nAnswer\n{back}" for front, back in cards)
    assert cards_in(text) == cards
