"""Pages of pasted text: a corpus written by hand, divided without help, with the figures by form.

A line of a page is `TAG|text`. `Q` starts a card, `q` goes on with its front, `A` and `a` are its
back, `C` is a card on one line, `x` is of no card, nothing is a blank line. What stands in single
angle quotes marks a side and is of neither; an arrow to a bar is a tab.
"""

import re
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obverse.cards.cards import WrittenCard
from obverse.errors import TextError
from obverse.formats.pasted import FORMAT, read
from pasted_training.forms import FORMS as SHOWN
from pasted_training.forms import ONE_LINE

CORPUS: Final = Path(__file__).parent / "pasted"
MARK: Final = re.compile("\u2039([^\u203a]*)\u203a")
SCALE: Final = "How well did you know this?\n1\nNot at all\n2\n3\n4\n5\nPerfectly"


@dataclass(frozen=True, slots=True)
class Known:
    """A page as it is pasted, and the two sides of each of its cards."""

    name: str
    text: str
    cards: tuple[tuple[str, str], ...]


def known(path: Path) -> Known:
    """The page in the file at `path`."""
    shown: list[str] = []
    fronts: list[list[str]] = []
    backs: list[list[str]] = []
    side: list[str] = []
    gap = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        tag, _, tagged = line.partition("|")
        marked = tagged.replace("⇥", "\t")
        shown.append(MARK.sub(r"\1", marked))
        plain = MARK.sub("", marked)
        if tag == "C":
            front, back = (part for part in MARK.split(marked)[::2] if part)
            fronts.append([front])
            backs.append([back])
        elif tag == "Q":
            fronts.append([plain])
            backs.append([])
            side = fronts[-1]
        elif tag == "A":  # where answers stand apart, they are of the cards in turn
            apart = path.stem.startswith("two_")
            side = (
                backs[next(n for n, back in enumerate(backs) if not back)] if apart else backs[-1]
            )
            side.append(plain)
        elif tag and tag in "qa":
            side.extend([""] * gap + [plain])
        gap = 0 if tag else gap + 1
    cards = zip(map("\n".join, fronts), (dedent("\n".join(back)) for back in backs), strict=True)
    return Known(path.stem, "\n".join(shown) + "\n", tuple(cards))


BARE: Final = [known(path) for path in sorted((CORPUS / "bare").glob("*.page"))]
MARKED: Final = [known(path) for path in sorted((CORPUS / "marked").glob("*.page"))]


def site(page: Known) -> Known:
    """A bare page in the form in which a site shows it: numbers, `Q`, `A` and a scale."""
    lines = [f"{page.name.title()} Flashcards", f"({len(page.cards)} cards)", ""]
    for number, (front, back) in enumerate(page.cards, 1):
        lines += [str(number), "Q", "", front, "", "A", "", back, "", SCALE]
    return Known(page.name, "\n".join(lines), page.cards)


def prefixed(page: Known) -> Known:
    """A bare page with `Q:` and `A:` before its sides."""
    lines = [f"Q: {front}\nA: {back}" for front, back in page.cards]
    return Known(page.name, "\n\n".join(lines), page.cards)


def tabbed(page: Known) -> Known:
    """Those cards of a bare page that fit on one line, with a tab between their sides."""
    cards = tuple(card for card in page.cards if "\n" not in "".join(card) and card[1])
    return Known(page.name, "\n".join(map("\t".join, cards)), cards)


def blocks(page: Known) -> Known:
    """A bare page with a blank line between its cards."""
    cards = tuple(card for card in page.cards if card[1])
    return Known(page.name, "Title\n\n" + "\n\n".join(map("\n".join, cards)), cards)


def shown(page: Known, form: str) -> Known:
    """A bare page as a site shows it that puts marks and lines of its own between the cards."""
    cards = [
        (front.split("\n"), back.split("\n"))
        for front, back in page.cards
        if front and back.strip()
    ]
    if form in ONE_LINE:
        cards = [([" ".join(front)], [" ".join(back)]) for front, back in cards]
    sides = tuple(("\n".join(front), "\n".join(back)) for front, back in cards)
    return Known(page.name, SHOWN[form](cards), sides)


def cards_of(text: str) -> tuple[WrittenCard, ...]:
    """The cards read from `text`."""
    return read(text.encode(), "page.txt").cards


