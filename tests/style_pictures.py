"""Draw the pictures of the styles for the documents: cards by Anki's engine, in a browser.

`.venv/bin/python tests/style_pictures.py` writes docs/images/style-NAME.png, by day and at night,
each as wide as a telephone. With a folder behind it, it writes them there, and wide ones too.
"""

import struct
import sys
import zlib
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from browser import browser, page
from engine import Desk
from obverse.project import styles
from shell import run, write

ROOT: Final = Path(__file__).parents[1]
IMAGES: Final = ROOT / "docs" / "images"
PHONE: Final = (390, 550)
WIDE: Final = (900, 550)
CARDS: Final = """# Client care

## What is a KPI?

A *measure* of success

#kpis #level-1

## Which of these is one?

- [x] 90% within **7 days**
- [ ] 100 visits a month

#card/choice #kpis
"""


def sides(style: str) -> list[str]:
    """The answers of the cards in a style, with it."""
    with TemporaryDirectory() as name, Desk(Path(name) / "desk") as desk:
        folder = write(Path(name) / "project", cards=CARDS)
        (folder / "obverse.toml").write_text(f'content = "."\nstyle = "{style}"\n', "utf-8")
        assert run(folder, "build", SOURCE_DATE_EPOCH="1700000000").status == 0
        (package,) = (folder / "build").glob("*.apkg")
        desk.import_package(package)
        found = map(desk.col.get_card, desk.col.find_cards("", order="c.id"))
        return [each.render_output().answer_and_style() for each in found]


def draw(style: str, size: tuple[int, int]) -> bytes:
    """The cards of a style one below the other, by day on the left and at night on the right."""
    width, height = size
    both = "".join(sides(style)) + "<style>#qa > .answer { margin-bottom: 1rem }</style>"
    with TemporaryDirectory() as folder, browser() as chromium:
        frames = []
        for night in (False, True):
            path = Path(folder) / f"{night}.html"
            path.write_text(page(both, night=night), encoding="utf-8")
            frames.append(f'<iframe width="{width}" height="{height}" src="{path.name}"></iframe>')
        whole = Path(folder) / "whole.html"
        css = "<style>body { display: flex; margin: 0 } iframe { border: 0 }</style>"
        whole.write_text(css + "".join(frames), encoding="utf-8")
        window = chromium.new_page(viewport={"width": 2 * width, "height": height})
        window.goto(whole.as_uri())
        window.wait_for_timeout(300)
        return packed(window.screenshot())


def packed(picture: bytes) -> bytes:
    """The PNG with its pixels compressed as well as they can be; a browser is in a hurry."""
    signature, at, chunks, pixels = picture[:8], 8, [], b""
    while at < len(picture):
        (length,) = struct.unpack(">I", picture[at : at + 4])
        kind, body = picture[at + 4 : at + 8], picture[at + 8 : at + 8 + length]
        at += length + 12
        if kind == b"IDAT":
            pixels += body
        else:
            chunks.append((kind, body))
    chunks.insert(-1, (b"IDAT", zlib.compress(zlib.decompress(pixels), 9)))
    return signature + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )


if __name__ == "__main__":
    elsewhere = [Path(each) for each in sys.argv[1:]]
    for name in styles.names():
        (*elsewhere, IMAGES)[0].joinpath(f"style-{name}.png").write_bytes(draw(name, PHONE))
        for folder in elsewhere:
            (folder / f"style-{name}-wide.png").write_bytes(draw(name, WIDE))
