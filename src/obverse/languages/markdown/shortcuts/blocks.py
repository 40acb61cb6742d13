"""Plain blocks at the left margin: the tokens of a run of them, found with one expression.

Headings, paragraphs, lists of one level, fences, tables and `***`, as most cards are written. What
is matched can be read in only one way: a line that begins with a letter belongs to a paragraph,
whatever it contains. The first other block ends the run, and the rules continue from there.
"""

import re
from collections.abc import Callable

from markdown_it.token import Token

from obverse.languages.markdown.shortcuts.lines import BlockState
from obverse.languages.markdown.shortcuts.made import block, text_block
from obverse.machine.late import late

_SPACES = " \t\n\r\f\v"
_MOST_CELLS = 1 << 15  # markdown-it's own limit is on what it adds to a table
# How text begins that does not begin another block, and is not dashes below a heading or a table.
_TEXT = r"""(?:
      [^\s`~>*\-_+\d<\[\#|:$%=\\] | \\(?!\[)
    | \#[^\s\#] | [*_~`=]{1,2}[^\s*_~`=] | \$(?!\$) | %(?!%) | [\-+][^\s|:\-+]
    | \d+(?![\d.)]) | \d+[.)]\S
)"""
_BLANK = r"(?:[ \t]*\n)"
_ITEM = rf"[ ](?:{_TEXT}|\[[ xX]\][ ])[^\n]*\n"
# A list continues after empty lines with another item, or with something indented.
_LIST_ENDS = rf"""(?=
      \#{{1,6}}[ \t] | {_BLANK}*+\Z
    | {_BLANK}++(?![ \t] | [\-*+](?:[ \t]|\n) | \d+[.)])
)"""
_BLOCK = late(
    rf"""(?:
      (?P<heading>\#{{1,6}}[ \t]+[^\s|][^\n|]*\n)
    | (?P<paragraph>(?:{_TEXT}[^\n]*\n)++)
      (?={_BLANK} | \Z | -[ ]{_TEXT} | \#{{1,6}}[ \t] | ```[^`\n]*\n | \*\*\*[ \t]*\n)
    | (?P<bullets>(?P<bullet>[\-*+]){_ITEM}(?:(?P=bullet){_ITEM})*+){_LIST_ENDS}
    | (?P<numbers>(?:[0-9]{{1,9}}\.{_ITEM})++){_LIST_ENDS}
    | (?P<markup>`{{3,}})(?P<language>[^`|\n]*)\n
      (?P<fence>(?:(?![ ]{{0,3}}```)[^\n]*\n)*+)(?P=markup)[ \t]*\n
    | (?P<row>\|[^\n\\]*\|)[ \t]*\n(?P<dashes>\|(?:[ ]*:?-+:?[ ]*\|)+)[ \t]*\n
      (?P<table>(?:\|[^\n\\]*\|[ \t]*\n)*+)(?={_BLANK}|\Z)
    | (?P<separator>\*\*\*[ \t]*\n)
    ){_BLANK}*+""",
    re.VERBOSE,
)


def run(state: BlockState, start: int) -> int:
    """Push the tokens of the plain blocks from this line on; the first line that is left."""
    source, tokens, last = state.ended, state.tokens, state.lineMax
    position, line = state.bMarks[start], start
    match, count = _BLOCK.match, source.count
    while found := match(source, position):
        end = found.end()
        after = min(line + count("\n", position, end), last)
        if not _MAKERS[found.lastgroup or ""](tokens, found, line, after):
            break
        position, line = end, after
    return line


_Maker = Callable[[list[Token], re.Match[str], int, int], bool]


def _heading(tokens: list[Token], found: re.Match[str], line: int, _after: int) -> bool:
    signs, content = found[0].split(None, 1)
    content = content.rstrip(_SPACES)
    if content[-1] == "#" or content[-1].isspace():
        return False
    tokens += text_block("heading", f"h{len(signs)}", 0, [line, line + 1], content, signs)
    return True


def _paragraph(tokens: list[Token], found: re.Match[str], line: int, _after: int) -> bool:
    content = found[0].rstrip(_SPACES)
    if content[-1].isspace() or "$$" in content or r"\[" in content:
        return False  # math goes past the end of a paragraph
    end = line + 1 + content.count("\n")
    tokens += text_block("paragraph", "p", 0, [line, end], content)
    return True


