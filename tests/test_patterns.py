"""No regular expression takes long on a text that is made to keep it busy.

Each is tried with texts that are made from itself (`attacks`), by the methods that obverse calls on
it. What takes a moment more than it should is tried again with longer texts: only what grows faster
than they do is a failure, on a busy machine too.
"""

import re
import time
from collections import deque
from typing import Final

import pytest

from attacks import Attack, attacks
from patterns import Found, patterns

SUSPICIOUS: Final = 0.004  # seconds of processor time for 2,000 characters; most take 0.0001
LENGTHS: Final = (20, 100, 500, 2_000)
LONG: Final = 6_000
MOST: Final = 300  # texts of one expression
# What never sees such a text, and why.
GUARDED: Final = {
    "cards.html_cards._TAG": "it is given 400 characters",
    "logseq._DELETION": "it is given the text up to the last end of a deletion",
    "compile.shapes.marked._LOOKS": "it is given lines of up to 2,000 characters",
    "compile.shapes.inline_tight._BEFORE": "it is given 80 characters",
    "formats.csv.cards._SOUND": "it is given the cell up to the last bracket",
    "cloze._DELETION": "it is given the text up to the last end of a deletion",
    "fingerprint._VERBATIM": "no source may hold its characters, which are written in pairs",
    "html:": "comments are given the text up to the last end of one",
    "markdown.plain._COMMENT_OR_TAG": "it is given the text up to the last end of a comment",
    "markdown.plain._TAG": "it is given the text up to the last end of a tag",
}
# What ends after some thousand characters is tried with few texts: each takes long, if not longer.
BOUNDED: Final = (
    "mathml._MATH",
    "visible._UNSEEN",
    "spelled_math:",
    "_PIECE",
    "anki_tags._OPENING",
)
FEW: Final = 6


def call(pattern: re.Pattern[str], method: str, text: str) -> None:
    if method in ("match", "fullmatch"):
        getattr(pattern, method)(text)
    else:
        deque(pattern.finditer(text), maxlen=0)


def seconds(pattern: re.Pattern[str], method: str, text: str) -> float:
    start = time.thread_time()
    call(pattern, method, text)
    return time.thread_time() - start


def grows(pattern: re.Pattern[str], method: str, attack: Attack) -> bool:
    """Whether an attack of twice the length takes clearly more than twice the time."""
    for length in LENGTHS:
        if seconds(pattern, method, attack.text(length)) > SUSPICIOUS:
            break
    else:
        return False
    if length < LENGTHS[-1]:
        return seconds(pattern, method, attack.text(length)) > SUSPICIOUS
    once, twice = (
        min(seconds(pattern, method, attack.text(each)) for _ in range(2))
        for each in (LONG, 2 * LONG)
    )
    return twice > 3 * once and twice > 10 * SUSPICIOUS


def tried(found: Found) -> list[Attack]:
    """The attacks on an expression. One with `.` that is to match a whole text gets one line."""
    every = attacks(found.pattern, found.flags)
    if found.methods <= {"fullmatch"} and not found.flags & re.DOTALL:
        every = [each for each in every if "\n" not in "".join(each)]
    most = FEW if any(name in found.place for name in BOUNDED) else MOST
    return every[:: len(every) // most + 1]


def ways(found: Found) -> frozenset[str]:
    """At one place, at all of it, or at every place."""
    once = found.methods & {"match", "fullmatch"}
    return once | ({"finditer"} if found.methods - once else set())


FOUND: Final = patterns()


def guarded(found: Found) -> bool:
    return any(name in found.place for name in GUARDED)


def test_no_expression_takes_long_on_any_text() -> None:
    slow = []
    for found in FOUND:
        pattern = re.compile(found.pattern, found.flags)
        for attack in () if guarded(found) else tried(found):
            bad = [way for way in ways(found) if grows(pattern, way, attack)]
            if bad:
                slow.append(f"{found.place} {bad} {found.pattern!r} {tuple(attack)}")
                break
    assert not slow, "\n".join(slow)


def test_every_expression_is_found() -> None:
    places = " ".join(found.place for found in FOUND)
    assert len(FOUND) > 300
    for place in (
        "languages.escape._BULLET",
        "formats.pasted.tables",
        "languages.math_commands:",
        "compile.file_without_cards._SHAPES",
        "languages.markdown.shortcuts",
        "languages.html:",
        "project.settings:",
    ):
        assert place in places, place


@pytest.mark.parametrize(
    ("pattern", "method"),
    [
        (r"(a+)+b", "match"),
        (r"\s+$", "finditer"),
        (r"<!--.*?-->", "finditer"),
        (r"\s*#?\s*\d", "fullmatch"),
    ],
)
def test_an_expression_that_takes_long_is_found(pattern: str, method: str) -> None:
    compiled = re.compile(pattern)
    assert any(grows(compiled, method, attack) for attack in attacks(pattern, 0))


@pytest.mark.parametrize(
    "pattern", [r"(?>a+)b?", r"(?<!\s)\s++$", r"<!--(?:(?!<!--).)*?-->", r"\w+"]
)
def test_an_expression_that_does_not_is_not(pattern: str) -> None:
    compiled = re.compile(pattern)
    assert not any(grows(compiled, "finditer", attack) for attack in attacks(pattern, 0))
