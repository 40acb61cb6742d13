"""Text that flashcard sites put around and between cards, and the number of cards they state."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from obverse.formats.pasted.lines import Line


def _any_of(lines: str) -> re.Pattern[str]:
    patterns = (line.strip() for line in lines.strip().splitlines())
    return re.compile("(?:" + "|".join(patterns) + ")", re.IGNORECASE)


COUNTS: Final = _any_of(
    r"""
    \(?(?P<a>\d+) (?:flash)?cards?\)?
    flashcards in .* (?:deck|set|collection) \((?P<b>\d+)\)
    (?P<c>\d+) cards in this set
    terms in this set \(?(?P<d>\d+)\)?
    (?:all )?(?:terms|cards) \((?P<e>\d+)\)
    \d+ ?/ ?(?P<f>\d+)
    (?P<g>\d+) terms
    """
)
CERTAIN: Final = _any_of(
    r"""
    how well did you know this\??
    study these flashcards
    you may prefer our related brainscape-certified flashcards:?
    loading flashcards\W*
    (?:brainscape|quizlet|studyblue|cram|cram\.com|knowt|chegg prep|studystack|brainly)\W*
    (?:this deck|flashcards?) (?:is|are) (?:also )?(?:part of|from) .*
    terms in this set
    upgrade to remove ads
    (?:only|just) [$£€][\d.,]+ ?/ ?(?:year|month|mo|yr)\W*
    (?:like|rate) this study set\?.*
    profile picture
    created by\b.{0,40}
    (?:click|tap|press)(?: or tap)?(?: on)?(?: the card)? to (?:flip|see|reveal|show)\b.{0,40}
    tap the card to flip.*
    (?:sign up|log in|login|sign in)(?: (?:for free|to .*|with .*))?
    get started(?: for free)?
    students also (?:viewed|studied).*
    new cards
    name \| mastery \|.*
    \|?(?:\s*+:?-{2,}+:?\s*+\|)++\s*+(?::?-*+:?(?<=[:-])\s*+)?
    no (?:study sessions|analytics) yet\W*
    send a link to your students to track their progress
    looks like no tags are added yet\W*
    (?:studied by)+ ?\d+ (?:people|person)
    studied by.*\d (?:people|person)
    tags & description|description and tags|studying progress|study analytics|earn xp
    card range to study|play button|toggle o[nf]f?|3rd side \(hint\)
    use (?:left|up) and (?:right|down) arrow keys to .*
    h to show hint;?|a reads text to speech;?
    (?:right/left|up/down) arrow keys:.*
    [ha] key:.*
    study your flashcards anywhere!?|how to study your flashcards\.?
    download the official cram app.*
    \{ ?"@context".*
    learnlearn|exampractice test|spaced repetitionspaced repetition|heart puzzlematch
    flashcardsflashcards|get a hint
    learn faster with brainscape.*
    (?:report|flag) (?:this|an issue).{0,30}
    share (?:this )?(?:set|deck|flashcards)
    .*\bads? free\b.{0,20}
    """
)
LIKELY: Final = _any_of(
    r"""
    \W*(?:front|back|term|definition|terms|definitions|question|answer)
    flashcards|learn|test|match|spell|gravity|live|study|play|share|save|edit|embed|print|export
    options?|original|alphabetical|shuffle|alphabetize|front first|both sides|read|reading\.*
    progress|image|through|hint|search|home|subjects|create|upload|menu|more|copy|folder
    still learning.*|almost done|mastered|not studied|know|mastery|name|matching|spaced|q|a
    flashcard set|set preview|card sorting|call with kai|0|\d+%|[2-9]\d{1,2}|[\d.]+ ?\(\d+\)|\|
    not at all|perfectly|teacher|student|verified|recommended.*|.{0,30}\bclass
    \d+ (?:years?|months?|days?|hours?) ago
    """
)
TAIL: Final = _any_of(
    r"""
    decks in .* (?:class|deck|subject)\b.*
    decks in [^.?]{1,60} \(\d+\):?
    (?:\#|number of) cards
    related (?:flashcards|decks|sets|study sets).*
    (?:other|recent|more) (?:quizlet |flashcard |study )?(?:sets|decks|flashcards)\b.{0,40}
    sets? found in the same folder.*
    verified questions
    students also (?:viewed|studied).*
    explore top .*|you (?:might|may) also like.*|recommended (?:sets|decks|for you).*
    brainscape helps you .*
    (?:entire website )?(?:©|\(c\)|copyright) ?.*\d{4}.*
    this set is often in folders with.*
    about us|privacy policy|terms and conditions|terms of (?:use|service)|help center
    """
)
MENU: Final = 3  # words that are a menu; two may be the names of columns
PART: Final = re.compile(r"\d+ ?/ ?\d+")
RATING: Final = ("1", "not at all", "2", "3", "4", "5", "perfectly")


@dataclass(frozen=True, slots=True)
class Cleared:
    """A page without its furniture; `count` is how many cards it says it has, 0 if it does not."""

    lines: list[Line]
    count: int


def without_furniture(lines: Sequence[Line]) -> Cleared:
    """The page without certain furniture, and without likely furniture next to it."""
    lines = without_tail(lines)
    gone = [CERTAIN.fullmatch(line.text) is not None or is_menu(line) for line in lines]
    count = 0
    parts = sum(PART.fullmatch(line.text) is not None for line in lines)
    for place, line in enumerate(lines):
        found = COUNTS.fullmatch(line.text)
        if found and (found["f"] is None or (parts == 1 and place < 30 and int(found["f"]) > 4)):
            gone[place] = True
            count = count or int(next(value for value in found.groups() if value))
        if line.text.lower().startswith("how well did you know this"):
            for after in rating_after(lines, place):
                gone[after] = True
    mark_touching(lines, gone)
    kept: list[Line] = []
    gap = 0
    for line, away in zip(lines, gone, strict=True):
        if away:
            gap += 1 + line.gap
        else:
            kept.append(Line(line.text, line.raw, max(line.gap, int(gap > 0)), line.number))
            gap = 0
    return Cleared(kept, count)


def is_menu(line: Line) -> bool:
    """Whether a line is the menu of a site: `Study  Test  Match`."""
    parts = re.split(r"\t| {2,}", line.raw.strip())
    return len(parts) >= MENU and all(LIKELY.fullmatch(part) for part in parts)


def rating_after(lines: Sequence[Line], place: int) -> list[int]:
    """The lines of the rating scale after `How well did you know this?`, in their order."""
    found, at = [], place + 1
    for step in RATING:
        if at < len(lines) and lines[at].text.lower() == step:
            found.append(at)
            at += 1
    return found


def mark_touching(lines: Sequence[Line], gone: list[bool]) -> None:
    """Mark likely furniture that touches furniture, near the top of the page.

    Below that a card may contain any of these words, so only the rating scale is marked.
    """
    last = min(45, len(lines))
    for order in (range(last), range(last - 1, -1, -1)):
        for place in order:
            near = [p for p in (place - 1, place + 1) if 0 <= p < len(lines)]
            beside = any(gone[p] for p in near)
            if not gone[place] and beside and LIKELY.fullmatch(lines[place].text):
                gone[place] = True


def without_tail(lines: Sequence[Line]) -> list[Line]:
    """The page up to where the site lists other decks, if that is in its second half."""
    for place, line in enumerate(lines):
        if place > len(lines) * 0.35 and TAIL.fullmatch(line.text):
            return list(lines[:place])
    return list(lines)