def _bullets(tokens: list[Token], found: re.Match[str], line: int, after: int) -> bool:
    return _list(tokens, found["bullets"], line, after, found["bullet"])


def _numbers(tokens: list[Token], found: re.Match[str], line: int, after: int) -> bool:
    return _list(tokens, found["numbers"], line, after, ".")


def _list(tokens: list[Token], text: str, line: int, after: int, sign: str) -> bool:
    lines = text[:-1].split("\n")
    name, tag = ("ordered_list", "ol") if sign == "." else ("bullet_list", "ul")
    opening = block(f"{name}_open", tag, 1, 0, [line, after], sign)
    made = [opening]
    last = line + len(lines) - 1
    for number, each in enumerate(lines, line):
        marker, _, content = each.partition(" ")
        content = content.rstrip(_SPACES)
        if content[-1].isspace():
            return False
        here = [number, number + 1]
        begin = block("list_item_open", "li", 1, 1, here, sign)
        paragraph, inline, end = text_block("paragraph", "p", 2, here, content)
        paragraph.hidden = end.hidden = True
        made += (begin, paragraph, inline, end, block("list_item_close", "li", -1, 1, None, sign))
        if sign == ".":
            begin.info = marker[:-1]
            if number == line and (first := int(marker[:-1])) != 1:
                opening.attrs = {"start": first}
        if number == last:
            begin.map = [number, after]
    made.append(block(f"{name}_close", tag, -1, 0, None, sign))
    tokens += made
    return True


def _fence(tokens: list[Token], found: re.Match[str], line: int, _after: int) -> bool:
    code = found["fence"]
    token = block("fence", "code", 0, 0, [line, line + 2 + code.count("\n")], found["markup"])
    token.info = found["language"]
    token.content = code
    tokens.append(token)
    return True


def _separator(tokens: list[Token], _found: re.Match[str], line: int, _after: int) -> bool:
    tokens.append(block("hr", "hr", 0, 0, [line, line + 1], "****"))
    return True


def _table(tokens: list[Token], found: re.Match[str], line: int, _after: int) -> bool:
    styles = [_style(each.strip()) for each in found["dashes"][1:-1].split("|")]
    rows = [_cells(each) for each in (found["row"], *found["table"].split("\n")[:-1])]
    if len(rows[0]) != len(styles) or len(styles) * len(rows) > _MOST_CELLS:
        return False
    if any(len(row) > len(styles) for row in rows):
        return False  # some bars may be text
    if any(cell[-1:].isspace() or cell[:1].isspace() for row in rows for cell in row):
        return False
    end = line + 1 + len(rows)
    tokens += (
        block("table_open", "table", 1, 0, [line, end]),
        block("thead_open", "thead", 1, 1, [line, line + 1]),
    )
    _row(tokens, rows[0], styles, line, "th")
    tokens.append(block("thead_close", "thead", -1, 1))
    if len(rows) > 1:
        tokens.append(block("tbody_open", "tbody", 1, 1, [line + 2, end]))
        for number, row in enumerate(rows[1:], line + 2):
            _row(tokens, row, styles, number, "td")
        tokens.append(block("tbody_close", "tbody", -1, 1))
    tokens.append(block("table_close", "table", -1, 0))
    return True


def _row(tokens: list[Token], cells: list[str], styles: list[str], line: int, tag: str) -> None:
    tokens.append(block("tr_open", "tr", 1, 2, [line, line + 1]))
    for index, style in enumerate(styles):
        content = cells[index] if index < len(cells) else ""
        cell = text_block(tag, tag, 3, [line, line + 1], content)
        cell[0].map = None
        if style:
            cell[0].attrs = {"style": style}
        tokens += cell
    tokens.append(block("tr_close", "tr", -1, 2))


def _cells(row: str) -> list[str]:
    return [each.strip(_SPACES) for each in row.strip(_SPACES)[1:-1].split("|")]


def _style(dashes: str) -> str:
    sides = {":": "left", "-": ""}[dashes[0]]
    if dashes[-1] == ":":
        sides = "center" if sides else "right"
    return f"text-align:{sides}" if sides else ""


_MAKERS: dict[str, _Maker] = {
    "heading": _heading,
    "paragraph": _paragraph,
    "bullets": _bullets,
    "numbers": _numbers,
    "fence": _fence,
    "table": _table,
    "separator": _separator,
}
