"""Search: what to type in Anki's browser to select notes, and never those of another project.

Where two projects gave a note the same id, Anki gave one of them another id when it was imported,
so an id alone may select a note of the other project. Each id is searched for with the name of its
note type and words of its question; of very many notes, with their decks.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from obverse.link.plan import Plan
from obverse.machine.late import late
from obverse.note_types import built_in, built_in_names
from obverse.project.project import Project
from obverse.values.lock import Known

_MOST = 100  # notes that are searched for by their words: SQLite has a limit for alternatives
_WORDS = 6  # words of a question: the longest, and its numbers
_TOLD = r"(?<!\S)[\"'“‘(]?([^\W\d_]+|\d+)[\"'”’).,;:?!…]*(?!\S)"
_SPECIAL = late(r'([\\"*_])')


def with_type_names(plan: Plan, project: Project) -> Plan:
    """The plan with the names of the project's note types, where a search may have to name them."""
    used = {change.known.note_type for change in plan.changes}
    used |= {change.other.note_type for change in plan.changes if change.other}
    if used.issubset(built_in_names()):
        return plan
    from obverse.link.custom_note_types import custom_note_types

    found, _ = custom_note_types(project)
    return plan._replace(type_names={key: each.name for key, each in found.items()})


def search(notes: Iterable[Known], type_names: Mapping[str, str], *, moved: bool = False) -> str:
    """The Anki search that selects these notes and no others.

    `type_names` are the names of custom note types in Anki, by their folders. Notes that `moved`
    are in another deck than the one that is known of them.
    """
    known = sorted(notes, key=lambda each: each.note_id)
    if len(known) > _MOST:
        return _of_many(known, type_names, moved=moved)
    parts = [
        " ".join((f"nid:{each.note_id}", *_type(each, type_names), *_words(each))) for each in known
    ]
    return parts[0] if len(parts) == 1 else " or ".join(f"({each})" for each in parts)


def _of_many(known: Sequence[Known], type_names: Mapping[str, str], *, moved: bool) -> str:
    ids = ",".join(str(each.note_id) for each in known)
    types = dict.fromkeys(name for each in known for name in _type(each, type_names))
    decks = {} if moved else dict.fromkeys(_deck(each) for each in known)
    custom = any(not _type(each, type_names) for each in known)
    either = [f"({' or '.join(names)})" for names in ((() if custom else types), decks) if names]
    return " ".join((f"nid:{ids}", *either))


def _type(known: Known, type_names: Mapping[str, str]) -> tuple[str, ...]:
    """The term for its note type; none where the project has that no more."""
    if known.note_type in built_in_names():
        return (_term("note", built_in(known.note_type).name),)
    name = type_names.get(known.note_type)
    return (_term("note", name.replace('"', "")),) if name else ()  # Anki drops quotes


def _words(known: Known) -> tuple[str, ...]:
    """Terms for words of its question that no markup can divide; without any, for its deck."""
    words = list(dict.fromkeys(found[1] for found in re.finditer(_TOLD, known.front)))
    longest = sorted(words, key=lambda word: (not word.isdecimal(), -len(word), word))[:_WORDS]
    if not longest:
        return (_deck(known),)
    return tuple(f'"w:{word}"' for word in words if word in longest)


def _deck(known: Known) -> str:
    return _term("deck", known.deck)


def _term(key: str, name: str) -> str:
    escaped = _SPECIAL.sub(r"\\\1", name)
    return f'"{key}:{escaped}"'