@dataclass(frozen=True, slots=True)
class Figures:
    """How many cards there are, were found exactly, were called sure, and were so rightly."""

    cards: int
    exact: int
    sure: int
    rightly: int

    def __str__(self) -> str:
        """One line for the table."""
        return (
            f"{self.cards:5} cards, {self.exact / self.cards:6.1%} exact, "
            f"{self.sure / self.cards:6.1%} called sure, "
            f"{self.rightly / (self.sure or 1):6.1%} of them right"
        )


def measured(pages: list[Known]) -> Figures:
    """The figures over some pages; a card that is there twice has to be found twice."""
    total = Counter[str]()
    for page in pages:
        left = Counter(page.cards)
        total["cards"] += len(page.cards)
        for card in cards_of(page.text):
            right = left[card.front, card.back] > 0
            left[card.front, card.back] -= right
            total["exact"] += right
            total["sure"] += card.sure
            total["rightly"] += card.sure and right
    return Figures(**{name: total[name] for name in ("cards", "exact", "sure", "rightly")})


FORMS: Final = {
    "bare": (BARE, 0.9, 0.97),
    "marked": (MARKED, 1.0, 1.0),
    "site": ([site(page) for page in BARE], 1.0, 1.0),
    "prefixed": ([prefixed(page) for page in BARE], 0.98, 0.98),
    "tabbed": ([tabbed(page) for page in BARE if len(tabbed(page).cards) > 2], 0.98, 0.98),
    "blocks": ([blocks(page) for page in BARE], 0.9, 0.95),
    **{form: ([shown(page, form) for page in BARE], 0.98, 0.98) for form in SHOWN},
    # Where the sides divide is found as on bare pages; a front of several lines is one here.
    "parts below": ([shown(page, "parts below") for page in BARE], 0.9, 0.98),
}


@pytest.mark.parametrize("form", FORMS)
def test_pages_of_every_form_are_divided_as_well_as_is_promised(form: str) -> None:
    pages, exact, rightly = FORMS[form]
    found = measured(pages)
    sys.stdout.write(f"\n{form:9} {len(pages):3} pages {found}\n")  # shown by `pytest -s`
    assert found.exact >= exact * found.cards
    assert found.rightly >= rightly * found.sure
    assert found.sure >= 0.5 * found.cards


@pytest.mark.parametrize(
    ("front", "back"),
    [
        ("{front}", "{back}\nNext card"),
        ("{front}\nlevel {number}", "{back}"),
        ("{front}", "Reverse{back}"),
        ("§§ {front}", "{back}"),
    ],
)
def test_a_card_that_still_holds_what_the_page_prints_is_never_sure(front: str, back: str) -> None:
    sides = {
        "What is a reef knot for?": "Joining two ropes",
        "What is a bight?": "A bend in a rope",
        "What is a becket?": "An eye at the foot of a block",
        "Which side has the green light?": "Starboard, as seen from aft",
    }
    cards = [
        f"Q: {front}\nA: {back}".format(front=asked, back=told, number=number)
        for number, (asked, told) in enumerate(sides.items(), 1)
    ]
    held = [card for card in cards_of("\n\n".join(cards)) if sides.get(card.front, "") != card.back]
    assert held
    assert not any(card.sure for card in held)


def test_the_corpus_has_forty_pages_and_more() -> None:
    assert len(BARE) + len(MARKED) >= 40


@pytest.mark.parametrize("page", MARKED, ids=lambda page: page.name)
def test_marked_cards_are_taken_exactly_as_they_are_marked(page: Known) -> None:
    assert [(card.front, card.back) for card in cards_of(page.text)] == list(page.cards)


@pytest.mark.parametrize("page", MARKED, ids=lambda page: page.name)
def test_windows_line_ends_change_nothing(page: Known) -> None:
    assert cards_of(page.text.replace("\n", "\r\n")) == cards_of(page.text)


def test_an_empty_answer_is_never_sure() -> None:
    (*_, last) = cards_of(
        "Rivers Flashcards\nWhat is a delta?\nLand at a mouth\nWhat is a meander?\n"
    )
    assert (last.front, last.back, last.sure, last.draft) == ("What is a meander?", "", False, True)
    assert "no answer" in last.comment


