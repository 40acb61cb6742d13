"""Changes: what of a project is other than it was, for who shows it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from obverse.build import Built
from obverse.link.collection import CollectionNote
from obverse.link.plan import Plan
from obverse.note_types import NoteType
from obverse.values.diagnostic import Diagnostic


class ShownNow(NamedTuple):
    """What is shown of a project."""

    built: Built
    findings: Iterable[Diagnostic]
    plan: Plan


class Changes(NamedTuple):
    """The guids of cards that are new, other or gone; the findings that came and went; the plan.

    `is_planned` says that the plan is another one. Cards that only moved to other lines did not
    change.
    """

    cards: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()
    found: tuple[Diagnostic, ...] = ()
    solved: tuple[Diagnostic, ...] = ()
    is_planned: bool = False


def what_changed(before: ShownNow | None, after: ShownNow) -> Changes:
    """What changed; all of it, where there was nothing before."""
    old, new = _notes(before and before.built), _notes(after.built)
    types, old_types = after.built.collection.note_types, _types(before)

    def is_same(note: CollectionNote) -> bool:
        was = old.get(note.guid)
        same = was is note or (was is not None and _content(was) == _content(note))
        return same and old_types.get(note.note_type) == types[note.note_type]

    was, now = Counter(before.findings if before else ()), Counter(after.findings)
    return Changes(
        frozenset(guid for guid, note in new.items() if not is_same(note)),
        frozenset(old.keys() - new.keys()),
        tuple((now - was).elements()),
        tuple((was - now).elements()),
        before is None or _what(before.plan) != _what(after.plan),
    )


def _notes(built: Built | None) -> dict[str, CollectionNote]:
    return {each.guid: each for each in built.collection.notes} if built else {}


def _types(shown: ShownNow | None) -> Mapping[str, NoteType]:
    return shown.built.collection.note_types if shown else {}


def _content(note: CollectionNote) -> tuple[object, ...]:
    """What a learner sees of a note, whenever it was changed."""
    return note.note_type, note.deck, note.fields, note.tags, note.cards


def _what(plan: Plan) -> list[tuple[object, ...]]:
    return [(each.what, each.known.guid) for each in plan.changes]
