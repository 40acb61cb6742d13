"""The tree of a field as blocks of Markdown, separated by blank lines."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape as html_escape
from itertools import pairwise

from obverse.cards.from_html.inline import IN_MATH, SOFT, Inline, as_characters
from obverse.cards.from_html.node import Node
from obverse.cards.from_html.paragraphs import LINE_ENDS, paragraph, with_spaces, without_spaces
from obverse.cards.from_html.raw_html import as_is, opening_tag, serialised
from obverse.cards.from_html.rows import RULES, align_of, bare_table, take_box
from obverse.languages import cloze, escape, markdown

COMMENT = "!--"  # as an element
BLOCKS = frozenset(
    "ul ol li blockquote pre table thead tbody tfoot tr td th caption h1 h2 h3 h4 h5 h6 hr "
    f"dl dt dd details summary figure figcaption section p div script style {COMMENT}".split()
)
_TASKS = "contains-task-list"
_INDENTED = re.compile("^(?=.)", re.MULTILINE)


@dataclass(slots=True)
class Blocks:
    """Writes block nodes. Headings above `depth` stay HTML: they would end the card."""

    inline: Inline
    depth: int = 3
    _lines: list[list[Node | str]] = field(default_factory=lambda: [[]])
    _out: list[tuple[str, str]] = field(default_factory=list)

    def line(self, children: Sequence[Node | str]) -> str:
        """Inline Markdown, on one line."""
        return self.inline.write(children)

    def blocks(self, children: Sequence[Node | str]) -> str:
        """Blocks of Markdown that are inside another."""
        return self._within(Node("", {}, [*children]))

    def define(self, number: int, text: str) -> None:
        """Keep the text of a footnote."""
        self.inline.define(number, text)

    def label(self, number: int) -> str:
        """The label of a footnote."""
        return self.inline.label(number)

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

    def _within(self, node: Node) -> str:
        """The blocks of a quotation or the like: no heading in it ends a card."""
        return Blocks(self.inline, 1 if self.inline.exact else self.depth).joined(node)

    def _walk(self, children: Iterable[Node | str]) -> None:
        for child in children:
            if isinstance(child, str) or not self._has_block(child):
                self._lines[-1].append(child)
            elif child.tag == "br":
                self._lines.append([])
            elif self.inline.exact and (child.tag != "p" or child.attributes):
                self._flush()
                self._add(child)
            elif child.tag == "div" and not child.attributes:
                self._new_line()
                self._walk(child.children)
                self._new_line()
            elif child.tag in ("p", "section") and not child.attributes:
                self._flush()
                self._walk(child.children)
                self._flush()
            elif child.tag not in BLOCKS:
                self._walk(_pushed_down(child))
            else:
                self._flush()
                self._add(child)

    def _add(self, block: Node) -> None:
        before = self._out[-1] if self._out else ("", "")
        if written := self._block(block, before):
            self._out.append((block.tag, written))

    def _has_block(self, node: Node) -> bool:
        if self.inline.exact:
            return any(each.tag in BLOCKS for each in node.nodes())
        return _has_block(node)

    def _new_line(self) -> None:
        if self._lines[-1]:
            self._lines.append([])

    def _flush(self) -> None:
        """End the paragraph: its lines, where a blank line begins a new one."""
        lines, self._lines = self._lines, [[]]
        if self.inline.exact:
            self._add_paragraph(lines[0])
            return
        written = [without_spaces(self.inline.write(line)) if line else "" for line in lines]
        for part in re.split(r"\n{2,}", "\n".join(written).strip("\n")):
            if part:
                self._out.append(("p", part))

    def _add_paragraph(self, children: list[Node | str]) -> None:
        """A paragraph as the renderer wrote it; one that is only a tag would be a block of HTML."""
        written = self.inline.write(children)
        if len(lines := written.strip(LINE_ENDS).split(IN_MATH)) > 1 and _ONLY_MATH.fullmatch(
            written
        ):
            # Its signs on lines of their own.
            written = IN_MATH.join((lines[0][:2], lines[0][2:], *lines[1:-1], lines[-1][:-2], "$$"))
        written = with_spaces(written)
        if _LONE_TAG.match(written):
            self._out.append(("html", as_is(Node("p", {}, children), self.inline.opening)))
        elif written:
            self._out.append(("p", written))

    def _block(self, node: Node, before: tuple[str, str]) -> str:
        if node.tag == COMMENT:
            return f"<!-- -->{html_escape(node.text, quote=False)}"
        if (found := markdown.markdown_of(node, self)) is not None:
            return found
        return self._in_markdown(node, before) or self._raw(node)

    def _in_markdown(  # noqa: PLR0911  # a form, a return
        self, node: Node, before: tuple[str, str]
    ) -> str | None:
        tag = node.tag
        plain = not node.attributes
        if tag in ("ul", "ol") and node.attributes.get("class") == _TASKS:
            others = {name: value for name, value in node.attributes.items() if name != "class"}
            return self._in_markdown(Node(tag, others, node.children), before)
        if tag == "ul" and plain:
            sign = "*" if before[0] == "ul" and before[1].startswith("-") else "-"
            return self._list(node, lambda _: sign)
        if tag == "ol" and set(node.attributes) <= {"start"}:
            first = int(text) if (text := node.attributes.get("start", "1")).isdecimal() else 1
            sign = ")" if before[0] == "ol" and re.match(r"\d+\.", before[1]) else "."
            return self._list(node, lambda number: f"{first + number}{sign}")
        if tag == "blockquote" and plain:
            inner = self._within(node) or " "
            return "\n".join(f"> {line}".rstrip() for line in inner.split("\n"))
        if tag == "pre" and plain:
            return self._fence(node)
        if table := bare_table(node):
            return self._table(table)
        if tag in _HEADINGS and plain and int(tag[1]) >= self.depth:
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
        boxes = [take_box(row) for row in rows]
        if any(row.attributes for row in rows):
            return self._raw(node)
        inside = Blocks(self.inline, 1) if self.inline.exact else self
        blocks = [inside.write(row) for row in rows]
        loose = any(
            isinstance(child, Node) and child.tag == "p" for row in rows for child in row.children
        ) or any(first == second == "p" for row in blocks for first, second in _pairs(row))
        out = []
        for number, written in enumerate(blocks):
            marker = sign(number)
            texts = [paragraph(text) if kind == "p" else text for kind, text in written]
            body = boxes[number] + ("\n\n" if loose else "\n").join(texts)
            indent = " " * (len(marker) + 1)
            if body.startswith("---"):
                body = body.replace("---", "***", 1)  # after `-` it would be a rule itself
            out.append(f"{marker} {_INDENTED.sub(indent, body)[len(indent) :]}".rstrip())
        return ("\n\n" if loose else "\n").join(out)

    def _fence(self, node: Node) -> str | None:
        inner = [child for child in node.children if not isinstance(child, str) or child.strip()]
        code = inner[0] if len(inner) == 1 and isinstance(inner[0], Node) else node
        if code.tag != "code":
            if self.inline.exact:
                return None
            code = node
        text = as_characters(node.text).removesuffix("\n")
        others = [each for each in code.nodes() if each is not code and not _is_token(each)]
        if others or (self.inline.is_cloze and cloze.START in text):
            return None
        classes = code.attributes.get("class", "").split()
        language = next((each[9:] for each in classes if each.startswith("language-")), "")
        ticks = "`" * max((3, *(len(each) + 1 for each in re.findall("`+", text))))
        is_empty = self.inline.exact and not node.text
        return f"{ticks}{language}\n{ticks}" if is_empty else f"{ticks}{language}\n{text}\n{ticks}"

    def _table(self, table: Node) -> str | None:
        """Pipes, if only the first row is of `<th>` and no cell holds blocks."""
        rows = [row for row in table.nodes() if row.tag == "tr"]
        cells = [[c for c in row.children if isinstance(c, Node)] for row in rows]
        if not rows or any(each.tag == "table" for each in table.nodes() if each is not table):
            return None
        head = cells[0]
        if not head or any(cell.tag != "th" for cell in head):
            return None
        aligns = [align_of(cell) for cell in head]
        for row in cells:
            tag = "th" if row is head else "td"
            if len(row) != len(head) or any(cell.tag != tag for cell in row):
                return None
            if any(
                align_of(cell) is None or self._has_block(Node("", {}, cell.children))
                for cell in row
            ):
                return None
        lines = [
            "| "
            + " | ".join(self.inline.write(c.children).strip().replace("|", "\\|") for c in row)
            + " |"
            for row in cells
        ]
        lines.insert(1, "| " + " | ".join(RULES[each or ""] for each in aligns) + " |")
        return "\n".join(lines)

    def _raw(self, node: Node) -> str:
        """HTML as it is; if it has imported sounds in it, Markdown between its tags."""
        self.inline.kept.add(f"<{node.tag}>" if not node.attributes else opening_tag(node))
        if self.inline.exact:
            return self._exact(node)
        if not self.inline.plays(node.text):
            return self.inline.raw(serialised(node, self.inline.opening))
        if node.tag in ("tr", "tbody", "thead", "table"):
            inner = "\n\n".join(self._raw(c) for c in node.children if isinstance(c, Node))
        else:
            inner = self.joined(node)
        return f"{self.inline.opening(node)}\n\n{inner}\n\n</{node.tag}>"

    def _exact(self, node: Node) -> str:
        """HTML as it is; where it was written round blocks of Markdown, those again."""
        first = node.children[0] if node.children else ""
        lead = [first] if isinstance(first, Node) and first.tag == "summary" else []
        rest = node.children[len(lead) :]
        blocks = any(isinstance(each, Node) and each.tag in _MADE for each in rest)
        if not blocks or not isinstance(rest[0], str) or not rest[0].startswith("\n"):
            return as_is(node, self.inline.opening)
        opening = self.inline.opening(node) + "".join(
            as_is(each, self.inline.opening) for each in lead
        )
        return f"{opening}\n\n{self._within(Node('', {}, [*rest]))}\n\n</{node.tag}>"


_ONLY_MATH = re.compile(r"\$\$[^$]+\$\$")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_MADE = frozenset("p ul ol pre blockquote h3 h4 h5 h6".split())
_LONE_TAG = re.compile(rf"<[A-Za-z/][^<>]*>[ \t]*(?:$|[\n{SOFT}])")


def _has_block(node: Node) -> bool:
    if node.tag in BLOCKS or node.tag == "br":
        return True
    return any(not isinstance(each, str) and _has_block(each) for each in node.children)


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


def _is_token(node: Node) -> bool:
    """A piece of highlighted code, or nothing that shows."""
    return node.tag == "span" and set(node.attributes) <= {"class"}


def _pairs(row: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    kinds = [kind for kind, _ in row]
    return pairwise(kinds)
