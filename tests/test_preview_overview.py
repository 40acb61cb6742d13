"""The preview's page for the whole, and the pages of the rules."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, expect

import browser as browsers
from obverse.check import rules
from previews import CARDS, Serving, opened, serving
from projects import write

LAW: Final = "# Law\n\n## Is it a {{c1::lease}} or a {{c2::licence}}?\n\n## Is it so?\n\nYes.\n"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browsers.browser() as found:
        yield found


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Serving]:
    write(tmp_path, {"a.md": CARDS, "b.md": LAW, "obverse.toml": 'content = "."\nignore = ["x"]\n'})
    with serving(tmp_path, "true {path} {line}") as found:
        yield found


def bars(page: Page, title: str) -> list[str]:
    """The names of the bars of a plot, as a screen reader says them."""
    return page.locator(
        f'#plots svg[aria-label="{title}"] [role=listitem] title'
    ).all_text_contents()


def test_the_overview_counts_what_there_is(served: Serving, chromium: Browser) -> None:
    page, _ = opened(served, chromium)
    page.keyboard.press("t")
    expect(page.locator("#overview-title")).to_be_focused()
    assert bars(page, "Cards by deck") == [
        "a: 6 cards, 4 basic, 1 choice, 1 typing",
        "Law: 3 cards, 1 basic, 2 cloze",
    ]
    assert bars(page, "Cards by kind") == [
        "basic: 5 cards",
        "cloze: 2 cards",
        "choice: 1 card",
        "typing: 1 card",
    ]
    assert bars(page, "What the next import does") == ["new: 8 notes"]
    assert bars(page, "Length of the question")[:2] == [
        "1 to 5 words: 5 cards",
        "6 to 10 words: 3 cards",
    ]
    assert bars(page, "Findings by rule")[0].startswith("unresolved-image: 1 finding, error")
    totals = page.locator("#totals").inner_text().split()
    assert totals[:6] == ["cards", "9", "notes", "8", "decks", "2"]
    page.close()


def test_a_bar_leads_to_its_cards(served: Serving, chromium: Browser) -> None:
    page, frame = opened(served, chromium)
    for name, count in (
        ("Law: 3 cards", 3),
        ("choice: 1 card", 1),
        ("yes-no-question: 2 findings, info", 2),
        ("6 to 10 words: 3 cards", 3),
    ):
        page.click("#to-overview")
        page.locator("#plots").get_by_role("link", name=re.compile(f"^{name}")).first.press("Enter")
        expect(page.locator("#overview")).to_be_hidden()
        expect(page.locator("#cards li")).to_have_count(count)
    page.locator("#only").click()
    expect(page.locator("#cards li")).to_have_count(9)
    expect(frame.locator("#qa")).to_contain_text("second schedule")
    page.close()


def test_the_overview_follows_a_save(served: Serving, chromium: Browser) -> None:
    page, _ = opened(served, chromium)
    page.keyboard.press("t")
    served.save("b.md", LAW + "\n## Which is the third one?\n\nThis.\n")
    expect(page.get_by_role("link", name="Law: 4 cards, 2 basic")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("#overview")).to_be_hidden()
    page.close()


def test_findings_in_no_card_are_listed(served: Serving, chromium: Browser) -> None:
    served.save("b.md", "<!-- allow: long-list it is so -->\n" + LAW)
    page, _ = opened(served, chromium)
    page.keyboard.press("t")
    expect(page.locator("#loose-findings li")).to_have_count(1)
    expect(page.locator("#loose-findings")).to_contain_text("b.md:1")
    page.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_plots_are_as_wide_as_their_place(served: Serving, chromium: Browser, width: int) -> None:
    page, _ = opened(served, chromium, width)
    page.click("#to-overview")
    for wide in (width, 700, width):
        page.set_viewport_size({"width": wide, "height": 800})
        expect(page.locator("#plots svg")).to_have_count(6)
        page.wait_for_function(
            """() => [...document.querySelectorAll("#plots svg")].every((svg) =>
              Math.abs(svg.getBoundingClientRect().width - Number(svg.getAttribute("width"))) < 1
              && svg.getBoundingClientRect().width > svg.parentElement.clientWidth - 40)"""
        )
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.close()


# Rules


def test_a_finding_leads_to_the_page_of_its_rule(served: Serving, chromium: Browser) -> None:
    page, _ = opened(served, chromium)
    page.select_option("#by-rule", "yes-no-question")
    page.locator("#cards button").first.click()
    with page.context.expect_page() as other:
        page.locator("#findings a", has_text="yes-no-question").click()
    manual = other.value
    expect(manual.locator("h1")).to_have_text("yes-no-question")
    expect(manual.locator("h2")).to_have_text(["Wrong", "Right"])
    manual.close()
    page.close()


def test_each_rule_has_a_page(served: Serving) -> None:
    for name in rules.names():
        answer = served.ask(f"/rules/{name}")
        assert answer.status == 200
        assert f"<h1>{name}</h1>" in answer.raw.decode()
        assert "script" not in answer.headers["Content-Security-Policy"]
        assert not re.search(rb"<script|\{[a-z]+\}</", answer.raw)
    for name in ("no-such-rule", "../rows", "__init__", "", "long_list"):
        assert served.ask(f"/rules/{name}").status == 404
