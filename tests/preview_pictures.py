"""Draw the pictures of docs/preview.md: `.venv/bin/python tests/preview_pictures.py`."""

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Final

from playwright.sync_api import Browser, Page, expect

import browser as browsers
from obverse.check.review import Wanted
from obverse.live.live_project import Asking, LiveProject
from obverse.preview.address import address
from obverse.preview.server import PreviewServer
from obverse.preview.shown_project import ShownProject
from obverse.project.project import find

IMAGES: Final = Path(__file__).parents[1] / "docs" / "images"
NOTES: Final = """---
tags: [law, exam/2026]
---
# Client care

## What is the area of a circle of radius $r$?

It is $\\pi r^2$.

## What must a surveyor give the client before work begins?

Written **terms of engagement**:

1. the fee
2. the scope of the work
3. the complaints procedure

## Which of these are leases?

- [ ] a licence to occupy
- [x] a tenancy at will
- [x] an underlease

#card/choice

## How a lease ends

A lease ends by {{c1::effluxion of time::when?}}, by {{c2::forfeiture}} or by {{c3::surrender}}.

## Is a licence an interest in land?

No.
"""


def main() -> None:
    """Draw all of them."""
    with TemporaryDirectory() as name:
        folder = Path(name) / "notes"
        folder.mkdir()
        (folder / "care.md").write_text(NOTES, encoding="utf-8")
        asking = Asking(lambda: find(folder), lambda: 1_800_000_000, lambda _: Wanted())
        shown = ShownProject(LiveProject(asking), "vscode")
        server = PreviewServer(0, shown, partial(address, hosts=()))
        shown.turn()
        Thread(target=server.serve_forever, daemon=True).start()
        with browsers.browser() as chromium:
            draw(chromium, server.address.url)
        server.shutdown()


def draw(chromium: Browser, url: str) -> None:
    """Draw the page light, dark, and narrow."""
    page = opened(chromium, url, 1280)
    page.click("#flip")
    expect(page.frame_locator("#frame").locator("mjx-container").first).to_be_visible()
    saved(page, "light")
    page = opened(chromium, url, 1280, is_dark=True)
    page.select_option("#client", "ankidroid")
    page.locator("#cards button").nth(3).click()
    expect(page.frame_locator("#frame").locator(".cloze").first).to_be_visible()
    saved(page, "dark")
    page = opened(chromium, url, 390)
    page.locator("#cards button").last.click()
    page.click("#flip")
    saved(page, "narrow")


def opened(chromium: Browser, url: str, width: int, *, is_dark: bool = False) -> Page:
    """The page in a window so wide."""
    page = chromium.new_page(
        viewport={"width": width, "height": 740}, color_scheme="dark" if is_dark else "light"
    )
    page.goto(url)
    expect(page.frame_locator("#frame").locator("#qa")).to_contain_text("circle")
    return page


def saved(page: Page, name: str) -> None:
    """A picture of it, once its letters are there."""
    page.wait_for_timeout(700)
    page.screenshot(path=IMAGES / f"preview-{name}.png", full_page=name == "narrow")
    page.close()


if __name__ == "__main__":
    main()
