"""The preview for whoever uses a keyboard, or a screen reader: axe-core, the focus, and keys."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, Literal

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

import browser as browsers
from previews import CARDS, Serving, opened, serving
from projects import PICTURE, write

AXE: Final = Path(sys.prefix) / "npm" / "node_modules" / "axe-core" / "axe.min.js"
LOOKED_FOR: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Cards of a project are what their author makes of them: of a frame only what is ours counts.
CHOICES: Final = (  # of the note type, whose fields are permanent
    '<input type="checkbox" disabled="">',
    '<input type="checkbox" disabled="" checked="">',
)
OF_AUTHORS: Final = ("image-alt", "page-has-heading-one", "region", "landmark-one-main")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browsers.browser() as found:
        yield found


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Serving]:
    write(tmp_path, {"a.md": CARDS, "sub/b.md": "# Law\n\n## Is it {{c1::so}}?\n\n![](x.png)\n"})
    write(tmp_path, {"pics/a.png": PICTURE})
    with serving(tmp_path, "true {path} {line}") as found:
        yield found


def violations(place: Page | Frame, but: tuple[str, ...] = ()) -> list[str]:
    """What axe-core finds wrong, and where."""
    place.evaluate(AXE.read_text(encoding="utf-8") + "; null")
    options = {"runOnly": LOOKED_FOR, "iframes": False}
    found: dict[str, Any] = place.evaluate("options => axe.run(document, options)", options)
    return [
        f"{each['id']}: {node['html'][:120]}: {node.get('failureSummary', '')[:200]}"
        for each in found["violations"]
        if each["id"] not in but
        for node in each["nodes"]
        if node["html"] not in CHOICES
    ]


@pytest.mark.skipif(not AXE.exists(), reason="no axe-core: `make axe` installs it, with npm")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(
    served: Serving, chromium: Browser, width: int, scheme: Literal["light", "dark"]
) -> None:
    page, frame = opened(served, chromium, width)
    page.emulate_media(color_scheme=scheme)
    page.set_checked("#night", scheme == "dark")
    rows = page.locator("#cards button")
    found: dict[str, list[str]] = {}
    for at in range(rows.count()):
        rows.nth(at).click()
        page.click("#flip")
        expect(frame.locator("html")).to_have_attribute("data-shown", "answer")
        inner = next(each for each in page.frames if each != page.main_frame)
        found[f"card {at}"] = violations(page) if at % 3 == 0 else []
        found[f"frame {at}"] = violations(inner, OF_AUTHORS)
    page.keyboard.press("t")
    expect(page.locator("#plots svg").first).to_be_visible()
    found["overview"] = violations(page)
    page.goto(f"{served.url}rules/yes-no-question")
    found["rule"] = violations(page)
    page.close()
    assert {place: each for place, each in found.items() if each} == {}


# The keyboard


def focused(page: Page) -> str:
    """What has the focus: its id, or the key of a card."""
    return str(
        page.evaluate("document.activeElement.id || document.activeElement.dataset.key || 'none'")
    )


def test_tab_goes_through_the_page_in_the_order_that_is_seen(
    served: Serving, chromium: Browser
) -> None:
    page, _ = opened(served, chromium)
    seen: list[str] = []
    for _ in range(12):
        page.keyboard.press("Tab")
        seen.append(focused(page))
    filters = ["search", "by-deck", "by-tag", "by-kind", "by-rule", "by-plan", "follow"]
    assert seen[:8] == ["to-overview", *filters]
    page.locator("#client").focus()
    rest = []
    for _ in range(4):
        page.keyboard.press("Tab")
        rest.append(focused(page))
    assert rest == ["night", "flip", "previous", "next"]
    page.close()


def test_each_thing_that_has_the_focus_is_seen_to_have_it(
    served: Serving, chromium: Browser
) -> None:
    page, _ = opened(served, chromium)
    page.keyboard.press("t")
    for _ in range(30):
        page.keyboard.press("Tab")
        width = page.evaluate("""() => {
          const at = document.activeElement, area = at.querySelector(".area") || at;
          const style = getComputedStyle(area);
          if (at === document.body) return 2;
          return parseFloat(area === at ? style.outlineWidth : style.strokeWidth);
        }""")
        assert width >= 2
    page.close()


def test_keys_are_those_of_anki(served: Serving, chromium: Browser) -> None:
    page, frame = opened(served, chromium)
    qa, flip = frame.locator("#qa"), page.locator("#flip")
    for answers in (" ", "Enter", "1", "4"):
        before = qa.inner_text()
        page.keyboard.press(" ")
        expect(flip).to_have_text("Show question")
        page.keyboard.press(answers)
        expect(flip).to_have_text("Show answer")
        expect(qa).not_to_have_text(before)
    # Before the answer a grade means nothing.
    before = qa.inner_text()
    page.keyboard.press("3")
    expect(flip).to_have_text("Show answer")
    assert qa.inner_text() == before
    page.close()


def test_keys_work_in_the_card_and_on_its_line(served: Serving, chromium: Browser) -> None:
    page, frame = opened(served, chromium)
    flip = page.locator("#flip")
    frame.locator("body").click()
    page.keyboard.press(" ")
    expect(flip).to_have_text("Show question")
    # On the line of the card that is shown they are the card's, on another they pick it.
    page.locator("#cards button").first.focus()
    page.keyboard.press("Enter")
    expect(frame.locator("#qa")).to_contain_text("area of a circle")
    page.locator("#cards button").nth(3).focus()
    page.keyboard.press("Enter")
    expect(frame.locator("#qa")).to_contain_text("Spell it")
    # Where something is typed no key is ours.
    page.keyboard.press("/")
    page.keyboard.type("jkt e1")
    expect(page.locator("#search")).to_have_value("jkt e1")
    expect(frame.locator("#qa")).to_contain_text("Spell it")
    frame.locator("#typeans").fill("")
    frame.locator("#typeans").type("jt1 e")
    expect(flip).to_have_text("Show answer")
    expect(page.locator("#overview")).to_be_hidden()
    page.close()


def test_what_changes_is_said(served: Serving, chromium: Browser) -> None:
    page, _ = opened(served, chromium)
    live = page.locator("[role=status], [role=alert], [aria-live]")
    assert {each.get_attribute("id") for each in live.all()} >= {
        "plan",
        "state",
        "count",
        "trouble",
    }
    expect(page.get_by_role("navigation", name="Cards")).to_be_visible()
    expect(page.get_by_role("main", name="The card")).to_be_visible()
    expect(page.get_by_role("search")).to_be_visible()
    expect(page.get_by_role("button", name="Show answer")).to_be_visible()
    current = page.locator("#cards [aria-current=true]")
    expect(current).to_have_count(1)
    page.keyboard.press("j")
    expect(current).to_contain_text("area of a circle")
    page.close()
