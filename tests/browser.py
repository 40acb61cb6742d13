"""A real browser, framed as Anki's desktop program frames a card, for tests that look at one.

Needs chromium, Playwright, and MathJax 3.2.2 from npm: without one of them tests skip and say so.
"""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, sync_playwright

BUILD: Final = Path(__file__).parents[1] / "build"
MATHJAX: Final = BUILD / ".mathjax"
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


def page(side: str, *, night: bool) -> str:
    """The page of one side or of several, one below the other; `#qa` is what Anki fills."""
    script = _MATHJAX.replace("SOURCE", (_mathjax() / "tex-chtml-full.js").as_uri())
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
    """The folder with MathJax, installed on first use; skips the test where npm cannot."""
    source = MATHJAX / "node_modules" / "mathjax" / "es5"
    if not (source / "tex-chtml-full.js").is_file():
        _install()
    return source


def _install() -> None:
    if not shutil.which("npm"):
        pytest.skip("no npm, which brings MathJax")
    # Beside its place, then renamed: two test processes may do this at once.
    made = MATHJAX.with_name(f".mathjax-{id(object())}")
    made.mkdir(parents=True)
    command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "mathjax@3.2.2"]
    done = subprocess.run(command, cwd=made, capture_output=True, text=True, check=False)
    if done.returncode:
        shutil.rmtree(made)
        pytest.skip(f"npm cannot install MathJax: {done.stderr.strip()[-200:]}")
    try:
        made.rename(MATHJAX)
    except OSError:
        shutil.rmtree(made)
