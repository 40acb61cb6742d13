"""Unread lines: tags, decks and questions that a card shows as text, and their author meant."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from obverse.compile import kinds
from obverse.compile.card import Card
from obverse.compile.places import Places
from obverse.compile.sections import Cut, Section
from obverse.compile.unread_signs import (
    MARKS,
    SHOWN_DELETIONS,
    SHOWN_KEYS,
    SHOWN_KINDS,
    SHOWN_QUESTIONS,
)
from obverse.languages import cloze
from obverse.languages.markdown import Token
from obverse.machine.late import late
from obverse.values.card_settings import MARK
from obverse.values.diagnostic import Diagnostic, warning
from obverse.values.source import Source

_MAY_ASK = late(r"Q(?:uestion|UESTION)?\s?\d{0,4}[)\]*_]{0,2}[:.]|[?\uff1f\u061f](?:\*\*|__)")
_BRANCHES = tuple(f"{mark[1:]}/" for mark in MARKS)
_KIND = late(rf"(?<!\\)#{MARK}(/| ?[:.\\/] ?)([\w-]+)", re.IGNORECASE)
_KEYED = late(r"\W{0,3}(tags?|deck)\W{0,3}:\W{0,3}(\w[^.!?]{0,100})", re.IGNORECASE)
_ITEM = r"\s*+(?:(?:[-*+>]|\d{1,4}[.)])\s++)?\W{0,3}"
_END = r"\s?\d{0,4}[)\]*_]{0,2}[:.][)\]*_]{0,2}\s++"
_ASKED = late(rf"{_ITEM}(?:Q|Question|QUESTION){_END}(\S.*)")
_ANSWERED = late(rf"{_ITEM}(?:A|Ans|ANS|Answer|ANSWER){_END}\S.*")
_BOLD = late(r"\s*+(?:\*\*|__)([^*\n]+[?\uff1f\u061f])(?:\*\*|__)\s*+")
_QUESTION = ("?", "\uff1f", "\u061f", "\u037e", "\u0589")
_FEW = 2  # bold questions that are no accident
_BETWEEN = late("[,;]")


def unread_lines(
    source: Source,
    whole: Cut,
    places: Places,
    cards: Sequence[tuple[Section, Card]],
    may_be: Collection[str],
) -> Iterator[Diagnostic]:
    """What is found in the cards of a source, of what `may_be` in it (`unread_signs`)."""
    sections = [section for section, _ in cards]
    if SHOWN_KINDS in may_be and _may_show_kinds(source.text, sections):
        for section in sections:
            yield from _kinds(section, places)
    if SHOWN_KEYS in may_be or (SHOWN_QUESTIONS in may_be and _MAY_ASK.search(source.text)):
        for section in sections:
            yield from _lines(section, places)
    if SHOWN_DELETIONS in may_be:
        blocks = whole.blocks_with(cloze.START)
        yield from _deletions_in_math(blocks, places, cards)


def _may_show_kinds(text: str, sections: Iterable[Section]) -> bool:
    """Whether there are more tags that choose a kind than are taken."""
    taken = [
        name
        for section in sections
        for name, line in section.metadata.tags
        if name.startswith(_BRANCHES)
        # In lines of tags, and at the end of a heading.
        and (line in section.metadata.lines or line < section.start)
    ]
    return sum(map(text.count, MARKS)) > len(taken)


def _lines(section: Section, places: Places) -> Iterator[Diagnostic]:
    shown = dict(_shown(section, places))
    if len(shown) > 1:
        for number in {min(shown), max(shown)}:
            yield from _keyed(number, shown[number], places)
    yield from _questions(section, shown, places)


def _shown(section: Section, places: Places) -> Iterator[tuple[int, str]]:
    """The lines of text of a card, without blank ones and its metadata: (line, text)."""
    for token in section.metadata.tokens:
        if token.type == "inline" and token.map:
            for number in range(*token.map):
                is_text = not places.lines[number].lstrip().startswith("|")
                if is_text and number not in section.metadata.lines:
                    yield number, places.lines[number]


def _kinds(section: Section, places: Places) -> Iterator[Diagnostic]:
    """Tags that choose a kind of card, and are shown on it: read as such or not."""
    texts = [
        child.content
        for token in (*section.heading, *section.metadata.tokens)
        for child in token.children or ()
        if child.type == "text" and f"#{MARK}" in child.content.casefold()
    ]
    if not texts:
        return
    for number in range(section.first, section.end):
        if number in section.metadata.lines:
            continue
        for found in _KIND.finditer(places.lines[number]):
            if not any(found[0] in text for text in texts):
                continue  # in code, or taken from the end of a heading
            tag, is_tag = f"#{MARK}/{found[2]}", found[1] == "/"
            message = f"`{found[0]}` is shown on the card"
            hint = f"write `{tag}` on a line of its own, at the end of the card"
            if not is_tag and found[2].casefold() not in kinds.names():
                continue
            if (found[0][1:], number) not in section.metadata.tags:
                why = ": a tag needs a space before it" if is_tag else ""
                message += f", and chooses no kind{why}"
            place = places.within(number + 1, found.start() + 1, len(found[0]))
            yield warning(place, "shown-kind", message, hint)


def _keyed(number: int, line: str, places: Places) -> Iterator[Diagnostic]:
    """A first or last line as `tags: a, b` or `Deck: A::B`."""
    found = _KEYED.fullmatch(line.strip())
    if not found:
        return
    written = line.strip()
    place = places.within(number + 1, line.find(written) + 1, len(written))
    if found[1].casefold() == "deck":
        message = f"`{written}` is shown on the card, and chooses no deck"
        hint = "write it in the front matter, for all cards of the file"
    else:
        message = f"`{written}` is shown on the card: a tag begins with `#`"
        said = found[2].rstrip(" ]\"'*_")
        names = _BETWEEN.split(said) if _BETWEEN.search(said) else said.split()
        plain = ("-".join(each.strip("#\"' ").split()) for each in names)
        hint = f"write `{' '.join(f'#{each}' for each in plain if each)}` on the last line"
    yield warning(place, "unread-metadata", message, hint)


def _questions(section: Section, shown: dict[int, str], places: Places) -> Iterator[Diagnostic]:
    """Questions in an answer, each with its own answer: `Q:` and `A:`, or bold."""
    name = section.heading[1].content.strip()
    if name.endswith(_QUESTION) or section.separator is not None:
        return
    asked = [found[1] for line in shown.values() if (found := _ASKED.fullmatch(line))]
    what = "`Q:` lines"
    if not asked or not any(_ANSWERED.fullmatch(line) for line in shown.values()):
        asked = [found[1] for line in shown.values() if (found := _BOLD.fullmatch(line))]
        what = "bold questions"
        if len(asked) < _FEW:
            return
    count = "a question" if len(asked) == 1 else f"{len(asked)} questions"
    message = f"`{name}` is one card: the {what} below it do not begin cards ({count})"
    first = asked[0].strip().strip("*_").strip()
    hint = f"write `## {first}`, and `{name}` as a tag of its cards or as a `#` title"
    yield warning(places.line(section.first), "section-of-questions", message, hint)


def _deletions_in_math(
    tokens: Iterable[Token], places: Places, cards: Iterable[tuple[Section, Card]]
) -> Iterator[Diagnostic]:
    """Deletions of cards that are not cloze cards: they ask for no kind, and have them in math.

    `tokens` are those of the source that hold a deletion.
    """
    found = [each for each in map(_in_math, tokens) if each]
    if not found:
        return
    plain = [section for section, card in cards if card.kinds == (kinds.default(),)]
    for written, first in found:
        section = next((each for each in plain if each.first <= first < each.end), None)
        if section is None:
            continue
        lines = range(first, section.end)
        at = next((number for number in lines if written in places.lines[number]), first)
        place = places.within(at + 1, places.lines[at].find(written) + 1, len(written))
        message = f"`{written}` in math makes no cloze card"
        yield warning(place, "malformed-deletion", message, "tag the card `#card/cloze`")


def _in_math(token: Token) -> tuple[str, int] | None:
    """The first opening in the math of a block, and the line that the block begins on."""
    for each in (token, *(token.children or ())):
        if each.type.startswith("math") and (found := cloze.EXPLICIT.search(each.content)):
            return found[0], (token.map or (0,))[0]
    return None
