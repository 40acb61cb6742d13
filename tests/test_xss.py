"""Payloads of cross-site scripting in every place of a card: none runs, none stays live markup.

A deck goes to strangers, and an author may have pasted its text from anywhere.
"""

import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Dialog

import browser as browsers
from engine import Desk
from obverse.build import Built, build
from obverse.formats.apkg.write import write
from obverse.languages import html
from obverse.project import project
from obverse.project.job import Job

PAYLOADS: Final = (
    (Path(__file__).parent / "xss" / "payloads.txt").read_text(encoding="utf-8").splitlines()
)
# Each payload in each place; `{n}` keeps cards apart.
PLACES: Final = {
    "heading": "## {n} {payload}\n\nAnswer\n",
    "body": "## {n}\n\n{payload}\n",
    "sentence": "## {n}\n\nText {payload} text\n",
    "item": "## {n}\n\n- {payload}\n- b\n",
    "listed": "## {n}\n\n- {payload}\n- b\n\n#card/list\n",
    "option": "## {n}\n\n- [x] {payload}\n- [ ] b\n\n#card/choice\n",
    "cell": "## {n}\n\n| a |\n| --- |\n| {payload} |\n",
    "quote": "## {n}\n\n> {payload}\n",
    "typed": "## {n}\n\n{payload}\n\n#card/typing\n",
    "cloze": "## {n}\n\n{{{{c1::x}}}} {payload}\n",
    "fence": "## {n}\n\n```html\n{payload}\n```\n\n```{payload}\nx\n```\n",
    "link": "## {n}\n\n[a]({payload})\n\n[{payload}](http://a.invalid)\n",
    "math": "## {n}\n\n${payload}$\n",
    "tag": "## {n}\n\nx\n\n#{payload}\n",
}
SAFE: Final = frozenset(html.allowed())
# In the files of this test some payloads are faults of their own: no file, no partner, no end.
EXPECTED: Final = frozenset(
    "unresolved-image math-unbalanced-braces cloze-not-closed cloze-without-deletion "
    "conflicting-kinds cloze-below-separator cloze-ends-early unclosed-html".split()
)


class Markup(HTMLParser):
    """Gathers what of a side could run: elements, attributes, addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.live: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what is not allowed."""
        if tag not in SAFE:
            self.live.append(f"<{tag}>")
        for name, value in attrs:
            address = re.sub(r"[\x00-\x20]", "", value or "").lower()
            if name.startswith("on") or (
                name in ("href", "src", "action", "formaction", "data", "srcdoc", "xlink:href")
                and re.match(r"(?:java|vb)script:|data:(?!image/(?:png|gif|jpeg|webp))", address)
            ):
                self.live.append(f"{tag} {name}={value}")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("xss")
    for place, form in PLACES.items():
        cards = (form.format(n=n, payload=payload) for n, payload in enumerate(PAYLOADS))
        (folder / f"{place}.md").write_text("\n".join(cards), encoding="utf-8")
    titles = (f"# {payload}\n\n## Title {n}\n" for n, payload in enumerate(PAYLOADS))
    for n, text in enumerate(titles):
        (folder / f"title-{n}.md").write_text(text, encoding="utf-8")
    the_project = project.find(folder)
    return build(Job(the_project, 1_700_000_000), the_project.read(), b"")


def test_there_are_enough_payloads() -> None:
    assert len(set(PAYLOADS)) > 150


def test_no_payload_stays_live_markup(built: Built) -> None:
    live = []
    for note in built.collection.notes:
        for field in note.fields:
            markup = Markup()
            markup.feed(field)
            markup.close()
            live += [f"{note.deck}: {each} in {field[:200]}" for each in markup.live]
    assert live == []


def test_what_is_found_wrong_is_in_the_payloads(built: Built) -> None:
    errors = {each.rule for each in built.diagnostics if str(each.severity) == "error"}
    assert errors <= EXPECTED


@pytest.fixture(scope="module")
def sides(built: Built, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Every side of every card as Anki's engine renders it."""
    folder = tmp_path_factory.mktemp("desk")
    package = folder / "xss.apkg"
    with package.open("wb") as stream:
        write(built.collection, built.lock, stream)
    found = []
    with Desk(folder / "desk") as desk:
        desk.import_package(package)
        for card_id in desk.col.find_cards(""):
            output = desk.col.get_card(card_id).render_output()
            found += [output.question_text, output.answer_text]
    assert len(found) > 4000
    return found


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browsers.browser() as found:
        yield found


def test_no_payload_runs(sides: list[str], chromium: Browser, tmp_path: Path) -> None:
    ran: list[str] = []
    page = chromium.new_page()

    def dismiss(dialog: Dialog) -> None:
        ran.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismiss)
    page.route(re.compile("^https?:"), lambda route: route.abort())
    # One side spoils no other: an element left open would swallow what follows.
    boxes = [f"<div>{each}</div>" for each in sides]
    for start in range(0, len(boxes), 400):
        path = tmp_path / f"{start}.html"
        shown = "".join(boxes[start : start + 400])
        path.write_text(browsers.page(shown, night=False), encoding="utf-8")
        page.goto(path.as_uri(), wait_until="load")
        page.evaluate(TYPESET)
        page.evaluate(PROVOKE)
        assert page.url == path.as_uri()
        ran += page.evaluate(LIVE)
    page.close()
    shutil.rmtree(tmp_path)
    assert ran == []


TYPESET: Final = "MathJax.startup.promise.then(() => MathJax.typesetPromise())"
# Everything an event could be waiting for.
PROVOKE: Final = """() => {
  for (const e of document.querySelectorAll("#qa *"))
    for (const type of ["click", "mouseover", "pointerenter", "focus", "toggle", "load", "error"])
      if (!(type === "click" && e.closest("a[href^=http], a[href^=mailto]")))
        e.dispatchEvent(new Event(type, { bubbles: false, cancelable: true }));
}"""
LIVE: Final = r"""() => [...document.querySelectorAll("#qa *")].flatMap(e =>
  [...e.attributes].filter(a => /^on/i.test(a.name) ||
    (/^(href|src|xlink:href)$/i.test(a.name) && /^\s*(java|vb)script:/i.test(a.value)) ||
    (a.name === "style" && !e.closest("mjx-container") && /fixed|url\(/.test(a.value)))
  .map(a => `${e.tagName} ${a.name}=${a.value}`))"""
