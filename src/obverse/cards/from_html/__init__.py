r"""From HTML: a field of a note as Markdown that renders to something that looks the same.

Every result is rendered and compared with the original (`visible`). If they differ, it is tried
with emphasis as HTML, then as one block of HTML; what even that cannot express is reported.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import unquote

from obverse.cards.from_html.blocks import Blocks
from obverse.cards.from_html.evident import evident_tree
from obverse.cards.from_html.inline import FOLDER, Inline
from obverse.cards.from_html.node import Node
from obverse.cards.from_html.paragraphs import paragraph
from obverse.cards.from_html.raw_html import serialised
from obverse.cards.from_html.tree import Cleaned, cleaned
from obverse.cards.from_html.visible import Piece, of_tree, visible
from obverse.cards.from_html.with_names import with_names
from obverse.cards.kept_html import CLEAN, KeptHtml
from obverse.compile.headings import shows_anything
from obverse.compile.metadata_lines import take
from obverse.compile.section_bounds import ends_section
from obverse.languages import cloze, html, markdown, spelled_math
from obverse.languages.escape import heading_end
from obverse.languages.markdown import Rendering
from obverse.values.note import fill_holes
from obverse.values.render_settings import RenderSettings
from obverse.values.source import Source

__all__ = ["Converted", "body", "question"]

# Nothing in such a text has a meaning in Markdown.
_PLAIN = re.compile(r"[^\W_][\w ,;'\"?()/-]*(?:\.[\w ,;'\"?()/-]+)*\.?")
_NUMBERED = re.compile(r"[0-9]+[.)]")
# Bounded: what is never closed would be looked through to the end from every opening.
_IN_MATH = re.compile(
    r"(\\\((?:(?!\\[(\[]).){0,4000}?\\\)|\\\[(?:(?!\\[(\[]).){0,4000}?\\\])", re.DOTALL
)
# Anki's older notation, typeset by LaTeX; the newer one shows the same without it.
_LATEX = (
    (re.compile(r"\[\$\]((?:(?!\[\$\]).){1,4000}?)\[/\$\]", re.DOTALL), r"\\(\1\\)"),
    (re.compile(r"\[\$\$\]((?:(?!\[\$\$\]).){1,4000}?)\[/\$\$\]", re.DOTALL), r"\\[\1\\]"),
)
_LINES = re.compile(r"(?:<br ?/?>|</?div>|&nbsp;|\s)+")
_NO_MEDIA: Mapping[str, str] = {}
_SHOWN = ("img", "hr", "input", "audio", "video")


class Converted(NamedTuple):
    """Markdown; the names of what stays HTML in it (`kept`), and of what is lost.

    `missing` are the files that it shows but that are not imported.
    """

    text: str
    kept: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def body(
    field: str,
    media: Mapping[str, str] = _NO_MEDIA,
    *,
    is_cloze: bool = False,
    depth: int = 3,
    keep: KeptHtml = CLEAN,
) -> Converted:
    """A field as blocks below a heading.

    `media` are the files that are imported, by their name in the fields; `depth` is the highest
    level of heading allowed in the text. With `is_cloze` a `{{c1::..}}` is a deletion, else text.
    `keep` says what of the HTML is kept.
    """
    if _is_plain(field):
        return Converted(field.strip())
    found = _cleaned(field, keep)
    written = (
        (made.joined(found.root), made.inline) for made in _writers(media, depth, is_cloze=is_cloze)
    )
    return _first_alike(found, written, keep, is_cloze=is_cloze)


def question(
    field: str,
    media: Mapping[str, str] = _NO_MEDIA,
    *,
    is_cloze: bool = False,
    depth: int = 3,
    keep: KeptHtml = CLEAN,
) -> Converted:
    """A field as a heading and, after a line break, the text below it, as in a `front`."""
    if _is_plain(field):
        return Converted(field.strip())
    found = _cleaned(field, keep)
    if not any(each.tag in _SHOWN for each in found.root.nodes()) and not found.root.text.strip():
        return Converted(html.NO_HEADING, lost=found.lost)
    written = (
        (_headed(made.write(found.root)), made.inline)
        for made in _writers(media, depth, is_cloze=is_cloze)
    )
    return _first_alike(found, written, keep, is_cloze=is_cloze, is_front=True)


def _is_plain(field: str) -> bool:
    return bool(_PLAIN.fullmatch(field)) and not _NUMBERED.match(field)


def _cleaned(field: str, keep: KeptHtml) -> Cleaned:
    """The tree, with math on one line: Anki's editor writes its line breaks as elements."""
    for old, new in _LATEX if "[/$" in field else ():
        field = old.sub(new, field)
    if "\\(" in field or "\\[" in field:
        field = _IN_MATH.sub(lambda found: _LINES.sub(" ", found[0]), field)
    return cleaned(field, keep)


