"""The preview's frame against Anki's real reviewer: pixels where `aqt` is installed, else boxes.

`aqt` is in no extra (it is AGPL, and needs 600 MB). Name a Python that has it in `OBVERSE_AQT`;
with `OBVERSE_UPDATE=1` what its reviewer shows is recorded in `tests/pixels/boxes.json`.
"""

import json
import os
import struct
import subprocess
import sys
import zlib
from base64 import b64encode
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest
from playwright.sync_api import Browser, Page, expect

import browser as browsers
from previews import Serving, serving
from reviewer import EVEN, HEIGHT, WIDTH
from shell import run

FOLDER: Final = Path(__file__).parent / "pixels"
RECORDED: Final = FOLDER / "boxes.json"
REVIEWER: Final = Path(__file__).with_name("reviewer.py")
AQT: Final = os.environ.get("OBVERSE_AQT") or (sys.executable if find_spec("aqt") else "")
MOST: Final = 0.001  # of the pixels of a side
NEAR: Final = 1  # pixels that a box may be off: engines round text differently
CARDS: Final = 40
LOOK: Final = """
@font-face { font-family: Lato; src: url("data:font/woff2;base64,REGULAR") }
@font-face { font-family: Lato; font-weight: 700; src: url("data:font/woff2;base64,BOLD") }
.card, .card *:not(mjx-container, mjx-container *) { font-family: Lato !important }
"""
# The frame is as large as the reviewer, and nothing is drawn over it.
AS_LARGE: Final = """([width, height]) => Object.assign(document.getElementById("frame").style, {
  position: "fixed", left: 0, top: 0, zIndex: 9, border: 0, borderRadius: 0,
  minHeight: 0, width: width + "px", height: height + "px" })"""
NIGHT: Final = """isNight => {
  const box = document.getElementById("night");
  if (box.checked !== isNight) box.click();
}"""
# The share of the pixels of two pictures of which a colour differs by more than an eighth: the two
# engines draw the edges of letters with a different contrast.
DIFFERING: Final = """async ([first, second]) => {
  const read = async (data) => {
    const image = new Image();
    image.src = "data:image/png;base64," + data;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    return context.getImageData(0, 0, image.width, image.height);
  };
  const [a, b] = [await read(first), await read(second)];
  if (a.width !== b.width || a.height !== b.height) return 1;
  let count = 0;
  for (let at = 0; at < a.data.length; at += 4) {
    if ([0, 1, 2].some((one) => Math.abs(a.data[at + one] - b.data[at + one]) > 32)) count++;
  }
  return count / (a.width * a.height);
}"""


class Side(NamedTuple):
    """One side of a card in the preview's frame: a picture, and what the probe says."""

    picture: bytes
    boxes: list[list[Any]]


def square(size: int = 60) -> bytes:
    """A picture."""
    rows = b"".join(b"\0" + bytes((60, 110, 200)) * size for _ in range(size))
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(raw)) + name + raw + struct.pack(">I", zlib.crc32(name + raw))
        for name, raw in parts
    )


