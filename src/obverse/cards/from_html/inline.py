r"""Inline nodes as Markdown: text escaped, `<b>` as `**`, anything without a Markdown form as HTML.

Math is `$..$`, or `\(..\)` where that would be misread; a sound or picture that the package holds
is `![](media/NAME)`; cloze deletions are Markdown's own. A hard break never gets here.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape as html_escape
from urllib.parse import unquote

from obverse.cards.from_html.tree import Node
from obverse.languages import anki_tags, cloze, escape, math_spans, media

FOLDER = "media/"
_SIGNS = {"b": "**", "strong": "**", "i": "*", "em": "*", "s": "~~", "del": "~~"}
# Bounded: what is never closed would be looked through to the end from every opening.
_OPENS = r"\[(?i:latex|\$\$?|anki:tts[^\]\n]{0,300})\]"
_PIECE = re.compile(
    r"\\\((?P<inline>.{1,2000}?)\\\)|\\\[(?P<display>.{1,2000}?)\\\]"
    rf"|\[sound:(?P<sound>[^\]\n]{{1,300}})\]|(?P<open>{cloze.OPENING.pattern})"
    rf"|(?P<tag>{_OPENS}(?:(?!{_OPENS}).){{1,2000}}?\[/(?i:latex|\$\$?|anki:tts)\])",
    re.DOTALL,
)
_NOT_A_NAME = re.compile(r"[/\\\x00-\x1f]|^\.{1,2}$|^[A-Za-z][A-Za-z0-9+.-]*:")
_WORD = re.compile(r"\w")
_LINE_BREAKS = re.compile(r"[\t\n\r\f]+")
_TICKS = re.compile(r"`+")


@dataclass(slots=True)
class Inline:
    """Writes inline nodes.

    `media` are the files next to the source, by their name in the fields. With `is_cloze`
    deletions are read as such; with `plainly` emphasis is HTML too, which cannot be misread.
    `kept` collects the names of what stays HTML, `missing` the files that are shown but missing.
    """

    media: Mapping[str, str]
    is_cloze: bool
    plainly: bool = False
    kept: set[str] = field(default_factory=set)
    missing: set[str] = field(default_factory=set)

    def write(self, nodes: Sequence[Node | str]) -> str:
        """Markdown of a run of nodes, on one line."""
        out: list[str] = []
        for number, node in enumerate(nodes):
            after = nodes[number + 1] if number + 1 < len(nodes) else ""
            beside = (out[-1][-1:] if out else "", _first(after))
            out.append(self._text(node) if isinstance(node, str) else self._node(node, beside))
        return "".join(out)

    def _node(self, node: Node, beside: tuple[str, str]) -> str:  # noqa: PLR0911  # a form, a return
        match node.tag:
            case "img":
                return self._image(node)
            case "code" if not any(isinstance(child, Node) for child in node.children):
                return self._code(node)
            case "mark" if not self.is_cloze and not node.attributes and not self.plainly:
                return self._signed(node, "==", beside)
            case tag if tag in _SIGNS and not node.attributes:
                return self._signed(node, _SIGNS[tag], beside)
        inner = self.write(node.children)
        if node.tag == "a" and (address := node.attributes.get("href")):
            return f"[{inner}]({link_destination(address)})"
        if node.tag == "span" and not node.attributes:
            return inner
        self.kept.add(f"<{node.tag}>")
        return f"{self.opening(node)}{inner}" + ("" if node.tag in VOID else f"</{node.tag}>")

    def _signed(self, node: Node, sign: str, beside: tuple[str, str]) -> str:
        """`**text**`, spaces outside. Between a word and punctuation Markdown does not read it."""
        inner = self.write(node.children)
        text = inner.strip()
        if not text:
            return inner
        before, after = inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()) :]
        left = _WORD.match(beside[0]) and not before and not _WORD.match(text[0])
        right = _WORD.match(beside[1]) and not after and not _WORD.match(text[-1])
        same = sign[0] * (2 if text.startswith("**") else 1) == sign and text[0] == sign[0]
        if self.plainly or left or right or same:
            return f"{before}<{node.tag}>{text}</{node.tag}>{after}"
        return f"{before}{sign}{text}{sign}{after}"

    def _code(self, node: Node) -> str:
        text = node.text.replace("\n", " ")
        if self.is_cloze and ("{{" in text or "}}" in text):
            self.kept.add("<code>")
            return f"<code>{self._text(text)}</code>"
        ticks = "`" * (max((len(each) for each in _TICKS.findall(text)), default=0) + 1)
        pad = " " if text[:1] in "` " or text[-1:] in "` " else ""
        return f"{ticks}{pad}{text}{pad}{ticks}" if text.strip() else html_escape(text)

    def _image(self, node: Node) -> str:
        path = node.attributes.get("src", "")
        alt = escape.inline(node.attributes.get("alt", "")).replace("]", "&#93;")
        others = {name for name in node.attributes if name not in ("src", "alt", "title")}
        if size := _size(node):
            alt, others = f"{alt}|{size}", others - {"width", "height", "style"}
        if media.is_remote(path) and not others:
            return f"![{alt}]({link_destination(path)}{_title(node)})"
        name = self._file(path)
        if name is None or media.is_sound(name) or others:
            self.kept.add("<img>")
            return self.opening(node)
        return f"![{alt}]({link_destination(FOLDER + name)}{_title(node)})"

    def plays(self, text: str) -> bool:
        """Whether a text plays an imported file, which raw HTML cannot do."""
        return any(self._file(each["sound"]) for each in _PIECE.finditer(text) if each["sound"])

    def raw(self, markup: str) -> str:
        """HTML of the note, in which nothing reads as a deletion where it has none."""
        return markup if self.is_cloze else markup.replace(cloze.START, f"&#123;{cloze.START[1:]}")

    def opening(self, node: Node) -> str:
        """The opening tag of an element, with the path of the imported file."""
        files = {each: self._file(node.attributes.get(each, "")) for each in ("src", "poster")}
        return opening_tag(node, {each: FOLDER + name for each, name in files.items() if name})

    def _held(self, path: str) -> str | None:
        names = (path, unquote(path), unicodedata.normalize("NFC", path))
        return next((self.media[each] for each in names if each in self.media), None)

    def _file(self, path: str) -> str | None:
        """The name of a file next to the source, which may be missing; none for an address."""
        if name := self._held(path):
            return name
        if not path or media.is_remote(path) or _NOT_A_NAME.search(path):
            return None
        self.missing.add(path)
        return path

    def _sound(self, file: str) -> str | None:
        """A sound, as Anki's own tag where Markdown would take the file for a picture."""
        name = self._file(file)
        if name is None:
            return None
        if media.is_sound(name):
            return f"![]({link_destination(FOLDER + name)})"
        return f"[sound:{html_escape(FOLDER + name)}]"

    def _text(self, text: str) -> str:
        out, position = [], 0
        for found in _PIECE.finditer(text):
            out.append(escape.inline(text[position : found.start()]))
            beside = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
            written = self._piece(found, beside)
            out.append(self._escaped(found[0]) if written is None else written)
            position = found.end()
        return "".join((*out, escape.inline(text[position:])))

    def _escaped(self, text: str) -> str:
        """Text of math that must stay text, and the deletions in it."""
        if not self.is_cloze:
            return escape.inline(text)
        return escape.with_deletions(escape.inline(text))

    def _piece(self, found: re.Match[str], beside: tuple[str, str]) -> str | None:
        """A piece in Markdown, or nothing if that would be misread."""
        if found["open"]:
            return found["open"] if self.is_cloze else None
        if found["sound"]:
            return self._sound(found["sound"])
        if found["tag"]:
            written = " ".join(found["tag"].split())
            is_one = anki_tags.PAIR.fullmatch(written) and cloze.START not in written
            return written if is_one else None
        tex = " ".join((found["inline"] or found["display"]).split())
        if not tex or cloze.START in tex or "$" in tex or "`" in tex or tex.endswith("\\"):
            return None
        if any(each in ("$", "\\") for each in beside):
            return None
        return _math(tex, beside, is_display=bool(found["display"]))