def _writers(media: Mapping[str, str], depth: int, *, is_cloze: bool) -> Iterator[Blocks]:
    for plainly in (False, True):
        yield Blocks(Inline(media, is_cloze, plainly), depth)


def _headed(blocks: list[tuple[str, str]]) -> str:
    """The first line of the first paragraph as the heading, the rest below it."""
    heading, parts = (
        html.NO_HEADING,
        [paragraph(part) if kind == "p" else part for kind, part in blocks],
    )
    if blocks and blocks[0][0] == "p":
        heading, _, lines = blocks[0][1].partition("\n")
        parts[0] = paragraph(lines) if lines else ""
    above = "\n\n".join(part for part in parts if part)
    heading = heading_end(heading.strip())
    if heading.startswith(cloze.START) and not shows_anything(markdown.parse(f"## {heading}")):
        # The sign of a deletion alone is not a heading: what it deletes is below.
        heading, above = html.NO_HEADING, "\n\n".join(part for part in (heading, above) if part)
    return f"{heading}\n{above}" if above else heading


def _one_block(root: Node) -> Node:
    """All of it in a `<div>`; what is in one is not put into another."""
    only = root.children[0] if len(root.children) == 1 else None
    if isinstance(only, Node) and only.tag == "div" and not only.attributes:
        return only
    return Node("div", {}, root.children)


def _first_alike(
    found: Cleaned,
    written: Iterator[tuple[str, Inline]],
    keep: KeptHtml,
    *,
    is_cloze: bool,
    is_front: bool = False,
) -> Converted:
    """The first form that renders to what the original shows."""
    wanted = of_tree(found.root)
    for text, inline in written:
        seen = of_tree(with_names(found.root, inline.renamed)) if inline.renamed else wanted
        if _shown(text, keep, is_cloze=is_cloze, is_front=is_front) == seen:
            missing = tuple(sorted(inline.missing))
            return Converted(text, tuple(sorted(inline.kept)), found.lost, missing)
    raw = inline.raw(serialised(_one_block(found.root), inline.opening))
    raw = f"{html.NO_HEADING}\n{raw}" if is_front else raw
    seen = of_tree(with_names(found.root, inline.renamed)) if inline.renamed else wanted
    if _shown(raw, keep, is_cloze=is_cloze, is_front=is_front) == seen:
        return Converted(raw, ("<div>",), found.lost, tuple(sorted(inline.missing)))
    return Converted(text, (), (*found.lost, "the form of the text"), tuple(sorted(inline.missing)))


def _shown(text: str, keep: KeptHtml, *, is_cloze: bool, is_front: bool) -> list[Piece] | None:
    """What a reader sees of the Markdown; `None` if it is not the text of a single card."""
    heading, _, above = text.partition("\n") if is_front else ("", "", text)
    if tree := evident_tree(above, heading if is_front else None, is_cloze=is_cloze):
        return of_tree(tree)
    return parsed_shown(text, keep, is_cloze=is_cloze, is_front=is_front)


def parsed_shown(
    text: str, keep: KeptHtml, *, is_cloze: bool, is_front: bool
) -> list[Piece] | None:
    """The same by a parse of the Markdown."""
    heading, _, above = text.partition("\n") if is_front else ("", "", text)
    source = Source("", f"## {heading}\n\n{above}")
    tokens = markdown.parse(source.text)
    lines = take(tokens[3:], source.text.split("\n"))
    if lines.tags or lines.pin or any(map(ends_section, tokens[3:])):
        return None
    rendering = Rendering(source, RenderSettings(trust=keep.trust), cloze=is_cloze)
    shown = markdown.html(lines.tokens, rendering)
    if is_front:
        shown = f"<p>{markdown.html_of_line(tokens[:3], rendering)}</p>\n{shown}"
    name: Callable[[str, int], str] = lambda kind, number: (  # noqa: E731
        unquote(rendering.media[number].path).removeprefix(FOLDER) if kind == "media" else "1"
    )
    if rendering.has_html:
        shown = html.clean_all(shown) if keep.trust else html.clean(shown)
    shown = spelled_math.brackets_filled(markdown.unguarded(shown))
    (shown,) = fill_holes((shown,), name)
    return visible(shown)