def project(folder: Path) -> Path:
    """A project with the cards, in a font of the tests."""
    look = LOOK
    for name, weight in (("REGULAR", 400), ("BOLD", 700)):
        raw = (FOLDER / f"lato-latin-{weight}-normal.woff2").read_bytes()
        look = look.replace(name, b64encode(raw).decode())
    folder.mkdir()
    (folder / "cards.md").write_bytes((FOLDER / "cards.md").read_bytes())
    (folder / "square.png").write_bytes(square())
    (folder / "bell.mp3").write_bytes(b"ID3 a sound")
    (folder / "look.css").write_text(look, encoding="utf-8")
    (folder / "obverse.toml").write_text('content = "."\nstyle = "look.css"\n', encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browsers.browser() as found:
        yield found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return project(tmp_path_factory.mktemp("pixels") / "cards")


@pytest.fixture(scope="module")
def sides(folder: Path, chromium: Browser) -> Iterator[dict[str, Side]]:
    """Each side of each card by the name that `reviewer.py` gives it."""
    with serving(folder) as served:
        page = chromium.new_page(viewport={"width": 1280, "height": 900}, color_scheme="light")
        page.goto(served.url)
        page.frame_locator("#frame").locator("#qa").wait_for()
        page.evaluate(AS_LARGE, [WIDTH, HEIGHT])
        page.frames[1].evaluate(EVEN)
        keys = in_order(served)
        assert len(keys) == CARDS
        found: dict[str, Side] = {}
        for theme in ("light", "night"):
            page.evaluate(NIGHT, theme == "night")
            for number, key in enumerate(keys):
                for side in ("question", "answer"):
                    found[f"{theme}-{number:02}-{side}"] = shown(page, key, side)
        yield found
        page.close()


def in_order(served: Serving) -> list[str]:
    """The keys of all cards in the order of their ids in Anki."""
    seen = served.shown._live.snapshot  # noqa: SLF001  # what is served
    assert seen
    notes = sorted(seen.built.collection.notes, key=lambda note: note.note_id)
    return [f"{note.guid}:{ordinal}" for note in notes for ordinal in note.cards]


def shown(page: Page, key: str, side: str) -> Side:
    """One side, once it is drawn."""
    act = "document.querySelector(`#cards [data-key='${key}']`).click()"
    page.evaluate("key => " + (act if side == "question" else "flip.click()"), key)
    frame = page.frame_locator("#frame")
    expect(frame.locator("html")).to_have_attribute("data-shown", side)
    inner = page.frames[1]
    inner.wait_for_function(
        """() => document.fonts.status === "loaded"
          && [...document.images].every((image) => image.complete)"""
    )
    inner.evaluate("window.scrollTo(0, 0); new Promise(requestAnimationFrame)")
    picture = page.screenshot(clip={"x": 0, "y": 0, "width": WIDTH, "height": HEIGHT})
    probe = (FOLDER / "probe.js").read_text(encoding="utf-8")
    return Side(picture, json.loads(inner.evaluate(probe)))


def test_boxes_are_those_of_the_reviewer(sides: dict[str, Side]) -> None:
    recorded = json.loads(RECORDED.read_text(encoding="utf-8"))
    assert recorded.keys() == sides.keys()
    wrong = [
        (name, ours, theirs)
        for name, side in sides.items()
        for ours, theirs in zip_all(side.boxes, recorded[name])
        if not alike(ours, theirs)
    ]
    assert wrong == []


def dumped(boxes: list[list[Any]]) -> str:
    """The boxes of a side on one line."""
    return json.dumps(boxes, separators=(",", ":"))


def zip_all(ours: list[Any], theirs: list[Any]) -> Iterator[tuple[Any, Any]]:
    """Pairs; one that has more has them against nothing."""
    for at in range(max(len(ours), len(theirs))):
        yield ours[at] if at < len(ours) else None, theirs[at] if at < len(theirs) else None


def alike(ours: list[Any] | None, theirs: list[Any] | None) -> bool:
    """Whether an element is at the same place and looks the same."""
    if ours is None or theirs is None or [ours[0], *ours[2:]] != [theirs[0], *theirs[2:]]:
        return False
    return all(abs(a - b) <= NEAR for a, b in zip(ours[1], theirs[1], strict=True))


@pytest.mark.skipif(
    not AQT, reason="no `aqt`: compared with boxes that were recorded from it; see OBVERSE_AQT"
)
def test_pixels_are_those_of_the_reviewer(
    folder: Path, tmp_path: Path, sides: dict[str, Side], chromium: Browser
) -> None:
    assert run(folder, "build", "-q").status == 0
    (package,) = (folder / "build").glob("*.apkg")
    words = [*map(str, (REVIEWER, package, tmp_path, FOLDER / "probe.js"))]
    done = subprocess.run([AQT, *words], capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    recorded = json.loads((tmp_path / "boxes.json").read_text(encoding="utf-8"))
    if os.environ.get("OBVERSE_UPDATE"):
        lines = (f"{json.dumps(name)}: {dumped(each)}" for name, each in recorded.items())
        RECORDED.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    page = chromium.new_page()
    differs: dict[str, float] = {}
    for name, side in sides.items():
        theirs = (tmp_path / f"{name}.png").read_bytes()
        both = [b64encode(each).decode() for each in (side.picture, theirs)]
        differs[name] = page.evaluate(DIFFERING, both)
    page.close()
    print(f"most: {max(differs.values()):.3%}")  # noqa: T201  # `-rP` shows it
    assert {name: f"{each:.3%}" for name, each in differs.items() if each >= MOST} == {}
