"""Draw the README's picture of a card: both sides, by Anki's engine and a browser.

`make deck`, then `.venv/bin/python tests/card_picture.py` writes docs/images/card.png. The frame
round a side is what the desktop program of Anki 26.9 puts there. What the picture shows is kept in
the file (`drawn`), so that a test can tell when the card has moved on.
"""

import html
import shutil
import struct
import zlib
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from playwright.sync_api import sync_playwright

from engine import Desk

ROOT: Final = Path(__file__).parents[1]
PICTURE: Final = ROOT / "docs" / "images" / "card.png"
FRONT: Final = "What are your rent KPIs?"
SIDE: Final = (420, 290)  # CSS pixels
PAGE: Final = """<!doctype html><html class="linux chrome" dir="ltr"><style>
html { font-size: 15px; font-family: system-ui, sans-serif }
* { box-sizing: content-box }
body { margin: 20px; overflow-wrap: break-word; color: #020202; background: #f5f5f5 }
hr { background-color: #737373; margin: 1em 0; border: none; height: 1px }
li { text-align: start }
</style><body class="card card1 isLin fancy"><div id="qa" dir="auto">SIDE</div></body></html>"""
_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_KEY: Final = b"Comment\0"
_FLAGS: Final = (
    "--no-sandbox --disable-gpu --disable-background-networking --no-first-run "
    "--disable-component-update --disable-sync"
)


def sides(package: Path) -> tuple[str, str]:
    """Question and answer of the card as Anki renders them, the note type's CSS in front."""
    with TemporaryDirectory() as folder, Desk(Path(folder)) as desk:
        desk.import_package(package)
        (card,) = desk.col.find_cards(f'Front:"{FRONT}"')
        output = desk.col.get_card(card).render_output()
        return output.question_and_style(), output.answer_and_style()


def shown(side: str) -> str:
    """A digest of one side without its style, which says more than one card shows."""
    return sha256(side.rpartition("</style>")[2].encode()).hexdigest()[:16]


def drawn(picture: bytes) -> str:
    """What a picture was drawn from: the comment that `_with_comment` put into it."""
    return picture.partition(_KEY)[2][:33].decode()


def draw(both: tuple[str, str]) -> bytes:
    """The two sides next to each other, as a PNG with two pixels for each of CSS."""
    width, height = SIDE
    frames = "".join(
        f'<iframe width="{width}" height="{height}" '
        f'srcdoc="{html.escape(PAGE.replace("SIDE", side))}"></iframe>'
        for side in both
    )
    style = "<style>body { display: flex; gap: 16px; margin: 0 } iframe { border: 0 }"
    with sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=path, args=_FLAGS.split())
        page = browser.new_page(
            viewport={"width": 2 * width + 16, "height": height}, device_scale_factor=2
        )
        page.set_content(f"{style}</style>{frames}")
        picture = page.screenshot(omit_background=True)
        browser.close()
    return _with_comment(picture, " ".join(map(shown, both)))


def _with_comment(picture: bytes, comment: str) -> bytes:
    """The PNG with a tEXt chunk behind its header, which is always 25 bytes (PNG 11.2.2)."""
    header = picture[len(_SIGNATURE) : len(_SIGNATURE) + 25]
    body = b"tEXt" + _KEY + comment.encode()
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return _SIGNATURE + header + chunk + picture[len(_SIGNATURE) + 25 :]


if __name__ == "__main__":
    (package,) = (ROOT / "build").glob("*.apkg")
    PICTURE.write_bytes(draw(sides(package)))
