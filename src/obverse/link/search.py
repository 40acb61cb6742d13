"""Search: what to type in Anki's browser to select notes, and never those of another project.

Where two projects gave a note the same id, Anki gave one of them another id when it was imported,
so an id alone may select a note of the other project. Each id is searched for with the name of its
note type and words of its question; of very many notes, with their decks.
"""

import re
from collections.abc import Iterable, Sequence

from obverse.note_types import built_in, built_in_names
from obverse.values.lock import Known

_MOST = 100  # notes that are searched for by their words: SQLite has a limit for alternatives
_WORDS = 6  # words of a question: the longest, and its numbers
_TOLD = re.compile(r"(?<!\S)[\"'“‘(]?([^\W\d_]+|\d+)[\"'”’).,;:?!…]*(?!\S)")
_SPECIAL = re.compile(r'([\\"*_])')


def search(notes: Iterable[Known], *, moved: bool = False) -> str:
    """The Anki search that selects these notes and no others.

    Notes that `moved` are in another deck than the one that is known of them.
    """
    known = sorted(notes, key=lambda each: each.note_id)
    if len(known) > _MOST:
        return _of_many(known, moved=moved)
    parts = [" ".join((f"nid:{each.note_id}", *_type(each), *_words(each))) for each in known]
    return parts[0] if len(parts) == 1 else " or ".join(f"({each})" for each in parts)


def _of_many(known: Sequence[Known], *, moved: bool) -> str:
    ids = ",".join(str(each.note_id) for each in known)
    types = dict.fromkeys(name for each in known for name in _type(each))
    decks = {} if moved else dict.fromkeys(_deck(each) for each in known)
    custom = any(not _type(each) for each in known)
    either = [f"({' or '.join(names)})" for names in ((() if custom else types), decks) if names]
    return " ".join((f"nid:{ids}", *either))


def _type(known: Known) -> tuple[str, ...]:
    """The term for its note type; a custom one may be called anything in Anki."""
    if known.note_type not in built_in_names():
        return ()
    return (f'"note:{built_in(known.note_type).name}"',)


def _words(known: Known) -> tuple[str, ...]:
    """Terms for words of its question that no markup can divide; without any, for its deck."""
    words = list(dict.fromkeys(found[1] for found in _TOLD.finditer(known.front)))
    longest = sorted(words, key=lambda word: (not word.isdecimal(), -len(word), word))[:_WORDS]
    if not longest:
        return (_deck(known),)
    return tuple(f'"w:{word}"' for word in words if word in longest)


def _deck(known: Known) -> str:
    escaped = _SPECIAL.sub(r"\\\1", known.deck)
    return f'"deck:{escaped}"'
