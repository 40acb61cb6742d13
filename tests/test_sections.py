"""All that read a source cut it in the same places: compiler, export, fixes and rules."""

from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from obverse.cards.reparse import reparse
from obverse.compile.document import Document
from obverse.compile.parse import parse
from obverse.compile.section_bounds import CARD
from obverse.compile.sections import cut
from obverse.languages import pin
from obverse.values.outline import Allowance, Outline
from obverse.values.source import Place, Source
from projects import CARDS

LETTERS: Final = "a-Z0^ \t\u00a0\n"


def parsed(text: str) -> Document:
    """Parse a source that has front matter which can be read."""
    return parse(Source("a.md", text))


@given(CARDS)
@settings(max_examples=300)
def test_a_source_has_the_same_cards_however_it_is_read(text: str) -> None:
    document, written = parsed(text), reparse(text)
    assert [card.line for card in written.cards] == [card.place.line for card in document.cards]
    for card, other in zip(document.cards, written.cards, strict=True):
        assert (card.pin or "") == other.pin
        assert card.separated == ("\n" in other.front)


@given(CARDS)
@settings(max_examples=300)
def test_sections_are_all_of_a_source_one_after_the_other(text: str) -> None:
    whole = cut(text)
    assert whole.sections[0].first == 0
    assert whole.sections[-1].end == len(whole.lines) == text.count("\n") + 1
    for before, after in zip(whole.sections, whole.sections[1:], strict=False):
        assert before.first <= before.start <= before.end == after.first
    for section in whole.sections:
        inside = range(section.start, section.end)
        assert section.separator is None or section.separator in inside
        assert section.metadata.lines <= {*inside}


@given(CARDS)
@settings(max_examples=300)
def test_an_outline_knows_the_section_of_each_card(text: str) -> None:
    document = parsed(text)
    whole = cut(text)
    sections = {each.first + 1: each for each in whole.sections if each.depth == CARD}
    for card in document.cards:
        section = sections[card.place.line]
        for line in range(section.first + 1, section.end + 1):
            assert document.outline.section(line) == range(section.first + 1, section.end + 1)


@pytest.mark.parametrize(
    ("text", "cards", "title", "strays"),
    [
        ("## <!-- later -->\n\ntext\n", 0, "", 1),
        ("# T\n\n## A\n\n## \u200b\n\ntext\n\n## B\n", 2, "T", 1),
        ("# T\n\n## A\n\n# Second\n\ntext\n\n## B\n", 2, "T", 1),
        ("[a]: b\n\n# T\n\n## A [a]\n", 1, "T", 0),
        ("A\n---\n\n- x\n\n  ## in a list\n", 1, "", 0),
        ("## A\n\n```\n## B\n```\n", 1, "", 0),
        ("## ![](a.png)\n\n## <wbr>\n", 2, "", 0),
    ],
)
def test_what_is_not_a_card_is_kept_as_it_is(
    text: str, cards: int, title: str, strays: int
) -> None:
    written = reparse(text)
    assert (len(written.cards), written.title, len(written.strays)) == (cards, title, strays)
    assert len(parsed(text).cards) == cards


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("^pin", "pin"),
        ("  ^Pin-1\t", "Pin-1"),
        ("^0", "0"),
        ("^-pin", None),
        ("^pin_1", None),
        ("^", None),
        ("^pin text", None),
        ("a ^pin", None),
        ("^é", None),
    ],
)
def test_a_line_that_is_a_pin_has_a_name(line: str, name: str | None) -> None:
    assert pin.name_of(line) == name


@given(st.lists(st.text(LETTERS, max_size=6), max_size=4).map("\n".join))
def test_a_text_with_a_pin_may_have_one(text: str) -> None:
    has_one = any(pin.name_of(line) for line in text.split("\n"))
    assert pin.may_be_in(text) or not has_one


def test_an_allowance_covers_its_lines_in_its_file() -> None:
    allowance = Allowance(Place("a.md", 3), "empty-back", (2, 5))
    covered = [line for line in range(1, 8) if allowance.covers(Place("a.md", line))]
    assert covered == [2, 3, 4]
    assert not allowance.covers(Place("b.md", 3))


def test_code_is_found_by_its_lines() -> None:
    outline = Outline(0, (), ((2, 4), (7, 8)), (), 10)
    assert [line for line in range(1, 10) if outline.is_code(line)] == [2, 3, 7]
    assert not any(map(Outline().is_code, range(3)))
