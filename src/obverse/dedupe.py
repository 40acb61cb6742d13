"""Dedupe: notes that say the same become one, and questions with two answers are found."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from obverse import tags
from obverse.diagnostic import Diagnostic, Severity
from obverse.note import Note


@dataclass(frozen=True, slots=True)
class Merge:
    """Two notes that say the same: the one that stays, and the one that went into it."""

    kept: Note
    dropped: Note


@dataclass(frozen=True, slots=True)
class Deduped:
    """The notes that are left, in source order, what was merged, and the findings."""

    notes: tuple[Note, ...]
    merges: tuple[Merge, ...]
    diagnostics: tuple[Diagnostic, ...]


def dedupe(notes: Iterable[Note], policy: str = "merge") -> Deduped:
    """Merge notes with the same front and back (normalised) and the same note type.

    The first place stays, with the tags of all. `policy` is `merge`, `keep` (two notes stay) or
    `error`. Two notes with two pins are two notes by their author's word.
    """
    kept: dict[tuple[str, ...], Note] = {}
    merges: list[Merge] = []
    found: list[Diagnostic] = []
    for note in notes:
        same: tuple[str, ...] = (note.note_type, note.front_key, note.back_key)
        first = kept.get(same)
        if first and first.pin and note.pin and first.pin != note.pin:
            same = (*same, f"^{note.pin}")
            first = kept.get(same)
        if first is None:
            kept[same] = note
        else:
            found.append(_duplicate(first, note, policy))
            if policy == "keep":
                kept[(*same, str(note.place))] = note
            else:
                kept[same] = _join(first, note)
                merges.append(Merge(first, note))
    left = tuple(kept.values())
    return Deduped(left, tuple(merges), (*found, *_same_questions(left)))


def _join(first: Note, other: Note) -> Note:
    """The first note with all tags, and with what only the other one switches on."""
    fields = tuple(
        mine or ("" if "\ufdd0" in theirs else theirs)
        for mine, theirs in zip(first.fields, other.fields, strict=True)
    )
    kinds = {*first.kind.split("+"), *other.kind.split("+")}
    if len(kinds) > 1:
        kinds.discard("basic")
    return replace(
        first,
        fields=fields,
        kind="+".join(sorted(kinds)),
        tags=tags.join(first.tags, other.tags),
        pin=first.pin or other.pin,
    )


def _duplicate(first: Note, note: Note, policy: str) -> Diagnostic:
    done = {"merge": "merged into one note", "keep": "kept as two notes"}.get(policy, "")
    message = f"the same card as at {first.place}" + (f", {done}" if done else "")
    severity = Severity.ERROR if policy == "error" else Severity.INFO
    hint = None if policy == "merge" else "delete one of the two"
    return Diagnostic(note.place, severity, message, "duplicate-card", hint, (first.place,))


def _same_questions(notes: tuple[Note, ...]) -> list[Diagnostic]:
    """The learner cannot know which of two answers is asked for.

    The heading of a cloze card is a title; what is asked is in its text.
    """
    first: dict[str, Note] = {}
    found: list[Diagnostic] = []
    for note in notes:
        if note.kind == "cloze":
            continue
        other = first.setdefault(note.front_key, note)
        if other is not note and other.back_key != note.back_key:
            message = f"the same question as at {other.place}, with another answer"
            hint = "say in the question which of the answers is asked for, or join the two cards"
            found.append(
                Diagnostic(
                    note.place, Severity.WARNING, message, "same-question", hint, (other.place,)
                )
            )
    return found
