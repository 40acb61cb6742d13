"""The study sheet stands alone, holds every card, and prints as it should."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, sync_playwright

from obverse import formats
from obverse.formats.study_sheet.fit import POINT_SIZES, fit
from obverse.formats.study_sheet.mathml import typeset
from obverse.formats.study_sheet.sides import answered, asked
from projects import built, rich, write

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-background-networking --no-first-run "
    "--disable-component-update --disable-sync"
).split()
TRICKY = """\
---
deck: "{{style}} <b> & co"
---

## {{contents}}

{{sheets}}
"""


def sheet(folder: Path) -> str:
    stream = BytesIO()
    writer = formats.get("study-sheet").writes
    assert isinstance(writer, formats.CollectionWriter)
    writer.write(built(folder).collection, stream)
    return stream.getvalue().decode()


def test_it_needs_nothing_but_itself(tmp_path: Path) -> None:
    page = sheet(rich(tmp_path))
    sources = re.findall(r'\bsrc="([^"]*)"', page)
    assert len(sources) == 1
    assert sources[0].startswith("data:image/png;base64,")
    assert not re.search(r"<script|<link|@import|url\(", page)
    assert "<math" in page
    assert "{{" not in page.partition("<main>")[2]


def test_every_card_and_tag_and_deck_is_on_it(tmp_path: Path) -> None:
    page = sheet(rich(tmp_path))
    assert page.count("<article") == 10
    assert page.count("<li>all</li>") == 9
    assert "<li>nested/tag</li>" in page
    assert re.findall(r'<h2 id="([^"]*)">([^<]*)</h2>', page) == [
        ("deck-1", "Rich \u203a Below"),
        ("deck-2", "Rich: text"),
    ]
    assert '<a href="#deck-2">Rich: text</a> <span>9</span>' in page


def test_what_looks_like_a_part_of_the_page_is_text(tmp_path: Path) -> None:
    folder = write(tmp_path, {"a.md": TRICKY})
    page = sheet(folder)
    assert "<h1>{{style}} \u2039b\u203a &amp; co</h1>" in page
    assert page.count("<article") == 1


def test_a_picture_on_the_net_becomes_a_link(tmp_path: Path) -> None:
    page = sheet(write(tmp_path, {"a.md": "## A\n\n![b](https://example.org/c.png)\n"}))
    assert '<a href="https://example.org/c.png">b</a>' in page
    assert "<img" not in page


@pytest.mark.parametrize(
    ("field", "question", "answer"),
    [
        ("a {{c1::b}} c", "a [] c", "a <b> c"),
        ("{{c1::b::hint}}", "[hint]", "<b>"),
        ("{{c1::a {{c2::b}} c}}", "[]", "<a <b> c>"),
        ("{{c1::a", "{{c1::a", "{{c1::a"),
        ("a }} b", "a }} b", "a }} b"),
        ("{{c1::a}} {{c2::b", "[] {{c2::b", "<a> {{c2::b"),
    ],
)
def test_deletions_are_gaps_and_then_text(field: str, question: str, answer: str) -> None:
    def short(html: str) -> str:
        html = re.sub(r'<span class="gap">(.*?)</span>', r"[\1]", html).replace("&#8230;", "")
        return html.replace('<span class="cloze">', "<").replace("</span>", ">")

    assert short(asked(field)) == question
    assert short(answered(field)) == answer


def test_math_is_mathml_and_what_cannot_be_is_shown_as_written() -> None:
    assert "<mfrac>" in typeset(r"\(\frac{1}{2}\)", answered=True)
    assert 'display="block"' in typeset(r"\[x\]", answered=True)
    assert typeset(r"\(\ce{H2O}\)", answered=True) == ('<code class="tex">\\ce{H2O&#125;</code>')
    assert typeset(r"<code>\(x\)</code>", answered=True) == r"<code>\(x\)</code>"
    assert "<mi>b</mi>" in typeset(r"\(a {{c1::b}} \)", answered=True)
    assert "<mi>b</mi>" not in typeset(r"\(a {{c1::b}} \)", answered=False)
    assert "&lt;" in typeset(r"\(a &lt; b\)", answered=True)


@given(st.text(st.sampled_from(r"\{}^_&$%<>\"'abx1 ") | st.characters(codec="utf-8"), max_size=40))
def test_no_math_breaks_the_page(tex: str) -> None:
    from html import escape
    from html.parser import HTMLParser

    class Open(HTMLParser):
        """What is open, and that nothing else is."""

        def __init__(self) -> None:
            super().__init__()
            self.open: list[str] = []

        def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
            assert tag in ("code", "pre") or tag[0] == "m" or tag == "none"
            self.open.append(tag)

        def handle_endtag(self, tag: str) -> None:
            assert self.open.pop() == tag

        def handle_startendtag(self, tag: str, attrs: object) -> None:
            """Nothing is opened."""

    parser = Open()
    parser.feed(typeset(rf"\({escape(tex)}\)", answered=True))
    assert parser.open == []


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    if not CHROMIUM.exists():
        pytest.skip("there is no chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Page:
    """A sheet of 31 cards, the longest of them too long for a card to cut."""
    line = "- a line of an answer, or so\n"
    cards = [f"## Card {number}?\n\n{line * number}\n" for number in range(31)]
    folder = rich(tmp_path / "project")
    write(folder, {"many.md": "# Many\n\n" + "\n".join(cards)})
    (tmp_path / "sheet.html").write_text(sheet(folder), encoding="utf-8")
    opened = browser.new_page()
    asked_for: list[str] = []
    opened.on("request", lambda request: asked_for.append(request.url))
    opened.goto((tmp_path / "sheet.html").as_uri())
    assert [each for each in asked_for if not each.startswith("data:")] == [opened.url]
    return opened


def background(page: Page) -> str:
    found = page.evaluate("getComputedStyle(document.querySelector('.page')).backgroundColor")
    return str(found)


def test_it_follows_the_system_at_night_until_it_is_told(page: Page) -> None:
    white, dark = "rgb(255, 255, 255)", "rgb(23, 25, 28)"
    assert background(page) == white
    page.click("label[for=night]")
    assert background(page) == dark
    page.click("label[for=auto]")
    page.emulate_media(color_scheme="dark")
    assert background(page) == dark
    colour = "getComputedStyle(document.querySelector('.answer .obverse')).color"
    assert page.evaluate(colour) == "rgb(232, 234, 237)"
    page.click("label[for=day]")
    assert background(page) == white


def test_paper_is_white_also_at_night(page: Page) -> None:
    page.click("label[for=night]")
    page.emulate_media(media="print", color_scheme="dark")
    assert background(page) == "rgb(255, 255, 255)"


def test_backs_lie_behind_their_fronts(page: Page) -> None:
    page.click("label[for=cards]")
    page.emulate_media(media="print")
    boxes = page.evaluate(
        """() => [...document.querySelectorAll('.pair')].map(card =>
            [...card.querySelectorAll('.question, .answer')].map(side => {
                const sheet = card.parentElement.getBoundingClientRect()
                const box = side.getBoundingClientRect()
                return [box.left - sheet.left, sheet.right - box.right, box.top - sheet.top,
                        box.width, box.height].map(Math.round)
            }))"""
    )
    assert len(boxes) == 41
    high = 983  # four cards of 65 mm in pixels
    for front, back in boxes:
        assert front[0] == back[1]
        assert front[1] == back[0]
        assert abs(front[2] + high - back[2]) <= 1
        assert front[3:] == back[3:]


def test_cards_take_a_page_for_fronts_and_one_for_backs(page: Page) -> None:
    page.click("label[for=cards]")
    for paper in ("A4", "Letter"):
        pdf = page.pdf(format=paper, prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 2 * 6


def test_text_that_fits_is_not_cut(page: Page) -> None:
    page.click("label[for=cards]")
    page.emulate_media(media="print")
    over = page.evaluate(
        """() => [...document.querySelectorAll('.obverse')].filter(side => {
            const room = side.parentElement.getBoundingClientRect().bottom - 7 * 96 / 25.4
            return side.getBoundingClientRect().bottom > room + 2
        }).map(side => side.className)"""
    )
    assert over == []
    longest = page.query_selector(f".size-{len(POINT_SIZES) + 1}")
    assert longest is not None


def test_the_size_falls_with_the_length_of_a_side() -> None:
    sizes = [fit("<p>" + "word " * count + "</p>") for count in range(0, 400, 5)]
    assert sizes == sorted(sizes)
    assert set(sizes) == set(range(1, len(POINT_SIZES) + 2))