def _math(tex: str, beside: tuple[str, str], *, is_display: bool) -> str | None:
    """Math in the first form that is read as it is meant between the characters beside it."""
    before, after = beside
    at = len(before)
    signs = ("$$", r"\[", r"\]") if is_display else ("$", r"\(", r"\)")
    dollars, brackets = f"{signs[0]}{tex}{signs[0]}", f"{signs[1]}{tex}{signs[2]}"
    read = math_spans.display_span if is_display else math_spans.inline_span
    for written, reads in ((dollars, read), (brackets, math_spans.escaped_span)):
        found = reads(f"{before}{written}{after}", at)
        if found and found.end == at + len(written):
            return written
    return None


_UNCHANGED: Mapping[str, str] = {}
VOID = frozenset("br img input wbr hr col source".split())


def opening_tag(node: Node, changed: Mapping[str, str] = _UNCHANGED) -> str:
    """The opening tag of an element, on one line, with some attributes changed."""
    told = "".join(
        f' {name}="{html_escape(_LINE_BREAKS.sub(" ", value))}"' if value else f" {name}"
        for name, value in (node.attributes | dict(changed)).items()
    )
    return f"<{node.tag}{told}>"


def _first(node: Node | str) -> str:
    return node[:1] if isinstance(node, str) else node.text[:1]


def link_destination(path: str) -> str:
    """A link's destination, in angle brackets if it needs them (CommonMark 6.3)."""
    path = path.replace("\n", "%0A")
    if re.fullmatch(r"[^\s()<>\\&*_\[\]`!#$=~|]+|[\w:/.%?&=#+,@-]*", path) and path:
        return path.replace("&", "&amp;")
    signs = str.maketrans({"<": "\\<", ">": "\\>", "\\": "\\\\", "&": "&amp;"})
    return f"<{path.translate(signs)}>"


def _size(node: Node) -> str:
    """`300x200` of a picture that was written with it (`html.box`)."""
    width, height = (node.attributes.get(name, "") for name in ("width", "height"))
    ratio = "".join(node.attributes.get("style", "").split()).rstrip(";")
    size = f"{width}x{height}"
    fits = ratio == f"aspect-ratio:{width}/{height}" and media.SIZE.fullmatch(size)
    return size if fits else ""


def _title(node: Node) -> str:
    title = " ".join(node.attributes.get("title", "").split())
    return ' "' + title.replace("\\", "\\\\").replace('"', '\\"') + '"' if title else ""
