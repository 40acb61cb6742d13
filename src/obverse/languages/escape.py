"""Escape: plain text as Markdown that shows exactly that, with as few backslashes as possible."""

import re

from obverse.languages import cloze, ruby
from obverse.machine.late import late

# One alternative a sign that could mean something where it stands; what is matched gets a
# backslash before its first character. A sign between spaces, and `_` within a word, are text.
_INLINE = late(
    r"""
    \\(?=[!-/:-@\[-`{-~\xa0]|\s*$)  # a backslash that would escape what follows, or break a line
    | [`$\[]                        # code, math, links, pictures, footnotes, wiki links
    | \*(?!(?<=\s\*)\s)             # emphasis
    | _(?!(?<=[^\W_]_)[^\W_])(?!(?<=\s_)\s)
    | ~(?=~) | (?<=~)~              # strikethrough
    | =(?==) | (?<==)=              # highlight
    | <(?=[A-Za-z/!?])              # HTML, autolinks
    | &(?=\#?\w+;)                  # entities
    | %(?=%)                        # comments
    | (?<!\S)\#(?=[^\s\#])          # tags
    | (?<!\S)\^(?=[A-Za-z0-9-]{2,}\s*$)  # block ids
    """
    rf"| (?={cloze.BEGINNING})\{{ | {ruby.RUBY_BEGINNING}",
    re.VERBOSE | re.MULTILINE,
)
_SIGNS = late(r"[\\`$\[*_~=<&%#^{]")  # without any of them, nothing above is found
# What looks for its end beyond its block, or for what another card defines.
_FAR = late(rf"[`\\]|\$(?=\$)|(?<=\$)\$|%(?=%)|<(?=[!?])|\[(?=\^)|~(?=~~)|(?={cloze.BEGINNING})\{{")
_OPENING = late(rf"\\(?={cloze.OPENING.pattern})")
# What begins a block at the start of a line: headings, quotes, lists, rules, underlines, fences,
# tables, pins.
_BLOCK = late(r"(?:\#{1,6}(?=\s|$)|>|[-+](?=\s|$)|--|=+(?=[ \t]*$)|\||:-|\^|~{3}|\*(?=\s|$))")
_NUMBER = late(r"([0-9]{1,9})([.)])(?=\s|$)")
_CLOSING = late(r"(?<!\S)(#+)$")
_BULLET = late(r"\s*[-*+\u2022\u2023\u25aa\u25cf\u25e6\u2013\u2014\u00b7\uf0b7]\s+(\S.*)")
_NUMBERED = late(r"\s*([0-9]{1,3})[.)]\s+(\S.*)")
_SPACES = late(r"[ \t\n\r\f\v]+")


def inline(text: str) -> str:
    """Text within a line. White space and line breaks become spaces, no-break spaces entities."""
    return exactly(_SPACES.sub(" ", text))


def exactly(text: str) -> str:
    """The same without a change of white space; `text` is on one line."""
    if _SIGNS.search(text):
        text = _INLINE.sub(lambda found: "\\" + found[0], text)
    return text.replace("\xa0", "&nbsp;")


def lightly(text: str) -> str:
    """Text as it is, but for what may be read together with the text of another card.

    Whoever writes it has to see that nothing in it is read as a sign.
    """
    return _FAR.sub(lambda found: "\\" + found[0], text).replace("\xa0", "&nbsp;")


def with_deletions(escaped: str) -> str:
    """What the functions here gave for a text, with the openings of its cloze deletions meant."""
    return _OPENING.sub("", escaped)


def start(line: str) -> str:
    """A line of Markdown that must not begin a block; what `inline` gave for its text."""
    line = line.lstrip(" \t")
    if _BLOCK.match(line):
        return "\\" + line
    return _NUMBER.sub(r"\1\\\2", line, count=1) if _NUMBER.match(line) else line


def heading(text: str) -> str:
    """One line of text, to follow `## `."""
    return heading_end(inline(text).strip())


def heading_end(line: str) -> str:
    """A line of Markdown after `## `, with `#`s at its end, which would close it, escaped."""
    return _CLOSING.sub(r"\\\1", line)


def lines(text: str) -> str:
    """Lines of text: each stays a line, a blank line separates paragraphs."""
    blocks = (
        "\\\n".join(start(inline(line).strip()) for line in block.split("\n"))
        for block in re.split(r"\n[ \t]*(?:\n[ \t]*)+", text.strip("\n \t"))
    )
    return "\n\n".join(block for block in blocks if block)


def listed(text: str) -> str:
    """Lines of text as they were pasted: bulleted and numbered ones become lists."""
    blocks: list[tuple[str, list[str]]] = []
    for line in text.strip("\n").split("\n"):
        kind, content = _kind(line)
        if not line.strip():
            blocks.append(("", []))
        elif blocks and blocks[-1][0] == kind:
            blocks[-1][1].append(content)
        else:
            blocks.append((kind, [content]))
    return "\n\n".join(_block(kind, contents) for kind, contents in blocks if contents)


def _kind(line: str) -> tuple[str, str]:
    """(`-`, `1.` or `text`, the line without its bullet or number)."""
    if found := _BULLET.match(line):
        return "-", found[1]
    if found := _NUMBERED.match(line):
        return "1.", found[0].strip()
    return "text", line


def _block(kind: str, contents: list[str]) -> str:
    if kind == "-":
        return "\n".join(f"- {start(inline(each).strip())}" for each in contents)
    if kind == "1.":
        numbers = (_NUMBERED.fullmatch(each) for each in contents)
        return "\n".join(
            f"{found[1]}. {start(inline(found[2]).strip())}" for found in numbers if found
        )
    return "\\\n".join(start(inline(each).strip()) for each in contents)
