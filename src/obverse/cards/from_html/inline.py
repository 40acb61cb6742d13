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

from obverse.cards.from_html.fitting_math import fitting_math, tight_math
from obverse.cards.from_html.links import link_destination, size_of, title_part
from obverse.cards.from_html.node import Node
from obverse.cards.from_html.raw_html import VOID, opening_tag
from obverse.languages import anki_tags, cloze, escape, markdown, media
from obverse.project.adopted_media import may_be_missing
from obverse.values.note import hole

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
_NOT_A_NAME = re.compile(r"[\\\x00-\x1f]|^\.{1,2}$|^[A-Za-z][A-Za-z0-9+.-]*:")
_WORD = re.compile(r"\w")
# What the renderer itself writes as emphasis; `<b>` is an author's HTML.
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*")
_RENDERED = frozenset({"strong", "em", "s"})
SOFT, IN_MATH = "\ufdd2", "\ufdd3"  # the end of a line of the source: in a text, in math
GAP_MARK = "\ufdd0gap\ufdd1"  # an element that keeps a backslash from being math (`spelled_math`)
# A character that must not be a part of a sign; a loose one is in no deletion, where it is text.
_GUARDED = re.compile("\ufdd0(char|loose)([0-9]+)\ufdd1")
_TICKS = re.compile(r"`+")


