"""Guarded: a text that stays within its part of a card, whatever it leaves open."""

import re
from collections.abc import Iterator
from functools import lru_cache, partial

from obverse.compile.section_bounds import ends_section, is_separator
from obverse.languages import escape, markdown
from obverse.machine.late import late

_RAW_ELEMENT = late(r"<(/?)(script|pre|style|textarea)(?=[\s>])", re.IGNORECASE)
_PAIRED = late(r"\$\$|%%|<!--")
_CODE = ("fence", "code_block")
# What would be closed by a text of another card.
_OPEN_HTML = late(r"<(!--|\?|!\[CDATA\[)")
_HTML_ENDS = {"!--": "-->", "?": "?>", "![CDATA[": "]]>"}
SPACE_OR_END = (
    " \t\n"  # to Markdown; any other character makes a paragraph, also one that shows nothing
)
# Most texts contain nothing that could end a card, which is known without a parse.
_MAY_END = late(
    r"^ {0,3}(?:#{1,2}(?:[ \t]|$)|[-=]+[ \t]*$|\*\*\*[ \t]*$|```|~~~|<|\$\$)|%%|<!--", re.MULTILINE
)
# What of that is more than HTML that ends with its lines, as it does at an empty line (CommonMark
# 4.6, kinds 6 and 7) or as a tag within a paragraph.
_RUNS_ON = late(
    r"^ {0,3}(?:#{1,2}(?:[ \t]|$)|[-=]+[ \t]*$|\*\*\*[ \t]*$|```|~~~|\$\$)|%%"
    r"|<(?:[!?]|/?(?:script|pre|style|textarea)(?=[\s>]|$))",
    re.MULTILINE | re.IGNORECASE,
)
# Code and nothing else.
_ONE_FENCE = late(r"```\w*+\n(?:(?! {0,3}(?:```|~~~))[^\n]*+\n)*+```")
# Below a text that is closed this is a heading, whatever may pair with what stands below it.
_PROBE = "## probe\n\n$$\n\n%%\n\n-->\n"


def guarded(text: str, *, separated: bool) -> str:
    """Markdown of a body that neither ends its card nor begins its back.

    Headings of depth 1 and 2 become `###`, a first `***` becomes `* * *` unless the card is
    `separated` above it, a fence that is left open is closed. What still runs
    on is escaped.
    """
    text = text.strip("\n").rstrip(SPACE_OR_END)
    if not _MAY_END.search(text) or not _RUNS_ON.search(text) or _ONE_FENCE.fullmatch(text):
        return text
    return _guarded(text, separated)


@lru_cache(maxsize=1 << 13)
def _guarded(text: str, separated: bool) -> str:  # noqa: FBT001  # for the cache
    # An import writes a source, and reads and writes it again: the texts are the same.
    lines = text.split("\n")
    tokens = markdown.parse(text)
    for index, token in enumerate(tokens):
        if token.level or token.map is None:
            continue
        first, last = token.map
        if ends_section(token):
            content = " ".join(tokens[index + 1].content.split("\n"))
            lines[first:last] = [f"### {content}".rstrip(), *[""] * (last - first - 1)]
        elif not separated and is_separator(token, lines):
            lines[first] = "* * *"
    text = "\n".join(lines).rstrip(SPACE_OR_END)
    bases = (text, _open_escaped(text), _apart(text))
    found = (each for base in bases for each in _ended(base) if _is_closed(each))
    return next(found, None) or escape.lines(text)


def _open_escaped(text: str) -> str:
    """The text without HTML that is open to its end."""
    last = {opening: text.rfind(end) for opening, end in _HTML_ENDS.items()}

    def made(found: re.Match[str]) -> str:
        return found[0] if last[found[1]] >= found.end() else f"\\{found[0]}"

    return _OPEN_HTML.sub(made, text)


def _apart(text: str) -> str:
    """The text with a backslash before each character of what its like closes, outside code."""
    last = text.rfind("-->")
    code = {
        at
        for token in markdown.parse(text)
        if token.type in _CODE and token.map
        for at in range(*token.map)
    }

    def made(found: re.Match[str], before: int) -> str:
        is_closed = found[0] == "<!--" and last >= before + found.end()
        return found[0] if is_closed else "\\" + "\\".join(found[0])

    out, before = [], 0
    for at, line in enumerate(text.split("\n")):
        out.append(line if at in code else _PAIRED.sub(partial(made, before=before), line))
        before += len(line) + 1
    return "\n".join(out)


def _ended(text: str) -> Iterator[str]:
    """The text as it is, and with what it may have left open ended."""
    yield text
    if fence := _open_fence(text):
        yield f"{text}\n{fence}"
    if element := _open_element(text):
        yield f"{text}</{element}>"


def _is_closed(text: str) -> bool:
    """Whether a heading below the text is one, and the only one of its depth."""
    tokens = markdown.parse(f"{text}\n\n{_PROBE}")
    depths = [token.map for token in tokens if ends_section(token)]
    if depths != [[text.count("\n") + 2, text.count("\n") + 3]]:
        return False
    # HTML ends at a heading by itself, and would take in a line of tags before it.
    last = markdown.parse(f"{text}\n\nprobe\n")[-2:-1]
    return [(each.content, each.level) for each in last] == [("probe", 1)]


def _open_element(text: str) -> str:
    """The element whose text is taken as it is, and which is open at the end of the text."""
    last = markdown.parse(text)[-1:]
    content = last[0].content if last and last[0].type == "html_block" else ""
    opened = [*_RAW_ELEMENT.finditer(content)]
    return opened[-1][2].lower() if opened and not opened[-1][1] else ""


def _open_fence(text: str) -> str:
    """The fence that is open at the end of the text."""
    tokens = [token for token in markdown.parse(text) if token.type == "fence"]
    return tokens[-1].markup if tokens else ""
