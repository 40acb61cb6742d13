"""Shortcuts through markdown-it for what most text is: plain paragraphs and plain lines.

A paragraph whose lines all begin with a letter can be nothing else, and text without a sign that
any rule looks for is one token a line; asking every rule anyway is two thirds of a parse. Both
shortcuts decline whatever they are not sure of, and the rules go on as ever; a property test holds
their tokens against those of the parser without them.
"""

import re
from collections.abc import Iterable

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, heading
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

# Signs of CommonMark's inline rules, by the rule that looks for them.
_SIGNS = {
    "escape": "\\",
    "backticks": "`",
    "emphasis": "*_",
    "strikethrough": "~",
    "link": "[",
    "image": "[",
    "autolink": "<",
    "html_inline": "<",
    "entity": "&",
}
_CODE = 4  # columns of indentation that make a code block


def install(markdown: MarkdownIt, signs: Iterable[str]) -> None:
    """Put the shortcuts in front of the rules; `signs` are where the extensions in use begin."""
    active = markdown.inline.ruler.get_active_rules()
    looked_for = "".join(_SIGNS.get(name, "") for name in active)
    looked_for += "".join(each for sign in signs for each in sign if not each.isalnum())
    # A space at the end of a line or at the beginning of the next means something too.
    special = re.compile(
        rf"[{re.escape(looked_for)}]| \n|\n[ \t]" if looked_for else r" \n|\n[ \t]"
    )

    def inline(state: StateCore) -> None:
        for token in state.tokens:
            if token.type != "inline":
                continue
            if special.search(token.content) is None:
                token.children = _plain(token.content)
            else:
                token.children = token.children or []
                markdown.inline.parse(token.content, markdown, state.env, token.children)

    markdown.core.ruler.at("inline", inline)
    markdown.block.ruler.before("table", "shortcut", _block)


def _plain(content: str) -> list[Token]:
    children: list[Token] = []
    for line in content.split("\n"):
        if children:
            children.append(Token("softbreak", "br", 0))
        if line:
            children.append(Token("text", "", 0, content=line))
    return children


def _block(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001  # markdown-it's signature
    """A heading, or a paragraph of lines that begin with letters and ends where none may go on."""
    if silent or state.sCount[start] - state.blkIndent >= _CODE:
        return False
    first = state.src[state.bMarks[start] + state.tShift[start]]
    if first == "#":
        # A table's rule comes before that of headings, and takes `# a | b` with a row of dashes.
        return (start + 1 >= end or state.isEmpty(start + 1)) and heading(state, start, end, False)  # noqa: FBT003
    if not first.isalpha():
        return False
    after = _end_of_paragraph(state, start)
    if not after:
        return False
    state.line = after
    _push(state, start, after)
    return True


def _end_of_paragraph(state: StateBlock, start: int) -> int:
    """The line after the paragraph, 0 where only the rules can tell."""
    source, line, pipes = state.src, start + 1, False
    while line < state.lineMax:
        at, end = state.bMarks[line] + state.tShift[line], state.eMarks[line]
        if at >= end:
            break
        first = source[at]
        if first.isalpha():
            # With a `|` in it this line and the next may be the head of a table.
            pipes = pipes or source.find("|", at, end) >= 0
        elif first in "-*+" and _is_list(state, line, at, end):
            break
        else:
            return 0
        line += 1
    return 0 if pipes else line


def _is_list(state: StateBlock, line: int, at: int, end: int) -> bool:
    """Whether the line is `- text`, which ends a paragraph whatever else it may be."""
    indent = state.sCount[line]
    if indent < 0 or indent - state.blkIndent >= _CODE or 0 <= state.listIndent <= indent - _CODE:
        return False
    return at + 2 < end and state.src[at + 1] == " " and not state.src[at + 2].isspace()


def _push(state: StateBlock, start: int, after: int) -> None:
    content = state.getLines(start, after, state.blkIndent, False).strip(" \t\n\r\f\v")  # noqa: FBT003
    token = state.push("paragraph_open", "p", 1)
    token.map = [start, after]
    token = state.push("inline", "", 0)
    token.content = content
    token.map = [start, after]
    token.children = []
    state.push("paragraph_close", "p", -1)
