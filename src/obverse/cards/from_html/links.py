"""The parts of links and pictures in Markdown: destinations, titles, sizes."""

import re

from obverse.cards.from_html.node import Node
from obverse.languages import media


def link_destination(path: str) -> str:
    """A link's destination, in angle brackets if it needs them (CommonMark 6.3)."""
    path = path.replace("\n", "%0A")
    if re.fullmatch(r"[^\s()<>\\&*_\[\]`!#$=~|]+|[\w:/.%?&=#+,@-]*", path) and path:
        return path.replace("&", "&amp;")
    signs = str.maketrans({"<": "\\<", ">": "\\>", "\\": "\\\\", "&": "&amp;"})
    return f"<{path.translate(signs)}>"


def size_of(node: Node) -> str:
    """`300x200` of a picture that was written with it (`html.box`)."""
    width, height = (node.attributes.get(name, "") for name in ("width", "height"))
    ratio = "".join(node.attributes.get("style", "").split()).rstrip(";")
    size = f"{width}x{height}"
    fits = ratio == f"aspect-ratio:{width}/{height}" and media.SIZE.fullmatch(size)
    return size if fits else ""


def title_part(node: Node) -> str:
    """The title of a link or picture, after a space."""
    title = " ".join(node.attributes.get("title", "").split())
    return ' "' + title.replace("\\", "\\\\").replace('"', '\\"') + '"' if title else ""
