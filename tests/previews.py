"""A preview that is served in the process of a test, which says when it looks."""

import http.client
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Final

from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page, expect

from obverse.check.review import Wanted
from obverse.live.live_project import Asking, LiveProject
from obverse.preview.address import address
from obverse.preview.server import PreviewServer
from obverse.preview.shown_project import ShownProject
from obverse.project.project import find
from projects import NOW

ASKED: Final = "## What does the second schedule of the act require of a surveyor?\n\n"
CARDS: Final = f"""{ASKED}It is the first text.

## What is the area of a circle?

It is $\\pi r^2$.

## Which of these are leases?

- [ ] a licence
- [x] a tenancy
- [x] an underlease

#card/choice

## Spell it

ab initio

#card/typing

## What does it look like?

![A pixel](pics/a.png)

## Is it one?

No.
"""


class Serving:
    """A project that is served in this process, and looked at when a test says so."""

    def __init__(self, folder: Path, editor: str = "", hosts: tuple[str, ...] = ()) -> None:
        self.folder = folder
        asking = Asking(lambda: find(folder), lambda: NOW, lambda _: Wanted())
        self.shown = ShownProject(LiveProject(asking), editor)
        self.server = PreviewServer(0, self.shown, partial(address, hosts=hosts))
        self.shown.turn()
        Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def url(self) -> str:
        """Where the page is."""
        return self.server.address.url

    def ask(self, path: str, method: str = "GET", body: str = "", **headers: str) -> "Answer":
        """What it answers; a `_` in a header is a `-`."""
        connection = http.client.HTTPConnection("127.0.0.1", self.server.address.port, timeout=30)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body or None, given)
        answer = connection.getresponse()
        got = Answer(answer.status, dict(answer.getheaders()), answer.read())
        connection.close()
        return got

    def save(self, path: str, text: str) -> None:
        """Save a source, and let it be seen."""
        (self.folder / path).write_text(text, encoding="utf-8")
        self.shown.turn()


class Answer:
    """A status, headers and what came with them."""

    def __init__(self, status: int, headers: dict[str, str], raw: bytes) -> None:
        self.status, self.headers, self.raw = status, headers, raw


@contextmanager
def serving(folder: Path, editor: str = "", hosts: tuple[str, ...] = ()) -> Iterator[Serving]:
    found = Serving(folder, editor, hosts)
    try:
        yield found
    finally:
        found.server.shutdown()
        found.server.server_close()


def opened(
    served: Serving, chromium: Browser | BrowserContext, width: int = 1280
) -> tuple[Page, FrameLocator]:
    """The page of what is served, and the frame in it, once it shows the first of `CARDS`."""
    page = (
        chromium.new_page(viewport={"width": width, "height": 800})
        if isinstance(chromium, Browser)
        else chromium.new_page()
    )
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.goto(served.url)
    frame = page.frame_locator("#frame")
    expect(frame.locator("#qa")).to_contain_text("second schedule")
    assert not faults
    return page, frame
