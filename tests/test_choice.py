"""The options of a choice card in a browser: taps, keys, ticks, order, and what is remembered."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Page

import browser as browsers
from shown_cards import Shown, opened, shown

TEXT: Final = """## Which?

- [x] yes
- [ ] no
- [ ] see [here](https://example.org)

#card/choice

## Other?

- [x] a
- [ ] b
- [ ] c

#card/choice #card/shuffled
"""
CHOSEN: Final = """[...document.querySelectorAll('.options > li')]
  .filter(e => e.getClientRects().length && e.classList.contains('chosen'))
  .map(e => e.textContent.trim())"""
TICKED: Final = """[...document.querySelectorAll('.options input')]
  .filter(e => e.getClientRects().length && e.checked).map(e => e.parentNode.textContent.trim())"""
NO_STORAGE: Final = """Object.defineProperty(window, "sessionStorage", {
  get() { throw new DOMException("denied", "SecurityError"); } })"""
# What the desktop program does: the page stays, its content and the scripts in it are new.
SHOW: Final = """side => { const qa = document.getElementById("qa"); qa.innerHTML = side;
  for (const old of qa.querySelectorAll("script")) {
    const script = document.createElement("script");
    script.textContent = old.textContent; old.replaceWith(script); } }"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browsers.browser() as found:
        yield found


@pytest.fixture(name="cards", scope="module")
def _cards(tmp_path_factory: pytest.TempPathFactory) -> list[Shown]:
    return shown(tmp_path_factory.mktemp("choice"), TEXT)


@pytest.fixture(name="page")
def _page(tmp_path: Path, chromium: Browser, cards: list[Shown]) -> Iterator[Page]:
    """The first question, with the keys that reach the page beside it."""
    page = opened(tmp_path, chromium, cards[0].question, cards[0].css)
    page.evaluate("window.keys = []; document.addEventListener('keydown', e => keys.push(e.key))")
    yield page
    page.close()


def test_a_tap_chooses_and_a_second_takes_it_back(page: Page) -> None:
    option = page.locator(".options > li").nth(1)
    option.click()
    assert page.evaluate(CHOSEN) == page.evaluate(TICKED) == ["no"]
    assert option.get_attribute("aria-checked") == "true"
    option.click()
    assert page.evaluate(CHOSEN) == page.evaluate(TICKED) == []
    assert option.get_attribute("aria-checked") == "false"


def test_clients_know_the_options_for_what_they_are(page: Page) -> None:
    options = page.locator(".options > li")
    for number in range(3):
        option = options.nth(number)
        assert "tappable" in str(option.get_attribute("class")).split()
        assert option.get_attribute("role") == "checkbox"
        assert option.get_attribute("tabindex") == "0"
    assert page.locator(".options").get_attribute("role") == "group"
    assert options.first.evaluate("e => getComputedStyle(e).cursor") == "pointer"


def test_the_box_of_a_chosen_option_has_a_tick(page: Page) -> None:
    tick = """() => getComputedStyle(document.querySelectorAll('.options input')[1], '::before')
      .borderRightWidth"""
    assert page.evaluate(tick) == "0px"
    page.keyboard.press("2")
    assert page.evaluate(tick) != "0px"


@pytest.mark.parametrize(
    ("keys", "chosen", "passed"),
    [
        ("1", ["yes"], []),
        ("2 1", ["yes", "no"], []),
        ("2 2", [], []),
        ("4 9 0", [], ["4", "9", "0"]),
        ("Control+1", [], ["Control", "1"]),
        ("Tab Space", ["yes"], ["Tab"]),
        ("Tab Tab Enter", ["no"], ["Tab", "Tab"]),
        ("Space Enter", [], [" ", "Enter"]),
    ],
)
def test_keys_choose_and_others_reach_the_client(
    page: Page, keys: str, chosen: list[str], passed: list[str]
) -> None:
    for key in keys.split():
        page.keyboard.press(key)
    assert page.evaluate(CHOSEN) == chosen
    assert page.evaluate("keys") == passed


def test_a_link_in_an_option_is_only_followed(page: Page) -> None:
    page.evaluate("document.addEventListener('click', e => e.preventDefault())")
    page.locator(".options a").click()
    assert page.evaluate(CHOSEN) == []


@pytest.mark.parametrize("storage", [True, False])
def test_the_answer_shows_what_was_chosen_for_this_card(
    tmp_path: Path, chromium: Browser, cards: list[Shown], *, storage: bool
) -> None:
    page = opened(tmp_path, chromium, "", "")
    page.add_style_tag(content=cards[0].css)
    if not storage:
        page.evaluate(NO_STORAGE)
    first, other = cards
    page.evaluate(SHOW, first.question)
    page.keyboard.press("2")
    page.evaluate(SHOW, first.answer)
    assert page.evaluate(CHOSEN) == ["no"]
    assert sorted(page.evaluate(TICKED)) == ["no", "yes"]
    # The question of the other one was not shown.
    page.evaluate(SHOW, other.answer)
    assert page.evaluate(CHOSEN) == []
    page.evaluate(SHOW, other.question)
    page.locator(".options > li", has_text="c").click()
    page.evaluate(SHOW, other.answer)
    assert page.evaluate(CHOSEN) == ["c"]
    page.evaluate(SHOW, first.question)
    assert page.evaluate(CHOSEN) == []
    page.keyboard.press("1")
    assert page.evaluate(CHOSEN) == ["yes"]
    page.close()


def test_on_the_answer_nothing_is_chosen_and_no_key_is_taken(
    tmp_path: Path, chromium: Browser, cards: list[Shown]
) -> None:
    page = opened(tmp_path, chromium, cards[0].answer, cards[0].css)
    page.evaluate("window.keys = []; document.addEventListener('keydown', e => keys.push(e.key))")
    page.keyboard.press("1")
    page.locator(".options > li:visible").first.click()
    assert page.evaluate(CHOSEN) == []
    assert page.evaluate("keys") == ["1"]
    page.close()


def test_what_is_typed_elsewhere_chooses_nothing(page: Page) -> None:
    page.evaluate("document.body.appendChild(document.createElement('input')).focus()")
    page.keyboard.press("1")
    assert page.evaluate(CHOSEN) == []
    assert page.evaluate("document.activeElement.value") == "1"
