"""Cards in the frame of Anki's desktop program: math, pictures, short texts, code, chips."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, FloatRect

import browser as browsers
from projects import PICTURE
from shown_cards import opened, shown

MATH: Final = """## What is the area of a circle $\\pi r^2$?

A $x^2$ and a list:

- Review $a_1$
- **$\\frac{1}{2}$** of $\\sqrt{x}$ and $\\sum_{i=1}^n i$, $\\ce{H2O}$, $\\hat{a}$, $f'$

| a | b |
| --- | --- |
| $a_{i_j}$ | $\\{1, 2\\}$ |
"""
LONG: Final = " + ".join(f"x_{{{number}}}" for number in range(60))
BARS: Final = """[...document.querySelectorAll('mjx-container')].map(e => [
  e.scrollWidth - e.clientWidth, e.scrollHeight - e.clientHeight])"""
BOX: Final = """[...document.images].map(e => {
  const box = e.getBoundingClientRect();
  return [Math.round(box.width), Math.round(box.height)] })"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browsers.browser() as found:
        yield found


@pytest.mark.parametrize("width", [390, 900])
def test_short_math_has_no_scroll_bar(tmp_path: Path, chromium: Browser, width: int) -> None:
    (card,) = shown(tmp_path, MATH)
    page = opened(tmp_path, chromium, card.answer, card.css, width=width)
    bars = page.evaluate(BARS)
    page.close()
    assert len(bars) == 11
    assert [bar for bar in bars if bar[0] > 0] == []


def test_math_that_is_wider_than_the_window_scrolls(tmp_path: Path, chromium: Browser) -> None:
    (card,) = shown(tmp_path, f"## Sum?\n\nInline ${LONG}$\n\n$$\n{LONG}\n$$\n")
    page = opened(tmp_path, chromium, card.answer, card.css, width=390)
    bars = page.evaluate(BARS)
    page.close()
    assert [bar[0] > 100 for bar in bars] == [True, True]


# As written, and its box on a wide page and on a narrow one.
PICTURES: Final = {
    "![a|300x200](a.png)": ([300, 200], [300, 200]),
    "![a|100x200](a.png)": ([100, 200], [100, 200]),
    "![[a.png|300x150]]": ([300, 150], [300, 150]),
    "![a|50](a.png)": ([50, 50], [50, 50]),
    '<img src="a.png" width="90" height="30">': ([90, 30], [90, 30]),
    "<img height='40' src='a.png' width=20>": ([20, 40], [20, 40]),
    "![a|560x280](a.png)": ([560, 280], [334, 167]),
    '<img src="a.png" width="560" height="140">': ([560, 140], [334, 84]),
}


@pytest.mark.parametrize("night", [False, True])
def test_width_and_height_of_a_picture_both_hold(
    tmp_path: Path, chromium: Browser, *, night: bool
) -> None:
    text = "## Size?\n\n" + "\n\n".join(PICTURES)
    (card,) = shown(tmp_path, text, {"a.png": PICTURE})
    page = opened(tmp_path, chromium, card.answer, card.css, night=night)
    for at, width in enumerate((900, 390)):
        page.set_viewport_size({"width": width, "height": 800})
        for found, boxes in zip(page.evaluate(BOX), PICTURES.values(), strict=True):
            wanted = boxes[at]
            # At night a margin stands round it, within the card.
            less = 12 if night and at and boxes[0] != boxes[1] else 0
            assert found[0] == pytest.approx(wanted[0] - less, abs=1)
            assert found[0] / found[1] == pytest.approx(wanted[0] / wanted[1], rel=0.02)
    page.close()


def test_a_picture_has_a_margin_at_night(tmp_path: Path, chromium: Browser) -> None:
    (card,) = shown(tmp_path, "## Look?\n\n![a](a.png)\n", {"a.png": PICTURE})
    styles = []
    for night in (False, True):
        page = opened(tmp_path, chromium, card.answer, card.css, night=night)
        style = "getComputedStyle(document.images[0])"
        styles.append(page.evaluate(f"[{style}.backgroundColor, {style}.marginTop]"))
        page.close()
    assert styles == [["rgba(0, 0, 0, 0)", "0px"], ["rgb(255, 255, 255)", "6px"]]


LOOK: Final = """selector => { const e = document.querySelector(selector), s = getComputedStyle(e);
  return [s.textAlign, Math.round(parseFloat(s.fontSize)), s.fontWeight] }"""


