"""Unread lines: tags, decks and questions that a card shows as text, and their author meant."""

import re
from collections.abc import Iterator

from obverse.compile import kinds
from obverse.compile.places import Places
from obverse.compile.sections import Section
from obverse.languages import cloze
from obverse.values.card_settings import MARK
from obverse.values.diagnostic import Diagnostic, warning

_KIND = re.compile(rf"(?<!\\)#{MARK}(/| ?[:.\\/] ?)([\w-]+)", re.IGNORECASE)
_KEYED = re.compile(r"\W{0,3}(tags?|deck)\W{0,3}:\W{0,3}(\w[^.!?]{0,100})", re.IGNORECASE)
_ITEM = r"\s*+(?:(?:[-*+>]|\d{1,4}[.)])\s++)?\W{0,3}"
_END = r"\s?\d{0,4}[)\]*_]{0,2}[:.][)\]*_]{0,2}\s++"
_ASKED = re.compile(rf"{_ITEM}(?:Q|Question|QUESTION){_END}(\S.*)")
_ANSWERED = re.compile(rf"{_ITEM}(?:A|Ans|ANS|Answer|ANSWER){_END}\S.*")
_BOLD = re.compile(r"\s*+(?:\*\*|__)([^*\n]+[?\uff1f\u061f])(?:\*\*|__)\s*+")
_QUESTION = ("?", "\uff1f", "\u061f", "\u037e", "\u0589")
_FEW = 2  # bold questions that are no accident
_BETWEEN = re.compile("[,;]")


def unread_lines(section: Section, places: Places) -> Iterator[Diagnostic]:
    """What is found in one card."""
    yield from _kinds(section, places)
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


def deletions_in_math(section: Section, places: Places) -> Iterator[Diagnostic]:
    """Deletions of a card that is none of cloze, for it has them only in math."""
    tokens = (*section.heading, *section.metadata.tokens)
    for token in (each for block in tokens for each in (block, *(block.children or ()))):
        found = cloze.EXPLICIT.search(token.content) if token.type.startswith("math") else None
        if not found:
            continue
        at = next(
            (n for n in range(section.first, section.end) if found[0] in places.lines[n]),
            section.first,
        )
        message = f"`{found[0]}` in math makes no cloze card"
        hint = "tag the card `#card/cloze`"
        place = places.within(at + 1, places.lines[at].find(found[0]) + 1, len(found[0]))
        yield warning(place, "malformed-deletion", message, hint)
        return
