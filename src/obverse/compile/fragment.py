"""A fragment: a page or a part of it as HTML, to be shown within a card.

From only the path, the text, the anchor and the settings. Deletions and tags in it are text, and
of the page nothing is reported: it need not be a source.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from obverse.compile.note_lines import width_of_indent
from obverse.compile.scan_lines import scan_lines
from obverse.languages import front_matter, html, markdown, spelled_math, tags
from obverse.languages.fingerprint import plain
from obverse.languages.markdown import Rendering
from obverse.languages.markdown.rendering import guard, guard_entities
from obverse.machine.late import late
from obverse.values.note import MediaUse, PageEmbed
from obverse.values.render_settings import RenderSettings
from obverse.values.source import Source

_ITEM = late(r"[ \t]*(?:[-*+]|[0-9]{1,9}[.)])(?=[ \t])")


class Fragment(NamedTuple):
    """HTML with holes for its `media` and for pages that it shows itself."""

    html: str
    media: tuple[MediaUse, ...] = ()
    embeds: tuple[PageEmbed, ...] = ()


def fragment(path: str, text: str, anchor: str, settings: RenderSettings) -> Fragment | None:
    """The part of a page that an anchor names: all, `HEADING`, or `^block`; `None` without it."""
    lines = text.split("\n")
    front = front_matter.extent(lines)
    found = part_of_page(lines, front, anchor)
    if found is None:
        return None
    first, chosen = found
    # Empty lines in place of what comes before, so that lines are the file's.
    tokens = markdown.parse("\n".join([*[""] * first, *chosen]))
    rendering = Rendering(Source(path, text), settings._replace(embeds=True))
    made = "\n".join(
        filter(None, (markdown.html(tokens, rendering), markdown.footnotes(rendering)))
    )
    if rendering.has_html and not settings.trust:
        made = html.clean(guard_entities(made))
    made = spelled_math.separated(markdown.unguarded(guard(made)))
    return Fragment(made, tuple(rendering.media), tuple(rendering.embeds))


def part_of_page(lines: Sequence[str], front: int, anchor: str) -> tuple[int, Sequence[str]] | None:
    """(first line from zero, the lines) of what an anchor names; `None` where it names nothing.

    `front` is the number of lines of front matter.
    """
    if not anchor:
        return front, lines[front:]
    if anchor.startswith("^"):
        return _block(lines, front, anchor)
    wanted = _same(anchor.rpartition("#")[2])
    scan = scan_lines(lines, front)
    for heading in scan.headings:
        start, _ = tags.run_at_end(heading.text) if "#" in heading.text else (None, ())
        if _same(heading.text[:start]) == wanted:
            return heading.start, lines[heading.start : scan.section_end(heading)]
    return None


def _same(heading: str) -> str:
    """A heading as a link to it is compared: what it shows, without what a link cannot hold."""
    shown = plain(markdown.text(markdown.parse(f"# {heading}"), signs=False))
    return " ".join(re.sub(r"[#^|:%\[\]\\]", " ", shown).split()).casefold()


def _block(lines: Sequence[str], front: int, anchor: str) -> tuple[int, Sequence[str]] | None:
    """The paragraph, or the item with all in it, that ends with a block id or is above it."""
    sign = re.compile(rf"(?:^|[ \t]){re.escape(anchor)}[ \t]*$", re.IGNORECASE)
    at = next((at for at in range(front, len(lines)) if sign.search(lines[at])), None)
    if at is None:
        return None
    last = lines[at][: sign.search(lines[at]).start()]  # type: ignore[union-attr]  # it was found
    end = at + 1
    if not last.strip():  # below its block
        while at > front and not lines[at - 1].strip():
            at -= 1
        end, last = at, lines[at - 1] if at > front else ""
        at -= 1
    first = max(at, front)
    while first > front and lines[first - 1].strip() and not _ITEM.match(lines[first]):
        first -= 1
    body = [*lines[first:at], last]
    if _ITEM.match(lines[first]):
        indent = width_of_indent(lines[first])
        while end < len(lines) and lines[end].strip() and width_of_indent(lines[end]) > indent:
            body.append(lines[end])
            end += 1
        body = [line[min(indent, len(line) - len(line.lstrip())) :] for line in body]
    return first, body
