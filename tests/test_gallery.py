"""A gallery of all that a card can hold: through Anki's engine, then in a real browser.

`build/gallery/` then has its pages and a picture of each, for a person to look at.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser

import browser as browsers
from engine import Desk
from obverse.build import Built, build
from obverse.formats.apkg.write import write
from obverse.project import project, styles
from obverse.project.job import Job

ROOT: Final = Path(__file__).parents[1]
GALLERY: Final = Path(__file__).parent / "gallery"
CHECKER: Final = ROOT.parent / "shared" / "tools" / "check_apkg.py"
LOOKS: Final = [(width, night) for width in (412, 900) for night in (False, True)]
NOW: Final = 1_700_000_000
# What is wrong with a page as it stands: wider than its window, a picture that is not shown, math
# that was not typeset, text with too little contrast (WCAG 2.2, 1.4.3) to what is behind it.
FAULTS: Final = r"""least => {
  const faults = [];
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > room) {
    const hides = e => /auto|scroll|hidden/.test(getComputedStyle(e).overflowX);
    const scrolls = e => e && (hides(e) || scrolls(e.parentElement));
    for (const e of document.querySelectorAll("#qa *"))
      if (e.getBoundingClientRect().right > room && !scrolls(e.parentElement))
        faults.push(`wider than the window: ${e.outerHTML.slice(0, 120)}`);
    if (!faults.length) faults.push("the page is wider than its window");
  }
  for (const e of document.images)
    if (!e.complete || !e.naturalWidth) faults.push(`a broken picture: ${e.src.slice(-80)}`);
  for (const e of document.querySelectorAll("mjx-merror, [data-mjx-error]"))
    faults.push(`an error in math: ${e.textContent}`);
  const rgb = text => (text.match(/[\d.]+/g) || []).map(Number);
  const mix = (c, below, a) => c * a + below * (1 - a);
  const over = (top, below) => top.slice(0, 3).map((c, i) => mix(c, below[i], top[3] ?? 1));
  const behind = e => {
    if (!e) return rgb(getComputedStyle(document.body).backgroundColor).slice(0, 3);
    const own = rgb(getComputedStyle(e).backgroundColor);
    const below = behind(e.parentElement);
    return own[3] === 0 ? below : over(own, below);
  };
  const light = c => {
    const [r, g, b] = c.map(v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const walker = document.createTreeWalker(document.getElementById("qa"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement, text = walker.currentNode.data.trim();
    if (!text || !e.getClientRects().length || /SCRIPT|STYLE/.test(e.tagName)) continue;
    if (/\\[()\[\]]/.test(text) && !e.closest("code"))
      faults.push(`math is not typeset: ${text.slice(0, 80)}`);
    const ground = behind(e), ink = over(rgb(getComputedStyle(e).color), ground);
    const [a, b] = [light(ink), light(ground)].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < least) faults.push(`contrast ${ratio.toFixed(2)}: ${e.outerHTML.slice(0, 120)}`);
  }
  return faults;
}"""


@pytest.fixture(scope="module")
def built() -> Built:
    the_project = project.find(GALLERY)
    return build(Job(the_project, NOW), the_project.read(), b"")


@pytest.fixture(scope="module")
def package(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("gallery") / "gallery.apkg"
    with path.open("wb") as stream:
        write(built.collection, built.lock, stream)
    return path


@pytest.fixture(scope="module")
def cards(package: Path) -> dict[str, list[tuple[str, str]]]:
    """By deck: the question and the answer of every card, with style."""
    folder = browsers.BUILD / "gallery"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    sides: dict[str, list[tuple[str, str]]] = {}
    with Desk(package.parent / "desk") as desk:
        desk.import_package(package)
        for name in desk.media():
            shutil.copy(Path(desk.col.media.dir()) / name, folder)
        for card_id in desk.col.find_cards("", order="c.id"):
            card = desk.col.get_card(card_id)
            output = card.render_output()
            both = (output.question_text, output.answer_text)
            question, answer = (f"<style>{output.css}</style>{_played(each)}" for each in both)
            deck = desk.col.decks.name(card.did).rpartition("::")[2]
            sides.setdefault(deck, []).append((question, answer))
    return sides


def _played(side: str) -> str:
    """The buttons that a client puts in for sounds, and the box for what is typed."""
    shape = '<circle cx="32" cy="32" r="29"/><path d="M26 20v24l20-12z"/>'
    button = f'<a class="replay-button" href="#"><svg viewBox="0 0 64 64">{shape}</svg></a>'
    side = re.sub(r"\[anki:play:.*?\]", button, side)
    return re.sub(r"\[\[type:.*?\]\]", '<center><input id="typeans"></center>', side)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browsers.browser() as found:
        yield found


def test_the_gallery_has_no_errors(built: Built) -> None:
    rules = {each.rule for each in built.diagnostics}
    assert rules == {"undrawn-diagram", "unknown-language"}
    assert {str(each.severity) for each in built.diagnostics} == {"info"}


def test_the_engine_takes_it_whole(built: Built, package: Path, tmp_path: Path) -> None:
    with Desk(tmp_path) as desk:
        log = desk.import_package(package)
        assert log.counts == {"new": len(built.collection.notes)}
        assert desk.check() == []
        cards = {(note.guid, ordinal) for note in built.collection.notes for ordinal in note.cards}
        assert set(desk.cards()) == cards
        assert desk.media() == set(built.collection.media)


@pytest.mark.skipif(not CHECKER.is_file(), reason="no checker of packages beside this checkout")
def test_the_checker_of_packages_finds_nothing(package: Path) -> None:
    command = [sys.executable, str(CHECKER), str(package)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("width", "night"), LOOKS)
def test_every_card_looks_right(
    cards: dict[str, list[tuple[str, str]]], chromium: Browser, width: int, *, night: bool
) -> None:
    faults: list[str] = []
    page = chromium.new_page(viewport={"width": width, "height": 800})
    for deck, sides in cards.items():
        for name, all_of_deck in zip(("question", "answer"), zip(*sides, strict=True), strict=True):
            side = "".join(all_of_deck)
            theme = "night" if night else "light"
            path = browsers.BUILD / "gallery" / f"{deck.lower()}-{name}-{width}-{theme}.html"
            path.write_text(browsers.page(side, night=night), encoding="utf-8")
            page.goto(path.as_uri())
            page.evaluate(browsers.TYPESET)
            faults += (f"{path.stem}: {fault}" for fault in _faults(page))
            page.screenshot(path=path.with_suffix(".png"), full_page=True)
    page.close()
    assert faults == []


@pytest.mark.parametrize("night", [False, True])
@pytest.mark.parametrize(("style", "least"), [("paper", 4.5), ("contrast", 7.0)])
def test_every_style_looks_right(
    cards: dict[str, list[tuple[str, str]]],
    chromium: Browser,
    style: str,
    least: float,
    *,
    night: bool,
) -> None:
    css = styles.file_of(GALLERY, style).read_text(encoding="utf-8")
    both = (side for sides in cards.values() for card in sides for side in card)
    path = browsers.BUILD / "gallery" / f"all-{style}-{'night' if night else 'light'}.html"
    text = browsers.page("".join((*both, f"<style>{css}</style>")), night=night)
    path.write_text(text, encoding="utf-8")
    page = chromium.new_page(viewport={"width": 390, "height": 800})
    page.goto(path.as_uri())
    page.evaluate(browsers.TYPESET)
    faults = _faults(page, least)
    page.screenshot(path=path.with_suffix(".png"), full_page=True)
    page.close()
    assert faults == []


def _faults(page: Any, least: float = 4.5) -> list[str]:  # noqa: ANN401  # Playwright's page
    found: list[str] = page.evaluate(FAULTS, least)
    return found


def test_the_copied_text_of_code_is_the_source(
    cards: dict[str, list[tuple[str, str]]], chromium: Browser
) -> None:
    page = chromium.new_page()
    page.set_content(browsers.page("".join(answer for _, answer in cards["Code"]), night=False))
    copied = page.evaluate("[...document.querySelectorAll('pre code')].map(e => e.textContent)")
    page.close()
    source = (GALLERY / "content" / "code.md").read_text(encoding="utf-8")
    fences = re.findall(r"^```(?!dot)\w+\n(.*?)^```$", source, re.MULTILINE | re.DOTALL)
    assert [each for each in fences if each not in copied] == []
    assert len(fences) > 10


def test_options_are_shuffled_alike_and_can_be_chosen(
    cards: dict[str, list[tuple[str, str]]], chromium: Browser, tmp_path: Path
) -> None:
    orders = []
    both = next(each for each in cards["Kinds"] if "Shuffled" in each[0])
    page = chromium.new_page()
    for name, side in zip(("question", "answer"), both, strict=True):
        path = tmp_path / f"{name}.html"
        path.write_text(browsers.page(side, night=False), encoding="utf-8")
        page.goto(path.as_uri())
        options = page.locator(".options > li:visible")
        orders.append([each.strip() for each in options.all_text_contents()])
        if name == "question":
            options.last.click()
        assert page.locator(".options > .chosen:visible").count() == 1
        assert options.last.get_attribute("class", timeout=1000)
    page.close()
    assert sorted(orders[0]) == ["also wrong", "right", "wrong"]
    assert orders[0] == orders[1]
