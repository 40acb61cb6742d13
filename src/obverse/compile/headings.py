"""Headings of cards: whether one shows anything, and the tags that it ends with."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import partial

from obverse.compile.card_tags import unclosed_tag
from obverse.compile.places import Places
from obverse.languages import markdown, tags
from obverse.languages.markdown import Token
from obverse.machine.late import late
from obverse.values.diagnostic import Diagnostic, Severity, warning
from obverse.values.source import Place

_INLINE = 1  # which of a heading's three tokens has its text
_CLOSING = late(r"(?<![ \t])(?:[ \t]++#++)?[ \t]*+$")
# Unicode's classes of characters without ink: controls, format signs, marks of ours, white space.
_BLANK = frozenset("Cc Cf Cn Zl Zp Zs".split())
_PICTURE = late(r"<(?:(?:img|audio|video|wbr)\b|\?|!(?!--))", re.IGNORECASE)


def shows_anything(heading: Sequence[Token]) -> bool:
    """Whether a heading has something to show: not only signs without ink, or a comment."""
    inline = heading[_INLINE]
    if inline.content[:1].isalnum():
        return True
    if any(
        unicodedata.category(each) not in _BLANK for each in markdown.text(heading, signs=False)
    ):
        return True
    return any(
        child.type == "image" or (child.type == "html_inline" and _PICTURE.match(child.content))
        for child in inline.children or ()
    )


def take_tags(heading: Sequence[Token]) -> list[tuple[str, int]]:
    r"""Take the tags out of a heading's end, which is changed in place: (name as written, line).

    A heading of nothing but tags keeps them, for without them there is no question. Nothing is a
    tag in code, in a link, or after a `\`. Lines count from zero.
    """
    inline = heading[_INLINE]
    written, children = inline.content, inline.children or []
    if "#" not in written or not children or children[-1].type != "text":
        return []
    text = children[-1].content
    # As it is written, and as it reads: an escape or an entity is not a tag.
    run = min(*(each[tags.run_at_end(each)[0] :] for each in (written, text)), key=len)
    if not run:
        return []
    left = written[: len(written) - len(run)]
    children[-1].content = text[: len(text) - len(run)].rstrip()
    if not shows_anything(heading):
        children[-1].content = text
        return []
    while children and children[-1].type in ("text", *markdown.BREAKS) and not children[-1].content:
        children.pop()
    inline.content = left.rstrip()
    line = (inline.map or (0,))[0] + left.count("\n")
    return [*take_tags(heading), *((name, line) for name in tags.only_tags(run) or ())]


def tag_findings(
    heading: Sequence[Token], taken: Sequence[tuple[str, int]], places: Places
) -> Iterator[Diagnostic]:
    """What to say of the tags that a heading ends with, or ended with if they are `taken`."""
    if taken:
        names = " ".join(f"#{name}" for name, _ in taken)
        are = "is a tag, which is" if len(taken) == 1 else "are tags, which are"
        message = f"`{names}` at the end of the heading {are} not shown"
        hint = f"write tags on the last line of the card, and `\\#{taken[-1][0]}` for text"
        place = _end_of(taken[-1][1], places)
        yield Diagnostic(place, Severity.INFO, message, "tag-in-heading", hint)
    written = heading[_INLINE].content
    if '#"' in written and (name := _unclosed_at_end(heading)):
        line = (heading[0].map or (0,))[0] + written.count("\n")
        yield unclosed_tag(name, partial(places.tag, line, name))
    elif not taken and "#" in written and tags.run_at_end(written)[1]:
        message = f"the heading `{written}` is only tags, so they are its text"
        hint = "write the question after `##`, and the tags on the last line of the card"
        yield warning(
            places.line((heading[0].map or (0,))[0]), "heading-of-only-tags", message, hint
        )


def _unclosed_at_end(heading: Sequence[Token]) -> str:
    """The tag that a heading ends with, if its quote is not closed."""
    children = heading[_INLINE].children or []
    text = children[-1].content if children and children[-1].type == "text" else ""
    # As it is written, and as it reads: after a `\\` it is text.
    found = [
        {name for name, _ in tags.find_tags(each) if each.endswith(f"#{name}")}
        for each in (heading[_INLINE].content, text)
    ]
    return next((name for name in found[0] & found[1] if tags.is_unclosed(name)), "")


def split_tags(line: str) -> tuple[str, str]:
    """A line of a heading without the `#`s that close it, cut where the tags at its end begin."""
    line = line[: len(line) - len((_CLOSING.search(line) or [""])[0])]
    start = tags.run_at_end(line)[0]
    return line[:start], line[start:]


def _end_of(number: int, places: Places) -> Place:
    """The place of the tags at the end of a line, which counts from zero."""
    before, run = split_tags(places.lines[number])
    return places.within(number + 1, len(before) + 1, len(run))
