"""Dedupe: notes that say the same become one, and questions with two answers are reported."""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import starmap
from typing import NamedTuple

from obverse.compile import kinds
from obverse.languages import tags
from obverse.values.diagnostic import Diagnostic, Severity
from obverse.values.note import Note
from obverse.values.source import Place


class Merge(NamedTuple):
    """Two notes that say the same: the one that stays, and the one merged into it."""

    kept: Note
    dropped: Note


class Deduped(NamedTuple):
    """The notes that are left, in source order, what was merged, and the findings.

    `clashes` are the places of two notes with the same question and two answers, the later first.
    """

    notes: tuple[Note, ...]
    merges: tuple[Merge, ...]
    clashes: tuple[tuple[Place, Place], ...]
    diagnostics: tuple[Diagnostic, ...]


def dedupe(notes: Iterable[Note], policy: str = "merge") -> Deduped:
    """Merge notes with the same front and back (normalised) and the same note type.

    The first place stays, with the tags of all. `policy` is `merge`, `keep` (two notes stay) or
    `error`. Notes below other headings stay two where these are shown, and two notes with two pins
    do, because their author says so.
    """
    kept: dict[tuple[str, ...], Note] = {}
    merges: list[Merge] = []
    found: list[Diagnostic] = []
    for note in notes:
        same: tuple[str, ...] = (note.note_type, note.front_key, note.back_key)
        if note.context:
            same = (*same, f"#{note.context}")
        first = kept.get(same)
        if first and first.pin and note.pin and first.pin != note.pin:
            same = (*same, f"^{note.pin}")
            first = kept.get(same)
        if first is None:
            kept[same] = note
        else:
            found.append(duplicate(note.place, first.place, policy))
            if policy == "keep":
                kept[(*same, str(note.place))] = note
            else:
                kept[same] = _join(first, note)
                merges.append(Merge(first, note))
    left = tuple(kept.values())
    clashes = tuple(_clashes(left))
    return Deduped(left, tuple(merges), clashes, (*found, *starmap(same_question, clashes)))


def duplicate(place: Place, first: Place, policy: str = "merge") -> Diagnostic:
    """The finding for a card that is the same as one before it."""
    done = {"merge": "merged into one note", "keep": "kept as two notes"}.get(policy, "")
    message = f"the same card as at {first}" + (f", {done}" if done else "")
    severity = Severity.ERROR if policy == "error" else Severity.INFO
    hint = None if policy == "merge" else "delete one of the two"
    return Diagnostic(place, severity, message, "duplicate-card", hint, (first,))


def same_question(place: Place, other: Place) -> Diagnostic:
    """The finding for two answers to one question: nobody can know which is asked for."""
    message = f"the same question as at {other}, with a different answer"
    hint = "say in the question which of the answers is asked for, or join the two cards"
    return Diagnostic(place, Severity.WARNING, message, "same-question", hint, (other,))


def _join(first: Note, other: Note) -> Note:
    """The first note with all tags, and with what only the other one switches on (`reversed`)."""
    fields = tuple(
        mine or ("" if "\ufdd0" in theirs else theirs)
        for mine, theirs in zip(first.fields, other.fields, strict=True)
    )
    return first._replace(
        fields=fields,
        kind=kinds.together(first.kind, other.kind),
        tags=tags.join(first.tags, other.tags),
        pin=first.pin or other.pin,
    )


def _clashes(notes: Iterable[Note]) -> Iterator[tuple[Place, Place]]:
    """Where an author marks what is asked for, the heading is a title that two cards may have."""
    first: dict[tuple[str, str], Note] = {}
    for note in notes:
        if _marks(note.kind):
            continue
        other = first.setdefault((note.front_key, note.context), note)
        if other is not note and other.back_key != note.back_key:
            yield note.place, other.place


@cache
def _marks(kind: str) -> bool:
    return any(each.marks for each in kinds.of(kind))
