"""The tree of a field as blocks of Markdown, separated by blank lines."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html import escape as html_escape
from itertools import pairwise

from obverse.cards.from_html.inline import VOID, Inline, opening_tag
from obverse.cards.from_html.tree import Node
from obverse.languages import cloze, escape

_BLOCKS = frozenset(
    "ul ol li blockquote pre table thead tbody tfoot tr td th caption h1 h2 h3 h4 h5 h6 hr "
    "dl dt dd details summary figure figcaption section p div script style".split()
)
_CODE = frozenset({"script", "style"})
_EMPTY_LINES = re.compile(r"\n(?:[ \t]*\n)+")
_TASKS = {"class": "contains-task-list"}
_SPACES = re.compile(r"^(?:&nbsp;|\s)+|(?:&nbsp;|\s)+$")
_INDENTED = re.compile("^(?=.)", re.MULTILINE)


@dataclass(slots=True)
class Blocks:
    """Writes block nodes. Headings above `depth` stay HTML: they would end the card."""

    inline: Inline
    depth: int = 3
    _lines: list[list[Node | str]] = field(default_factory=lambda: [[]])
    _out: list[tuple[str, str]] = field(default_factory=list)

    def write(self, node: Node) -> list[tuple[str, str]]:
        """(kind, Markdown) of each block; the lines of kind `p` (paragraph) are not joined yet."""
        mine = Blocks(self.inline, self.depth)
        mine._walk(node.children)
        mine._flush()
        return mine._out

    def joined(self, node: Node, *, tight: bool = False) -> str:
        """All blocks below a node as Markdown."""
        return ("\n" if tight else "\n\n").join(
            paragraph(text) if kind == "p" else text for kind, text in self.write(node)
        )

    def _walk(self, children: Iterable[Node | str]) -> None:
        for child in children:
            if isinstance(child, str) or not _has_block(child):
                self._lines[-1].append(child)
            elif child.tag == "br":
                self._lines.append([])
            elif child.tag == "div" and not child.attributes:
                self._new_line()
                self._walk(child.children)
                self._new_line()
            elif child.tag in ("p", "section") and not child.attributes:
                self._flush()
                self._walk(child.children)
                self._flush()
            elif child.tag not in _BLOCKS:
                self._walk(_pushed_down(child))
            else:
                self._flush()
                before = self._out[-1] if self._out else ("", "")
                self._out.append((child.tag, self._block(child, before)))

    def _new_line(self) -> None:
        if self._lines[-1]:
            self._lines.append([])

    def _flush(self) -> None:
        """End the paragraph: its lines, where a blank line begins a new one."""
        written = [_SPACES.sub("", self.inline.write(line)) for line in self._lines]
        self._lines = [[]]
        for part in re.split(r"\n{2,}", "\n".join(written).strip("\n")):
            if part:
                self._out.append(("p", part))

    def _block(self, node: Node, before: tuple[str, str]) -> str:
        return self._in_markdown(node, before) or self._raw(node)

    def _in_markdown(  # noqa: PLR0911  # a form, a return
        self, node: Node, before: tuple[str, str]
    ) -> str | None:
        tag = node.tag
        plain = not node.attributes
        if tag == "ul" and (plain or node.attributes == _TASKS):
            sign = "*" if before[0] == "ul" and before[1].startswith("-") else "-"
            return self._list(node, lambda _: sign)
        if tag == "ol" and set(node.attributes) <= {"start"}:
            first = int(text) if (text := node.attributes.get("start", "1")).isdecimal() else 1
            sign = ")" if before[0] == "ol" and re.match(r"\d+\.", before[1]) else "."
            return self._list(node, lambda number: f"{first + number}{sign}")
        if tag == "blockquote" and plain:
            inner = self.joined(node) or " "
            return "\n".join(f"> {line}".rstrip() for line in inner.split("\n"))
        if tag == "pre" and plain:
            return self._fence(node)
        if table := _bare_table(node):
            return self._table(table)
        if tag in ("h3", "h4", "h5", "h6") and plain and int(tag[1]) >= self.depth:
            return f"{'#' * int(tag[1])} {escape.heading_end(self.inline.write(node.children))}"
        return "---" if tag == "hr" and plain else None

    def _list(self, node: Node, sign: Callable[[int], str]) -> str:
        rows: list[Node] = []
        for child in node.children:
            if isinstance(child, Node) and child.tag == "li":
                rows.append(Node("li", child.attributes, list(child.children)))
            elif isinstance(child, Node) or child.strip():
                rows = rows or [Node("li")]
                rows[-1].children.append(child)
        boxes = [_take_box(row) for row in rows]
        if any(row.attributes for row in rows):
            return self._raw(node)
        blocks = [self.write(row) for row in rows]
        loose = any(
            isinstance(child, Node) and child.tag == "p" for row in rows for child in row.children
        ) or any(first == second == "p" for row in blocks for first, second in _pairs(row))
        out = []
        for number, written in enumerate(blocks):
            marker = sign(number)
            texts = [paragraph(text) if kind == "p" else text for kind, text in written]
            body = boxes[number] + ("\n\n" if loose else "\n").join(texts)
            indent = " " * (len(marker) + 1)
            out.append(f"{marker} {_INDENTED.sub(indent, body)[len(indent) :]}".rstrip())
        return ("\n\n" if loose else "\n").join(out)

    def _fence(self, node: Node) -> str | None:
        inner = [child for child in node.children if not isinstance(child, str) or child.strip()]
        code = inner[0] if len(inner) == 1 and isinstance(inner[0], Node) else node
        if code.tag != "code":
            code = node
        text = node.text.removesuffix("\n")
        others = [each for each in code.nodes() if each is not code and not _is_token(each)]
        if others or (self.inline.is_cloze and cloze.START in text):
            return None
        classes = code.attributes.get("class", "").split()
        language = next((each[9:] for each in classes if each.startswith("language-")), "")
        ticks = "`" * max((3, *(len(each) + 1 for each in re.findall("`+", text))))
        return f"{ticks}{language}\n{text}\n{ticks}"

    def _table(self, table: Node) -> str | None:
        """Pipes, if only the first row is of `<th>` and no cell holds blocks."""
        rows = [row for row in table.nodes() if row.tag == "tr"]
        cells = [[c for c in row.children if isinstance(c, Node)] for row in rows]
        if not rows or any(each.tag == "table" for each in table.nodes() if each is not table):
            return None
        head = cells[0]
        if not head or any(cell.tag != "th" for cell in head):
            return None
        aligns = [_align(cell) for cell in head]
        for row in cells:
            tag = "th" if row is head else "td"
            if len(row) != len(head) or any(cell.tag != tag for cell in row):
                return None
            if any(_align(cell) is None or _has_block(Node("", {}, cell.children)) for cell in row):
                return None
        lines = [
            "| "
            + " | ".join(self.inline.write(c.children).strip().replace("|", "\\|") for c in row)
            + " |"
            for row in cells
        ]
        lines.insert(1, "| " + " | ".join(_RULES[each or ""] for each in aligns) + " |")
        return "\n".join(lines)

    def _raw(self, node: Node) -> str:
        """HTML as it is; if it has imported sounds in it, Markdown between its tags."""
        self.inline.kept.add(f"<{node.tag}>" if not node.attributes else opening_tag(node))
        if not self.inline.plays(node.text):
            return self.inline.raw(serialised(node, self.inline.opening))
        if node.tag in ("tr", "tbody", "thead", "table"):
            inner = "\n\n".join(self._raw(c) for c in node.children if isinstance(c, Node))
        else:
            inner = self.joined(node)
        return f"{self.inline.opening(node)}\n\n{inner}\n\n</{node.tag}>"


_RULES = {"": "---", "left": ":---", "right": "---:", "center": ":---:"}


def paragraph(text: str) -> str:
    """A paragraph's lines as Markdown, none of which begins a block."""
    return "\\\n".join(escape.start(line.strip()) for line in text.split("\n"))


