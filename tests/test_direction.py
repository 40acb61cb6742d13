"""Right-to-left text in one card leaves all others as they are."""

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obverse.compile.compile_source import compile_source

HEBREW: Final = "## מהי בירת צרפת?\n\nפריז\n\n- רשימה\n\n> abc\n"  # noqa: RUF001  # a Hebrew word
OTHERS: Final = (
    "## First?\n\n- yes\n- no\n",
    "## Table?\n\n| a | b |\n| --- | --- |\n| x | y |\n",
    "## Quote?\n\n> x\n",
    "## Numbers?\n\n1. one\n\n   two\n",
    "## Nothing in it?\n\n-\n\n![](a.png)\n",
    "## Parts?\n\n### Part\n\nText\n\n***\n\nmore\n",
    "## 1 + 1?\n\n2\n",
    "## Quoted heading?\n\n> ## Inside\n>\n> text\n",
)
ORDERS: Final = st.lists(st.sampled_from((*OTHERS, HEBREW)), max_size=6, unique=True)


def fields(text: str) -> dict[str, tuple[str, ...]]:
    """The fields of each note, by its question."""
    return {note.front: note.fields for note in compile_source(("a.md", text.encode())).notes}


@given(ORDERS)
def test_a_card_is_the_same_whatever_cards_its_file_has(cards: list[str]) -> None:
    alone = [fields(f"# A\n\n{card}") for card in cards]
    assert fields("# A\n\n" + "\n".join(cards)) == {
        front: filled for each in alone for front, filled in each.items()
    }


@pytest.mark.parametrize("title", ["# עברית", "---\ntags: [עברית]\n---"])
def test_a_title_from_right_to_left_changes_no_card(title: str) -> None:
    cards = "\n".join(OTHERS)
    assert fields(f"{title}\n\n{cards}") == fields(cards)


def test_within_a_card_each_block_has_the_direction_of_its_first_letter() -> None:
    [(_, back, *_)] = fields(HEBREW).values()
    assert '<ul dir="rtl">' in back
    assert '<blockquote dir="ltr">' in back