@dataclass(slots=True)
class Inline:
    """Writes inline nodes.

    `media` are the files next to the source, by their name in the fields. With `is_cloze`
    deletions are read as such; with `plainly` emphasis is HTML too, which cannot be misread.
    `kept` collects the names of what stays HTML, `missing` the files that are shown but missing,
    `renamed` the names of those whose name in the project is another.
    `notes` are the texts of footnotes by their numbers, of which the labels are `labels` higher.

    With `exact` the field is as the renderer wrote it: white space and ends of lines are kept, and
    only what the renderer writes is not HTML; `guarded` are then the characters that must not be
    part of a sign. With `light` there are no backslashes, and someone has to look what is read.
    """

    media: Mapping[str, str]
    is_cloze: bool
    plainly: bool = False
    kept: set[str] = field(default_factory=set)
    missing: set[str] = field(default_factory=set)
    renamed: dict[str, str] = field(default_factory=dict)
    notes: dict[int, str] = field(default_factory=dict)
    labels: int = 0
    exact: bool = False
    light: bool = False

    def line(self, children: Sequence[Node | str]) -> str:
        """As `write`: what an extension asks for."""
        return self.write(children)

    def blocks(self, children: Sequence[Node | str]) -> str:
        """There are none in a line."""
        return self.write(children)

    def define(self, number: int, text: str) -> None:
        """Keep the text of a footnote."""
        self.notes[number] = text

    def label(self, number: int) -> str:
        """The label of a footnote, which no other card of the source has."""
        return str(self.labels + number)

    def write(self, nodes: Sequence[Node | str]) -> str:
        """Markdown of a run of nodes, on one line."""
        if len(nodes) == 1 and isinstance(only := nodes[0], str):
            return self._text(only)
        out: list[str] = []
        for number, node in enumerate(nodes):
            after = nodes[number + 1] if number + 1 < len(nodes) else ""
            beside = (out[-1][-1:] if out else "", _first(after))
            written = self._text(node) if isinstance(node, str) else self._node(node, beside)
            if written[:1] == "[" and out and out[-1].endswith("!") and not isinstance(node, str):
                out[-1] = f"{out[-1][:-1]}\\!"  # not a picture
            out.append(written)
        return "".join(out)

    def _node(self, node: Node, beside: tuple[str, str]) -> str:  # noqa: PLR0911  # a form, a return
        is_written = node.attributes or node.tag == "ruby"
        if is_written and (found := markdown.markdown_of(node, self)) is not None:
            return found
        match node.tag:
            case "br" if self.exact and beside[1] == "\n":
                return "\n"
            case "img":
                return self._image(node)
            case "audio" | "video" if self.exact and "controls" in node.attributes:
                return self._played(node)
            case "code" if not any(isinstance(child, Node) for child in node.children):
                return self._code(node)
            case "mark" if not self.is_cloze and not node.attributes and not self.plainly:
                return self._signed(node, "==", beside)
            case tag if tag in (_RENDERED if self.exact else _SIGNS) and not node.attributes:
                return self._signed(node, _SIGNS[tag], beside)
        inner = self.write(node.children)
        if node.tag == "a" and (address := node.attributes.get("href")):
            return self._link(node, inner, address)
        if node.tag == "span" and not node.attributes and not self.exact:
            return inner
        self.kept.add(f"<{node.tag}>")
        return f"{self.opening(node)}{inner}" + ("" if node.tag in VOID else f"</{node.tag}>")

    def _link(self, node: Node, inner: str, address: str) -> str:
        if self.exact and node.text == address and _ADDRESS.fullmatch(address):
            return f"<{address}>"
        if self.exact and node.text.count("]") != node.text.count("["):
            inner = self.write(
                [_without_end(each) if isinstance(each, str) else each for each in node.children]
            )
        return f"[{inner}]({link_destination(address)}{title_part(node)})"

    def _signed(self, node: Node, sign: str, beside: tuple[str, str]) -> str:
        """`**text**`, spaces outside. Between a word and punctuation Markdown does not read it."""
        inner = self.write(node.children)
        if self.exact and inner.strip():
            only = node.children[0] if len(node.children) == 1 else ""
            # `***` is bold in italics.
            inner_tag = only.tag if isinstance(only, Node) else ""
            if inner_tag in ("strong", "em") and (sign, inner_tag) != ("*", "strong"):
                inner = inner.replace(inner[:1], "_") if sign[0] == inner[:1] else inner
            return f"{sign}{inner}{sign}"
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
        text = as_characters(text)
        ticks = "`" * (max((len(each) for each in _TICKS.findall(text)), default=0) + 1)
        if self.exact and text and not text.strip(" "):
            return f"{ticks}{text}{ticks}"
        pad = " " if text[:1] in "` " or text[-1:] in "` " else ""
        return f"{ticks}{pad}{text}{pad}{ticks}" if text.strip() else html_escape(text)

    def _image(self, node: Node) -> str:
        path = node.attributes.get("src", "")
        alt = escape.inline(node.attributes.get("alt", "")).replace("]", "&#93;")
        others = {name for name in node.attributes if name not in ("src", "alt", "title")}
        if size := size_of(node):
            alt, others = f"{alt}|{size}", others - {"width", "height", "style"}
        elif self.exact and others == {"width"} and media.SIZE.fullmatch(node.attributes["width"]):
            alt, others = f"{alt}|{node.attributes['width']}", set()
        if media.is_remote(path) and not others:
            return f"![{alt}]({link_destination(path)}{title_part(node)})"
        name = self._file(path)
        if name is None or media.is_sound(name) or others:
            self.kept.add("<img>")
            return self.opening(node)
        return f"![{alt}]({link_destination(FOLDER + name)}{title_part(node)})"

    def _played(self, node: Node) -> str:
        """A sound or video that is at an address (`media.remote`)."""
        path, title = node.attributes.get("src", ""), title_part(node)
        size = size_of(node) or node.attributes.get("width", "")
        alt = escape.inline(node.text).replace("]", "&#93;") + (f"|{size}" if size else "")
        return f"![{alt}]({link_destination(path)}{title})"

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
            if name != path:
                self.renamed[path] = name
            return name
        is_name = path and not media.is_remote(path) and not _NOT_A_NAME.search(path)
        if not is_name or ("/" in path and not may_be_missing(path)):
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
        return "".join(map(self._run, text.split(GAP_MARK))) if self.exact else self._run(text)

    def _run(self, text: str) -> str:
        if "\\" not in text and "[" not in text and cloze.START not in text:
            return self._plain(text)
        out, position = [], 0
        for found in _PIECE.finditer(text):
            out.append(self._plain(text[position : found.start()]))
            beside = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
            written = self._piece(found, beside)
            out.append(self._escaped(found[0]) if written is None else written)
            position = found.end()
        return "".join((*out, self._plain(text[position:])))

    def _plain(self, text: str) -> str:
        """Text in which nothing is a sign."""
        if not self.exact:
            return escape.inline(text)
        written = escape.lightly if self.light else escape.exactly
        lines = SOFT.join(map(written, text.split("\n")))
        return _GUARDED.sub(lambda found: "\\" * (found[1] == "char") + chr(int(found[2])), lines)

    def _escaped(self, text: str) -> str:
        """Text of math that must stay text, and the deletions in it."""
        return escape.with_deletions(self._plain(text)) if self.is_cloze else self._plain(text)

    def _piece(  # noqa: PLR0911  # a form, a return
        self, found: re.Match[str], beside: tuple[str, str]
    ) -> str | None:
        """A piece in Markdown, or nothing if that would be misread."""
        if found["open"]:
            return found["open"] if self.is_cloze else None
        if found["sound"]:
            return self._sound(found["sound"])
        if found["tag"]:
            written = " ".join(found["tag"].split())
            is_one = anki_tags.PAIR.fullmatch(written) and cloze.START not in written
            return written if is_one else None
        is_display, tex = bool(found["display"]), found["inline"] or found["display"]
        if self.exact:
            exact = fitting_math(as_characters(tex), beside, is_display=is_display)
            return exact and exact.replace("\n", IN_MATH)
        tex = " ".join(tex.split())
        if not tex or cloze.START in tex or "$" in tex or "`" in tex or tex.endswith("\\"):
            return None
        if any(each in ("$", "\\") for each in beside):
            return tight_math(tex, is_display=bool(found["display"]))
        return fitting_math(tex, beside, is_display=is_display)


def _without_end(text: str) -> str:
    """A text in which no bracket ends the text of a link."""
    return text.replace("]", hole("char", ord("]")))


def as_characters(text: str) -> str:
    """Text that nothing reads as Markdown, with the characters that were guarded."""
    return _GUARDED.sub(lambda found: chr(int(found[2])), text)


def _first(node: Node | str) -> str:
    return node[:1] if isinstance(node, str) else node.text[:1]
