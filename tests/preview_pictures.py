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
CARE: Final = """---
tags: [law, exam/2026]
---
# Client care

## What is the area of a circle of radius $r$?

It is $\\pi r^2$.

## What must a surveyor give the client before work begins?

Written **terms of engagement**:

1. the fee and what is in the fee
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
TENURE: Final = """---
tags: [law, exam/2026]
---
# Tenure and leases

## What ends a lease on the day that it names?

Effluxion of time.

## What makes an underlease longer than the lease?

It takes effect as an assignment of the lease.

## List the covenants that run with the land

- to pay the rent
- to repair
- not to assign without consent
- to insure

## For how long does a legal easement last?

As long as the estate to which it belongs, so that it is either perpetual or for a term of years.

## Spell the Latin for "from the beginning"

ab initio

#card/typing

## What is the rent free period for?

It pays the tenant for the cost of fitting out, and keeps the headline rent where the landlord wants
it for the next valuation; a valuer devalues it over the term, or to the first review.
"""
VALUATION: Final = """---
tags: [valuation]
---
# Valuation

## What is the years' purchase in perpetuity at a yield $i$?

$$\\frac{1}{i}$$

## Net initial yield

The {{c1::net income}} after {{c2::non-recoverable costs}}, over the {{c3::price with the costs of
purchase}}.

## A yield is the {{c1::income}} over the {{c2::price}}

## Is it so?

Yes.

## What is a comparable?

![A map](map.png)
"""
SOURCES: Final = {"care.md": CARE, "tenure.md": TENURE, "valuation.md": VALUATION}
EDIT: Final = ("in the fee", "in all fees")
SHIPPED: Final = ("care.md", "tenure.md")  # in the lock; what is not is new


def main() -> None:
    """Draw all of them."""
    with TemporaryDirectory() as name:
        folder = Path(name) / "notes"
        folder.mkdir()
        asking = Asking(lambda: find(folder), lambda: 1_800_000_000, lambda _: Wanted())
        live = LiveProject(asking)
        for path, text in SOURCES.items():
            if path in SHIPPED:
                (folder / path).write_text(text, encoding="utf-8")
        live.look()
        assert live.snapshot  # the sources have no fault
        (folder / "obverse.lock").write_bytes(live.snapshot.built.lock)
        for path, text in SOURCES.items():
            (folder / path).write_text(text.replace(*EDIT), encoding="utf-8")
        shown = ShownProject(live, "vscode")
        server = PreviewServer(0, shown, partial(address, hosts=()))
        shown.turn()
        Thread(target=server.serve_forever, daemon=True).start()
        with browsers.browser() as chromium:
            draw(chromium, server.address.url)
            draw_overviews(chromium, server.address.url)
        server.shutdown()


def draw(chromium: Browser, url: str) -> None:
    """Draw cards light and dark, on a wide page and on a narrow one."""
    page = opened(chromium, url, 1280)
    page.click("#flip")
    expect(page.frame_locator("#frame").locator("mjx-container").first).to_be_visible()
    saved(page, "light")
    page = opened(chromium, url, 1280, is_dark=True)
    page.select_option("#client", "ankidroid")
    page.locator("#cards button").nth(3).click()
    expect(page.frame_locator("#frame").locator(".cloze").first).to_be_visible()
    saved(page, "dark")
    for is_dark in (False, True):
        page = opened(chromium, url, 390, is_dark=is_dark)
        page.locator("#cards button").nth(6).click()
        page.click("#flip")
        saved(page, "narrow-dark" if is_dark else "narrow")


def draw_overviews(chromium: Browser, url: str) -> None:
    """Draw the overview likewise."""
    for name, width, is_dark in (
        ("light", 1280, False),
        ("dark", 1280, True),
        ("narrow", 390, False),
        ("narrow-dark", 390, True),
    ):
        page = opened(chromium, url, width, is_dark=is_dark)
        page.keyboard.press("t")
        expect(page.locator("#plots svg")).to_have_count(6)
        saved(page, f"overview-{name}")


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
    path = IMAGES / f"preview-{name}.png"
    page.screenshot(path=path, full_page="narrow" in name or "overview" in name)
    page.close()


if __name__ == "__main__":
    main()