def test_a_doubtful_card_says_why_and_what_the_other_reading_was() -> None:
    doubtful = [card for page in BARE for card in cards_of(page.text) if not card.sure]
    assert doubtful
    assert all(card.draft and ": " in card.comment and card.confidence < 1 for card in doubtful)


def test_a_sure_card_is_no_draft_and_has_no_comment() -> None:
    sure = [card for page in BARE for card in cards_of(page.text) if card.sure]
    assert not any(card.draft or card.comment for card in sure)


def test_repeated_cards_stay_repeated() -> None:
    pair = "What is a fjord?\nA drowned valley\n"
    other = "What is a delta?\nLand built up at a mouth\n"
    fronts = [card.front for card in cards_of(f"Coasts Flashcards\n{pair}{other}{pair}{other}")]
    assert fronts == ["What is a fjord?", "What is a delta?"] * 2


def test_a_repeated_card_starts_where_its_repetition_does() -> None:
    answer = "Check the valves\nKeep the hose dry\nWrite down the pressure\n"
    page = (
        "Fire Pump Flashcards\nImportant points for Level 1 Pump Care\nHow the pump is primed\n"
        f"Consider how you look after the seals and give examples\nExamples of Pump Care?\n{answer}"
        f"Examples of Pump Care?\n{answer}What is cavitation?\nBubbles that form at low pressure\n"
    )
    cards = cards_of(page)
    assert [card.front for card in cards[1:]] == [
        *["Examples of Pump Care?"] * 2,
        "What is cavitation?",
    ]
    assert cards[1].back == cards[2].back == answer.strip()


def test_a_question_that_is_its_own_answer_is_doubtful() -> None:
    twice = "Please talk me through where you have\n" * 2
    (*_, last) = cards_of(f"Care Flashcards\nWhat is a brief?\nA statement of aims\n{twice}")
    assert (last.front, last.back, last.sure) == (*twice.splitlines(), False)


def test_the_number_of_cards_that_a_page_states_is_kept_to() -> None:
    text = next(page.text for page in BARE if page.name == "spanish_travel")
    assert len(cards_of(text)) == 16


def test_the_title_is_the_first_line_without_the_site_s_word() -> None:
    assert read(BARE[0].text.encode(), "x.txt").title == "Muscles of the upper limb"


def test_text_in_other_encodings_is_read() -> None:
    text = next(page.text for page in BARE if page.name == "german_vocab")
    assert cards_of(text) == read(text.encode("utf-16"), "x").cards
    assert cards_of(text) == read(text.encode("cp1252"), "x").cards


def test_a_page_without_cards_is_an_error() -> None:
    with pytest.raises(TextError, match="no cards"):
        read(b"\n \n", "empty.txt")


def test_four_times_as_many_lines_are_about_four_times_the_work() -> None:
    page = "".join(page.text for page in BARE if "\t" not in page.text)
    lines = page.splitlines() * 20

    def calls(count: int) -> int:
        made = 0

        def counted(_frame: object, event: str, _argument: object) -> None:
            nonlocal made
            made += event in ("call", "c_call")

        text = "\n".join(lines[:count])
        before = sys.getprofile()
        sys.setprofile(counted)
        try:
            cards_of(text)
        finally:
            sys.setprofile(before)
        return made

    calls(50)  # what is made once
    short, long = calls(250), calls(1000)
    assert long < 6 * short


@given(st.text(alphabet="aAqQ?.:-\t\n 12\u00a0|,;•é", max_size=300))
def test_no_text_is_too_strange_to_read(text: str) -> None:
    try:
        cards = cards_of(text)
    except TextError:
        return
    assert cards
    assert cards == cards_of(text)


@given(st.binary(max_size=200))
def test_no_file_is_too_strange_to_read(raw: bytes) -> None:
    try:
        assert FORMAT.reads is not None
        assert FORMAT.reads.read(raw, "x").cards
    except TextError:
        return


def test_a_page_without_a_title_is_named_after_its_file() -> None:
    raw = b"Q: What is a brief?\nA: A statement of objectives.\n"
    assert FORMAT.reads is not None
    assert FORMAT.reads.read(raw, "/some/where/my page.txt").title == "my page"
    assert FORMAT.reads.read(raw, "-").title == "Pasted"
