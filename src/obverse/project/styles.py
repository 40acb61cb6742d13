"""The styles that come with obverse: each a CSS file in `note_types/styles`, named by its word."""

from pathlib import Path

_FOLDER = Path(__file__).parents[1] / "note_types" / "styles"


def is_word(style: str) -> bool:
    """Whether a setting names one of them; what has a dot or a slash is a file of the project."""
    return bool(style) and not set(style) & set("./\\")


def names() -> tuple[str, ...]:
    """All there are, sorted."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.css")))


def file_of(root: Path, style: str) -> Path:
    """The file that a `style` of the project in `root` stands for."""
    return _FOLDER / f"{style}.css" if is_word(style) else root / style
