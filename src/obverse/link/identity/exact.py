"""Exact steps: notes that are recognised because one of their sides is the same text."""

from collections.abc import Hashable
from operator import attrgetter

from obverse.languages.fingerprint import digest, words
from obverse.link.identity.compare_sides import compare_sides
from obverse.link.identity.leftovers import Leftovers, OfKnown, OfNote
from obverse.values.lock import Known
from obverse.values.note import Note

_MEANS_SOMETHING = 4  # words: a shorter answer (`True`, `in 1992`) may fit many questions


def by_text(work: Leftovers, *, alive: bool) -> None:
    """The same front and back, the same file first.

    Several with the same text are paired in order: a learner cannot tell them apart, so any
    pairing is right. Headings that are shown above them tell them apart.
    """
    if any(note.context for note in work.notes):
        _pair_in_order(work, _shown_and_place, _known_shown_and_place, alive=alive)
    _pair_in_order(
        work,
        attrgetter("note_type", "front_key", "back_key", "place.path"),
        attrgetter("note_type", "front_key", "back_key", "path"),
        alive=alive,
    )
    _pair_in_order(
        work,
        attrgetter("note_type", "front_key", "back_key"),
        attrgetter("note_type", "front_key", "back_key"),
        alive=alive,
    )


def _pair_in_order(work: Leftovers, of_note: OfNote, of_known: OfKnown, *, alive: bool) -> None:
    for index, known in work.pairs_in_order(of_note, of_known, alive=alive):
        work.match(index, known)


def by_context(work: Leftovers, *, alive: bool) -> None:
    """The same question below the same headings, the same file first, whatever the answer was.

    Not for removed notes: they come back with their answer.
    """
    if not alive or not any(note.context for note in work.notes):
        return
    for of_note, of_known in (
        (_place_and_context, _known_place_and_context),
        (_context, _known_context),
    ):
        for index, known in work.pairs_alone(of_note, of_known, alive=alive):
            # Below its headings no question is a general one (`Definition`).
            if known.context and not compare_sides(work.notes[index], known).apart:
                work.match(index, known)


def by_side(work: Leftovers, *, alive: bool) -> None:
    """The same front, the same file first; or the same back, long enough to mean something.

    Not if the front points to one note and the back to another: then similarity decides.
    """
    fronts = dict(work.pairs_alone(_file_and_question, _known_file_and_question, alive=alive))
    if alive:  # for a removed note the answer must match too: many cards are called `Overview`
        fronts = dict(work.pairs_alone(_question, _known_question, alive=alive)) | fronts
    backs = {
        index: known
        for index, known in work.pairs_alone(_answer, _known_answer, alive=alive)
        if means_something(work.notes[index])
    }
    by_front = {known.guid: index for index, known in fronts.items()}
    by_back = {known.guid: index for index, known in backs.items()}
    for index, known in (fronts | backs).items():
        claims = {by_front.get(known.guid, index), by_back.get(known.guid, index)}
        meant = {each[index].guid for each in (fronts, backs) if index in each}
        if len(claims) == len(meant) == 1 and _says_the_same(work.notes[index], known):
            work.match(index, known)


def _says_the_same(note: Note, known: Known) -> bool:
    """Whether the other side does not tell the cards apart; below a general heading it may."""
    differ = compare_sides(note, known)
    return not differ.apart and not (differ.general and note.front_key == known.front_key)


def by_turning(work: Leftovers) -> None:
    """A note of another note type with the same front or back: the new one replaces it."""
    for of_note, of_known, is_telling in (
        (_place_and_front, _known_place_and_front, None),
        (lambda note: note.front_key, lambda known: known.front_key, None),
        (lambda note: note.back_key, lambda known: known.back_key, means_something),
    ):
        for index, known in work.pairs_alone(of_note, of_known, alive=True):
            note = work.notes[index]
            if known.note_type != note.note_type and (is_telling is None or is_telling(note)):
                work.turn(index, known)


def _shown_and_place(note: Note) -> Hashable:
    return note.note_type, note.front_key, digest(*note.fields), note.place.path


def _known_shown_and_place(known: Known) -> Hashable:
    return known.note_type, known.front_key, known.digest, known.path


def _context(note: Note) -> Hashable:
    return note.note_type, note.front_key, digest(note.context) if note.context else ""


def _known_context(known: Known) -> Hashable:
    return known.note_type, known.front_key, known.context


def _place_and_context(note: Note) -> Hashable:
    return _context(note), note.place.path


def _known_place_and_context(known: Known) -> Hashable:
    return _known_context(known), known.path


_question = _known_question = attrgetter("note_type", "front_key")
_answer = _known_answer = attrgetter("note_type", "back_key")
_file_and_question = attrgetter("note_type", "front_key", "place.path")
_known_file_and_question = attrgetter("note_type", "front_key", "path")
_place_and_front = attrgetter("place.path", "front_key")
_known_place_and_front = attrgetter("path", "front_key")


def means_something(note: Note) -> bool:
    """Whether an answer is long enough to belong to one question only."""
    # Text between spaces with a letter or a digit in it is at least one word.
    parts = note.back.split(maxsplit=_MEANS_SOMETHING)[:_MEANS_SOMETHING]
    if len(parts) == _MEANS_SOMETHING and all(any(map(str.isalnum, part)) for part in parts):
        return True
    return len(words(note.back)) >= _MEANS_SOMETHING
