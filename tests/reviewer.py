"""Cards in the real reviewer of Anki's desktop program: pictures, styles and boxes of each side.

Run by a Python that has `aqt` (AGPL, and never a dependency of obverse):
`reviewer.py PACKAGE FOLDER PROBE`. It needs no screen. FOLDER gets `THEME-NUMBER-SIDE.png` for each
card in the order of their ids, and `boxes.json` with what the script PROBE says of each.
"""

import json
import os
import pickle
import random
import sqlite3
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

WIDTH, HEIGHT = 800, 700
FLAGS = "--disable-gpu --no-sandbox --force-device-scale-factor=1"
PATIENCE = 30.0  # seconds
# The same order of shuffled choices each time.
EVEN = "Math.random = () => 0.5; null"
SETTLED = (
    """(() => { window.settled = 0; _queueAction(() => { window.settled = 1 }); return null })()"""
)
IS_SETTLED = """window.settled === 1 && document.fonts.status === "loaded"
  && [...document.images].every((image) => image.complete)"""


def main() -> None:
    """Show each card in both themes, question and answer."""
    package, folder, probe = (Path(each) for each in sys.argv[1:4])
    os.environ |= {
        "QT_QPA_PLATFORM": "offscreen",
        "QTWEBENGINE_DISABLE_SANDBOX": "1",
        "QTWEBENGINE_CHROMIUM_FLAGS": FLAGS,
        "ANKI_SINGLE_INSTANCE_KEY": f"obverse-{os.getpid()}",
        "LANG": "C.UTF-8",
    }
    with TemporaryDirectory(prefix="anki-", ignore_cleanup_errors=True) as base:
        _make_profile(Path(base))
        try:
            found = _Desktop(base, probe.read_text(encoding="utf-8"))
            found.show_all(package, folder)
            (folder / "boxes.json").write_text(json.dumps(found.boxes), encoding="utf-8")
        except BaseException:  # noqa: BLE001  # Anki would ask in a dialog what to do
            traceback.print_exc()
            os._exit(1)
        os._exit(0)


class _Desktop:
    """Anki with an empty profile, driven by its event loop."""

    def __init__(self, base: str, probe: str) -> None:
        import aqt

        self.app = aqt._run(["anki", "-b", base, "-p", "Test"], exec=False)  # noqa: SLF001
        self.aqt, self.probe = aqt, probe
        self.boxes: dict[str, Any] = {}
        self.wait(lambda: aqt.mw and aqt.mw.col and aqt.mw.state == "deckBrowser")
        self.window: Any = aqt.mw
        # Without a player Anki asks in a dialog.
        aqt.sound.av_player.play_tags = lambda _: None

    def show_all(self, package: Path, folder: Path) -> None:
        from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest
        from aqt.theme import Theme

        request = ImportAnkiPackageRequest(
            package_path=str(package), options=ImportAnkiPackageOptions()
        )
        self.window.col.import_anki_package(request)
        self.window.resize(WIDTH + 100, HEIGHT + 300)
        for name, theme in (("light", Theme.LIGHT), ("night", Theme.DARK)):
            self.window.set_theme(theme)
            self.spin(500)
            for number, card in enumerate(sorted(self.window.col.find_cards(""))):
                self.show(card)
                self.save(folder, f"{name}-{number:02}-question")
                self.window.reviewer._showAnswer()  # noqa: SLF001
                self.save(folder, f"{name}-{number:02}-answer")

    def show(self, card_id: int) -> None:
        reviewer, card = self.window.reviewer, self.window.col.get_card(card_id)
        if self.window.state != "review":
            self.window.col.decks.select(card.did)
            self.window.moveToState("review")
            self.wait(lambda: reviewer.card and self.script("!!document.getElementById('qa')"))
            reviewer.web.setFixedSize(WIDTH, HEIGHT)
            self.spin(300)
        self.script(EVEN)
        reviewer.card = card
        card.start_timer()
        reviewer._showQuestion()  # noqa: SLF001

    def save(self, folder: Path, name: str) -> None:
        self.spin(40)
        self.wait(lambda: self.script("typeof _queueAction === 'function'"))
        self.script(SETTLED)
        self.wait(lambda: self.script(IS_SETTLED))
        self.script("window.scrollTo(0, 0); document.activeElement.blur(); null")
        self.spin(100)
        self.window.reviewer.web.grab().save(str(folder / f"{name}.png"))
        self.boxes[name] = json.loads(self.script(self.probe))

    def script(self, code: str) -> Any:  # noqa: ANN401  # what a script says
        box: list[Any] = []
        self.window.reviewer.web.page().runJavaScript(code, box.append)
        self.wait(lambda: box)
        return box[0]

    def spin(self, milliseconds: int) -> None:
        from aqt.qt import QEventLoop, QTimer

        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def wait(self, is_so: Callable[[], Any]) -> None:
        end = time.monotonic() + PATIENCE
        while not is_so():
            if time.monotonic() > end:
                raise TimeoutError
            self.spin(20)


def _make_profile(base: Path) -> None:
    """A profile for which Anki asks nothing when it starts."""
    now = int(time.time())
    shared = {
        "ver": 0,
        "updates": False,
        "created": now,
        "id": random.randrange(2**63),
        "lastMsg": now,
        "suppressUpdate": True,
        "firstRun": False,
        "defaultLang": "en_US",
        "check_for_updates": False,
        "check_for_addon_updates": False,
        "last_addon_update_check": now,
        "last_loaded_profile_name": "Test",
        "theme": 1,
        "reduce_motion": True,
    }
    profile: dict[str, object] = {
        "mainWindowGeom": None,
        "mainWindowState": None,
        "numBackups": 50,
        "lastOptimize": now,
        "searchHistory": [],
        "syncKey": None,
        "syncMedia": False,
        "autoSync": False,
        "allowHTML": False,
        "importMode": 1,
        "lastColour": "#00f",
        "stripHTML": True,
        "deleteMedia": False,
    }
    database = sqlite3.connect(base / "prefs21.db")
    database.execute(
        "create table profiles (name text primary key collate nocase, data blob not null)"
    )
    rows = [
        (name, pickle.dumps(each, 4)) for name, each in (("_global", shared), ("Test", profile))
    ]
    database.executemany("insert into profiles values (?, ?)", rows)
    database.commit()
    database.close()
    (base / "gldriver6").write_text("software")


if __name__ == "__main__":
    main()
