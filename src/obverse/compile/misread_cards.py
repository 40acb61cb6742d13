"""Misread cards: lines of a card that look like its separator, its tags, its pin or other cards."""

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from obverse.compile.places import Places
from obverse.compile.section_bounds import SEPARATOR
from obverse.compile.sections import Cut, Section
from obverse.languages import pin, tags
from obverse.languages.markdown import Token
from obverse.machine.late import late
from obverse.values.diagnostic import Diagnostic, Severity, warning

_PIN = late(r"\^ ?(?=.*[^\W\d_].*[^\W\d_])\w[\w.:/-]*(?: [\w-]+)?")
_VERBATIM = frozenset("fence code_block math_block html_block".split())
_MEANT = late(r"-{3,}|\*{4,}")
_NOT_IN_A_NAME = late(r"[^A-Za-z0-9]+")
_WORDS_AFTER_TAGS = late(r"((?:#\S+\s+)*#(\S+))((?:\s+[^\W\d_]+){1,2})")
_QUESTION = ("?", "\uff1f", "\u061f", "\u037e", "\u0589")


class MayBeMisread(NamedTuple):
    """What is to be looked for in the cards of a source, for it is in its text at all.

    `separators` are lines across that separate nothing, and lines with an indented `***`;
    `questions` are `###` headings that name no fields.
    """

    separators: bool
    questions: bool


def may_be_misread(text: str, whole: Cut, *, own_fields: bool) -> MayBeMisread:
    """What may be misread in a source; with `own_fields` its `###` headings name fields."""
    # Whether there is a `***` but those that are a line each.
    odd = text.count(SEPARATOR) > text.count(f"\n{SEPARATOR}\n")
    rules = [each for each in whole.leaves if each.type == "hr"]
    separating = [each for each in whole.sections if each.separator is not None]
    return MayBeMisread(odd or len(rules) > len(separating), "###" in text and not own_fields)


def misread_card(section: Section, places: Places, may_be: MayBeMisread) -> list[Diagnostic]:
    """What is found in one card."""
    found: list[Diagnostic] = []
    if may_be.separators and section.separator is None:
        found += _separators(section, places)
    last = section.metadata.tokens[-3:]
    if len(last) == 3 and last[0].type == "paragraph_open" and not last[0].level:  # noqa: PLR2004
        found += _last_line(section, places, last[0].map or [0, 0])
    if may_be.questions:
        found += _questions(section, places)
    return found


def _separators(section: Section, places: Places) -> Iterator[Diagnostic]:
    blocks = section.below
    rules = [at for at, token in enumerate(blocks) if token.type == "hr"]
    for number in range(section.start, section.end):
        line = places.lines[number]
        if SEPARATOR in line and line.strip() == SEPARATOR and line[:1].isspace():
            if any(_is_text_over(token, number) for token in blocks):
                continue
            column = line.find(SEPARATOR) + 1
            place = places.within(number + 1, column, len(SEPARATOR))
            message = "this `***` is indented, so it does not separate question and answer"
            yield warning(place, "not-a-separator", message, "write it at the start of the line")
            return
    if len(rules) != 1 or blocks[rules[0]].level:
        return
    (at,) = rules
    number = (blocks[at].map or (0,))[0]
    line = places.lines[number].strip()
    # `* * *` and `___` are never meant as the separator: export writes a line so.
    if at + 1 < len(blocks) and _MEANT.fullmatch(line):
        message = f"`{line}` is a line on the card, and does not separate question and answer"
        hint = "write `***` to show only what is above it with the question"
        yield Diagnostic(
            places.within(number + 1, 1, len(line)), Severity.INFO, message, "not-a-separator", hint
        )


def _is_text_over(token: Token, number: int) -> bool:
    """Whether a line is in a block whose text is meant as it is."""
    first, end = token.map or (0, 0)
    if token.type == "code_block" and token.content.strip() == SEPARATOR:
        return False
    return token.type in _VERBATIM and first <= number < end


def _last_line(section: Section, places: Places, paragraph: Sequence[int]) -> Iterator[Diagnostic]:
    """A last line, alone in its paragraph, that is nearly a pin or nearly a line of tags."""
    # What was taken out of a paragraph, as a line of tags below it, is not on this line.
    left = [at for at in range(*paragraph) if at not in section.metadata.lines]
    if len(left) != 1:
        return
    line = places.lines[left[0]].strip()
    if not line.startswith(("^", "#")):
        return
    place = places.within(left[0] + 1, places.lines[left[0]].find(line) + 1, len(line))
    if line.startswith("^") and _PIN.fullmatch(line) and not pin.name_of(line):
        plain = unicodedata.normalize("NFKD", line)
        plain = "".join(each for each in plain if not unicodedata.combining(each))
        name = _NOT_IN_A_NAME.sub("-", plain).strip("-")
        message = f"`{line}` is text: the name of a card has only letters, digits and `-`"
        hint = f"write `^{name}`" if pin.name_of(f"^{name}") else "write a name such as `^kpi-1`"
        yield warning(place, "malformed-pin", message, hint)
        return
    found = _WORDS_AFTER_TAGS.fullmatch(line) if line.startswith("#") else None
    # As the whole answer it may be meant.
    is_meant = found and '"' not in found[2] and tags.only_tags(found[1])
    if found and is_meant and len(section.metadata.tokens) > 3:  # noqa: PLR2004  # more than this
        words = [found[2], *found[3].split()]
        joined = ("/" if found[2].casefold() == "card" else "-").join(words)
        message = f"`{line}` is shown as text: a tag ends at a space"
        yield warning(place, "tag-with-space", message, f"write `#{joined}` for one tag")


def _questions(section: Section, places: Places) -> Iterator[Diagnostic]:
    """A section whose text is only questions, each a `###` heading with its answer."""
    blocks = section.below if section.separator is None else ()
    if not blocks or blocks[0].type != "heading_open" or blocks[0].tag != "h3":
        return
    asked = [
        text.content.strip()
        for token, text in pairwise(blocks)
        if token.type == "heading_open" and not token.level and token.tag == "h3"
    ]
    name = section.heading[1].content.strip()
    if name.endswith(_QUESTION) or not all(each.endswith(_QUESTION) for each in asked):
        return
    what = "a question" if len(asked) == 1 else f"{len(asked)} questions"
    message = f"`{name}` is one card: the `###` below it do not begin cards ({what})"
    hint = f"write `## {asked[0]}`, and `{name}` as a tag of its cards or as a `#` title"
    yield warning(places.line(section.first), "section-of-questions", message, hint)