@pytest.mark.parametrize(
    ("text", "question", "answer"),
    [
        ("## Capital of *France*?\n\n**Paris**\n", True, True),
        ("## Capital of France?\n\n- Paris\n", True, False),
        ("## Area?\n\n$\\pi r^2$\n", True, True),
        (f"## {'Which word is it? ' * 5}\n\nThis.\n", False, True),
        (f"## Which?\n\n{'A long answer. ' * 9}\n", True, False),
        ("## Which?\n\n![a](a.png)\n", True, False),
        ("## Which?\n\n- [ ] a\n- [x] b\n\n#card/choice\n", False, False),
    ],
)
def test_a_short_text_is_large_and_in_the_middle(
    tmp_path: Path, chromium: Browser, text: str, *, question: bool, answer: bool
) -> None:
    (card,) = shown(tmp_path, text, {"a.png": PICTURE})
    page = opened(tmp_path, chromium, card.answer, card.css)
    looks = [page.evaluate(LOOK, each) for each in (".title[data-asked]", ".answer > .text")]
    page.close()
    page = opened(tmp_path, chromium, card.question, card.css)
    assert page.evaluate(LOOK, ".title[data-asked]") == looks[0]
    page.close()
    for look, short in zip(looks, (question, answer), strict=True):
        assert look[:2] == (["center", 27] if short else ["start", 18])


@pytest.mark.parametrize(
    "text",
    [
        "## Front?\n\nBack, and a list:\n\n- one\n- two\n\n#card/reversed\n",
        "## Front?\n\nMore of it\n\n- in a list\n\n***\n\nBack.\n\n#card/reversed\n",
        "## Title\n\nThe {{c1::deletion}} in a text.\n",
        "## The {{c1::heading}}\n\nGoes on.\n",
        "## List\n\n- a\n- b\n\n#card/list\n",
    ],
)
def test_all_that_is_asked_has_one_weight(tmp_path: Path, chromium: Browser, text: str) -> None:
    weights = set()
    for card in shown(tmp_path, text):
        page = opened(tmp_path, chromium, card.question, card.css)
        weights |= set(
            page.evaluate("""[...document.querySelectorAll(
              '[data-asked], [data-asked] :is(p, li)')].map(e => getComputedStyle(e).fontWeight)""")
        )
        page.close()
    assert weights == {"500"}


def test_code_that_goes_on_has_a_shadow_where_it_does(tmp_path: Path, chromium: Browser) -> None:
    (card,) = shown(tmp_path, f"## Code?\n\n```\n{'x' * 300}\n```\n\n```\nshort\n```\n")
    page = opened(tmp_path, chromium, card.answer, card.css, width=390)
    edges = []
    for number in (0, 1):
        code = page.locator("pre").nth(number)
        box = code.bounding_box()
        assert box
        for left in (box["x"] + 0.5, box["x"] + box["width"] - 1.5):
            clip: FloatRect = {"x": left, "y": box["y"] + 1 + 8, "width": 1, "height": 1}
            edges.append(page.screenshot(clip=clip))
    page.close()
    assert edges[0] == edges[2] == edges[3]  # nothing is hidden to the left of it, or of the other
    assert edges[1] != edges[0]


def test_tags_are_chips_on_the_answer_alone(tmp_path: Path, chromium: Browser) -> None:
    (card,) = shown(tmp_path, "## Q?\n\nA.\n\n#exam/2024 #law\n")
    chips = []
    for side in (card.question, card.answer):
        page = opened(tmp_path, chromium, side, card.css)
        chips.append(page.locator(".tags > span").all_text_contents())
        page.close()
    assert chips == [[], ["exam \u203a 2024", "law"]]
    (card,) = shown(tmp_path / "none", "## Q?\n\nA.\n")
    assert "<footer" not in card.answer


def test_a_heading_with_a_deletion_is_seen_once_and_fills_its_field(
    tmp_path: Path, chromium: Browser
) -> None:
    text = "## The heading has a {{c1::deletion}} in it\n\nAnd more.\n"
    (card,) = shown(tmp_path, text)
    page = opened(tmp_path, chromium, card.answer, card.css)
    assert page.locator("#qa").inner_text().count("The heading has") == 1
    page.close()
    # An editor shows the field without the card's CSS.
    title = card.fields["Title"]
    assert "hidden" not in title
    assert re.sub(r"<[^>]*>", "", title) == "The heading has a [...] in it"
    page = opened(tmp_path, chromium, title, "")
    assert page.locator("#qa").inner_text() == "The heading has a [...] in it"
    page.close()
