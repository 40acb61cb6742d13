"""A real browser, framed as Anki's desktop program frames a card, for tests that look at one.

Needs chromium, without which tests skip and say so. MathJax 3.2.2 comes from PyPI.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, sync_playwright

BUILD: Final = Path(__file__).parents[1] / "build"
_FLAGS: Final = (
    "--no-sandbox --disable-gpu --disable-background-networking --no-first-run "
    "--disable-component-update --disable-sync --allow-file-access-from-files"
)
# The base style, classes and MathJax settings of Anki 26.9's reviewer.
_PAGE: Final = """<!doctype html>
<html class="NIGHT_HTML linux chrome" dir="ltr" data-bs-theme="THEME"><head><meta charset="utf-8">
<style>
html { font-size: 15px; font-family: system-ui, sans-serif }
* { box-sizing: content-box }
body { margin: 20px; overflow-wrap: break-word; color: var(--fg); background: var(--canvas) }
a { color: var(--fg-link); text-decoration: none }
hr { background-color: #737373; margin: 1em 0; border: none; height: 1px }
img { max-width: 100%; max-height: 95vh }
li { text-align: start }
pre { text-align: left }
:root { --fg: #020202; --canvas: #f5f5f5; --fg-link: #1d4ed8 }
.night-mode { --fg: #fcfcfc; --canvas: #2c2c2c; --fg-link: #bfdbfe; color-scheme: dark }
body.nightMode { background-color: var(--canvas); color: var(--fg) }
</style>SCRIPT</head>
<body class="card card1 isLin NIGHT_BODY fancy"><div id="qa" dir="auto">SIDE</div></body></html>"""
_MATHJAX: Final = """<script>
window.MathJax = {
  tex: { inlineMath: [["\\\\(", "\\\\)"]], displayMath: [["\\\\[", "\\\\]"]],
    processEscapes: false, processEnvironments: false, processRefs: false,
    packages: { "[+]": ["noerrors", "mathtools", "mhchem"], "[-]": ["textmacros"] } },
  loader: { load: ["[tex]/noerrors", "[tex]/mathtools", "[tex]/mhchem"] },
  startup: { typeset: false },
};
</script><script src="SOURCE"></script>"""


# As in Anki, MathJax is there only where a side has math. Until its letters are there, boxes are
# too narrow for those of the system.
TYPESET: Final = """window.MathJax && MathJax.startup.promise
  .then(() => MathJax.typesetPromise())
  .then(() => document.body.offsetWidth && document.fonts.ready)
  .then(() => document.fonts.status)"""


def page(side: str, *, night: bool) -> str:
    """The page of one side or of several, one below the other; `#qa` is what Anki fills."""
    has_math = "\\(" in side or "\\[" in side
    script = (
        ""
        if not has_math
        else _MATHJAX.replace("SOURCE", (_mathjax() / "tex-chtml-full.js").as_uri())
    )
    words = {
        "NIGHT_HTML": "night-mode" if night else "",
        "THEME": "dark" if night else "light",
        "SCRIPT": script,
        "NIGHT_BODY": "nightMode night_mode" if night else "",
        "SIDE": side,
    }
    text = _PAGE
    for name, value in words.items():
        text = text.replace(name, value)
    return text


@contextmanager
def browser() -> Iterator[Browser]:
    """A headless chromium; skips the test where there is none."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
    if found is None:
        pytest.skip("no chromium: `make browser` installs it")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=_FLAGS.split())
        try:
            yield chromium
        finally:
            chromium.close()


def _mathjax() -> Path:
    """The folder with MathJax: files of a package of which nothing is imported."""
    return Path(str(files("mathjax"))) / "static" / "mathjax" / "es5"
