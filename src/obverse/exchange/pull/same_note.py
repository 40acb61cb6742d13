"""Same note: a line of the lock by which a card is the same note although its text is another.

A build goes by texts, and would take some edits for a new note, or for another deletion. A pull
knows better: the note of Anki has its guid and its numbers.
"""

import re
from collections.abc import Iterable

from obverse.exchange.pull.one_source import OneSource
from obverse.languages import cloze
from obverse.link.identity.numbers import remembered
from obverse.values.lock import Known

_DIGITS = re.compile(r"[0-9]{1,4}")


def same_note(
    start: OneSource, now: OneSource, before: Known, theirs: Iterable[str]
) -> Known | None:
    """What the lock has to say of a note, so that a source is read as `theirs`.

    `start` is the source before it was changed, `now` after; nothing where no card can be meant.
    """
    own = {before.guid} if before.guid in now.notes else now.new - start.new
    if len(own) != 1:
        return None
    (guid,) = own
    made, deletions = now.known[guid], now.deletions[guid]
    numbers = [*_numbers(theirs)] if deletions else []
    if made.note_type != before.note_type or len(numbers) != len(deletions):
        return None
    named = with_text_of(before, made)
    return named._replace(numbers=remembered(deletions, numbers)) if deletions else named


def with_text_of(before: Known, made: Known) -> Known:
    """A line of the lock as when Anki got the note, but found by the text of another line."""
    return before._replace(
        path=made.path,
        front_key=made.front_key,
        back_key=made.back_key,
        sketch=made.sketch,
        front=made.front,
        pin=made.pin,
        numbers=made.numbers,
    )


def _numbers(fields: Iterable[str]) -> Iterable[int]:
    """The numbers of the deletions in order, each with the first of its numbers."""
    for field in fields:
        for sign in cloze.signs(field):
            if found := _DIGITS.search(sign):
                yield int(found[0])
