"""A line of a pasted page is in a card, or is counted and shown."""

from pathlib import Path
from time import process_time
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anki_packages import run
from obverse import formats
from obverse.cards.cards import WrittenCard
from obverse.formats import Contents
from obverse.formats.pasted.left_out import left_out
from obverse.formats.pasted.lines import lines_of
from obverse.values.diagnostic import Severity

CASE: Final = Path(__file__).parents[2] / "shared/cases/reliability/pasted-dropped/page.txt"
PAGE: Final = """\
Client Care Flashcards
24 cards
What is a letter of engagement?
A contract setting out the terms between firm and client
Name two ADR routes
Mediation
Study  Test  Match
Terms of use
What is a CHP?
Complaints handling procedure
"""


def read(text: str) -> Contents:
    """What is read of a page."""
    reader = formats.get("pasted").reads
    assert reader
    return reader.read(text.encode(), "page.txt")


def lost(reading: Contents) -> list[str]:
    """The lines that are said to be left out."""
    return [line.partition(": ")[2] for lines in reading.notes.values() for line in lines]


def test_a_card_below_the_end_of_the_page_is_named_with_what_to_do() -> None:
    reading = read(PAGE)
    (found,) = reading.diagnostics
    assert (found.rule, found.severity, found.place.line) == ("left-out-line", Severity.WARNING, 9)
    assert found.message == (
        "5 lines of the page are in no card: `What is a CHP?`, `Complaints handling procedure`, "
        "`24 cards`, `Study Test Match`, `Terms of use`"
    )
    assert "`Terms of use` in line 8" in (found.hint or "")
    kept = read(PAGE.replace("Terms of use\n", ""))
    assert "What is a CHP?" in [card.front for card in kept.cards]


def test_the_menu_of_a_site_is_not_an_answer() -> None:
    assert all("Match" not in card.back for card in read(PAGE).cards)


@pytest.mark.parametrize(
    "text",
    [
        "Q: What is a KPI?\nA: An indicator.\n\nQ: And a lease?\nA: A contract.\n",
        "1. What is a KPI?\nAn indicator.\n2. And a lease?\nA contract.\n3. And more?\nNo.\n",
        "What is a KPI?\tAn indicator.\nAnd a lease?\tA contract.\nAnd more?\tNo, 42.\n",
        "What is a KPI?\n\nAn indicator.\n\n\nAnd a lease?\n\nA contract.\n",
        "What is a KPI?,An indicator\nAnd a lease?,A contract\nAnd more?,No\n",
        "Frage: Was ist das?\nAntwort: Ein Ding.\nFrage: Und das?\nAntwort: Noch eins.\n",
        "1\nWhat is a KPI?\nAn indicator.\n2\nAnd a lease?\nA contract.\n3\nMore?\nNo.\n",
    ],
)
def test_marks_and_numbers_of_cards_are_no_lines_of_their_own(text: str) -> None:
    assert lost(read(text)) == []


@given(
    st.lists(
        st.sampled_from(
            [
                *("Tap the card to flip", "Sign up", "12 cards", "Terms of use", "Privacy policy"),
                *("Study  Test  Match", "Share set", "Upgrade to remove ads", "Related flashcards"),
                *("What is a {}?", "A thing like {}.", "Term {}", "The answer {}", "", "{}"),
            ]
        ),
        max_size=14,
    )
)
def test_no_line_is_lost_unseen(lines: list[str]) -> None:
    words = [line.replace("{}", f"word{at}") for at, line in enumerate(lines)]
    text = "What is a KPI?\nAn indicator of performance.\n" + "\n".join(words) + "\n"
    reading = read(text)
    there = " ".join(f"{card.front} {card.back}" for card in reading.cards)
    there = " ".join(f"{there} {reading.title} {' '.join(lost(reading))}".split())
    for word in words:
        assert " ".join(word.split()) in there
    assert len(reading.diagnostics) == bool(lost(reading))


def test_the_case_names_what_it_leaves_out(tmp_path: Path) -> None:
    if not CASE.exists():
        pytest.skip(f"{CASE} is not here")
    output = run("import", "--format", "pasted", CASE, tmp_path / "p").output
    text = output + (tmp_path / "p" / "client-care.md").read_text("utf-8")
    for line in CASE.read_text("utf-8").splitlines():
        assert " ".join(line.split()).removesuffix(" Flashcards") in text


def test_four_times_as_many_lines_take_about_four_times_as_long() -> None:
    def seconds(count: int) -> float:
        cards = [WrittenCard(f"What is thing {n}?", f"It is the answer {n}.") for n in range(count)]
        page = "".join(f"{c.front}\n{c.back}\naside {n}\n" for n, c in enumerate(cards))
        lines = lines_of(page)
        started = process_time()
        found = left_out(lines, cards, "Things", "page")
        spent = process_time() - started
        assert [len(each) for each in found.values()] == [count]
        return spent

    short, long = (min(seconds(count) for _ in range(3)) for count in (500, 2000))
    assert long < 9 * short