def serialised(
    node: Node, opened: Callable[[Node], str] = opening_tag, *, within: bool = False
) -> str:
    """HTML of a node without a blank line, which would end a block of HTML (CommonMark 4.6)."""
    if node.tag in VOID:
        return opened(node)
    parts = []
    for child in node.children:
        if isinstance(child, str) and node.tag in _CODE:
            parts.append(_EMPTY_LINES.sub("\n", child))
        elif isinstance(child, Node):
            parts.append(serialised(child, opened, within=within or node.tag == "pre"))
        else:
            text = html_escape(child, quote=False).replace("\xa0", "&nbsp;")
            is_code = within or node.tag == "pre"
            parts.append(
                text.replace("\n", "&#10;") if is_code else re.sub(r"[ \t\n\r\f\v]+", " ", text)
            )
    return f"{opened(node)}{''.join(parts)}</{node.tag}>"


def _has_block(node: Node) -> bool:
    return any(each.tag in _BLOCKS or each.tag == "br" for each in node.nodes())


def _pushed_down(node: Node) -> Iterator[Node | str]:
    """An inline element around blocks becomes one within each of them."""
    for child in node.children:
        if isinstance(child, str) or not _has_block(child):
            yield Node(node.tag, node.attributes, [child])
        elif child.tag == "br":
            yield child
        else:
            yield Node(
                child.tag,
                child.attributes,
                [*_pushed_down(Node(node.tag, node.attributes, child.children))],
            )


def _bare_table(node: Node) -> Node | None:
    """This table, or the table that is alone in this box for wide tables."""
    if node.tag == "table":
        return None if node.attributes else node
    inner = [child for child in node.children if not isinstance(child, str) or child.strip()]
    if node.tag == "div" and node.attributes == {"class": "table"} and len(inner) == 1:
        only = inner[0]
        return only if isinstance(only, Node) and only.tag == "table" else None
    return None


def _align(cell: Node) -> str | None:
    """How a cell is aligned; `None` if it has other attributes too."""
    if not cell.attributes:
        return ""
    style = cell.attributes.get("style", "").replace(" ", "").rstrip(";")
    align = style.removeprefix("text-align:")
    return align if len(cell.attributes) == 1 and style != align and align in _RULES else None


def _is_token(node: Node) -> bool:
    """A piece of highlighted code, or nothing that shows."""
    return node.tag == "span" and set(node.attributes) <= {"class"}


def _take_box(row: Node) -> str:
    """The box that a row of a task list begins with; it and the row's class are taken out."""
    box = row.children[0] if row.children else ""
    if row.attributes != {"class": "task-list-item"} or isinstance(box, str) or box.tag != "input":
        return ""
    row.attributes = {}
    del row.children[0]
    return "[x] " if "checked" in box.attributes else "[ ] "


def _pairs(row: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    kinds = [kind for kind, _ in row]
    return pairwise(kinds)
