"""Cards as Anki's engine renders them, and as a page of its desktop program shows them."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page

import browser as browsers
from engine import Desk
from shell import run, write


class Shown(NamedTuple):
    """One card: HTML of both sides, its CSS, and how many sounds play with each side."""

    question: str
    answer: str
    css: str
    plays: tuple[int, int]
    fields: dict[str, str]


def shown(folder: Path, text: str, files: Mapping[str, bytes] | None = None) -> list[Shown]:
    """Build a source, with files beside it, import the package, and render all its cards."""
    project = write(folder / "project", cards=text)
    for name, content in (files or {}).items():
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    ran = run(project, "build", "-q", SOURCE_DATE_EPOCH="1800000000")
    assert ran.status == 0, ran.err
    (package,) = (project / "build").glob("*.apkg")
    cards = []
    with Desk(folder / "desk") as desk:
        desk.import_package(package)
        for name in desk.media():
            (folder / name).write_bytes((Path(desk.col.media.dir()) / name).read_bytes())
        for number in desk.col.find_cards("", order="c.id"):
            card = desk.col.get_card(number)
            output = card.render_output()
            plays = (len(output.question_av_tags), len(output.answer_av_tags))
            sides = (output.question_text, output.answer_text, output.css)
            cards.append(Shown(*sides, plays, dict(card.note().items())))
    return cards


def opened(
    folder: Path, chromium: Browser, side: str, css: str, *, width: int = 900, night: bool = False
) -> Page:
    """A page with one side of a card, its math typeset; its pictures are in the folder."""
    path = folder / "page.html"
    path.write_text(browsers.page(f"<style>{css}</style>{side}", night=night), encoding="utf-8")
    page = chromium.new_page(viewport={"width": width, "height": 800})
    page.goto(path.as_uri())
    page.evaluate(browsers.TYPESET)
    return page
