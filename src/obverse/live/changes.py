"""Changes: what of a project is other than it was, for who shows it."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from obverse.build import Built
from obverse.link.collection import CollectionNote
from obverse.link.plan import Plan
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
    old = _said(before.built) if before else {}
    new = _said(after.built)
    was, now = Counter(before.findings if before else ()), Counter(after.findings)
    return Changes(
        frozenset(guid for guid, said in new.items() if old.get(guid) != said),
        frozenset(old.keys() - new.keys()),
        tuple((now - was).elements()),
        tuple((was - now).elements()),
        before is None or _what(before.plan) != _what(after.plan),
    )


def _said(built: Built) -> dict[str, tuple[object, ...]]:
    """What a learner sees of each note, whenever it was changed."""
    types = built.collection.note_types
    return {each.guid: (*_content(each), types[each.note_type]) for each in built.collection.notes}


def _content(note: CollectionNote) -> tuple[object, ...]:
    return note.note_type, note.deck, note.fields, note.tags, note.cards


def _what(plan: Plan) -> list[tuple[object, ...]]:
    return [(each.what, each.known.guid) for each in plan.changes]
