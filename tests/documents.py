"""The documents of the project, read as Markdown."""

from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token


def tokens(document: Path) -> list[Token]:
    """All tokens of a document, those within lines too."""
    blocks = MarkdownIt().parse(document.read_text(encoding="utf-8"))
    return [each for block in blocks for each in (block, *(block.children or ()))]


def fences(document: Path) -> list[tuple[str, str]]:
    """(language, text) of the fences of a document."""
    return [(each.info, each.content) for each in tokens(document) if each.type == "fence"]
