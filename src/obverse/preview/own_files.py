"""Own files: those of the page, which are shipped with obverse, and those of MathJax."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

_FOLDER = Path(__file__).parent / "page"
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".woff": "font/woff",
    ".json": "application/json",
}
NO_MATHJAX = "math is not shown: `pip install 'obverse[preview]'` has the files of MathJax"


@cache
def own_names() -> frozenset[str]:
    """The names of the files of the page."""
    return frozenset(path.name for path in _FOLDER.iterdir() if path.suffix in TYPES)


def own_file(name: str) -> bytes:
    """One of them."""
    return (_FOLDER / name).read_bytes()


@cache
def mathjax_files() -> dict[str, Path]:
    """The files of MathJax by their paths below it; none where its package is not installed.

    Nothing of that package is imported.
    """
    spec = find_spec("mathjax")
    folders = list(spec.submodule_search_locations or ()) if spec else []
    found: dict[str, Path] = {}
    for folder in (Path(each) / "static" / "mathjax" / "es5" for each in folders):
        for path in folder.rglob("*"):
            if path.suffix in TYPES and path.is_file():
                found[path.relative_to(folder).as_posix()] = path
    return found
