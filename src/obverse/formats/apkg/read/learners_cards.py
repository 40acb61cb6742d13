"""Learners cards: what a learner set of each card: its deck, flag, and whether it is asked."""

import sqlite3
from pathlib import Path

from obverse.cards.rows import Rows, StoredCard
from obverse.errors import ObverseError
from obverse.formats.apkg.read.database import opened_collection

_SUSPENDED, _BURIED = -1, (-2, -3)  # queues (anki, `rslib/src/card/mod.rs`)
_COLUMNS = "nid, ord, case when odid then odid else did end, flags & 7, queue, odid != 0"


def learners_cards(path: Path) -> tuple[StoredCard, ...]:
    """All cards of the collection in a file. Raises `ObverseError`."""
    try:
        with opened_collection(path, Rows()) as connection:
            statement = f"select {_COLUMNS} from cards order by nid, ord"  # noqa: S608  # no one else's text
            return tuple(
                StoredCard(
                    *(int(note_id), int(number), int(deck), int(flag)),
                    *(queue == _SUSPENDED, queue in _BURIED, bool(is_filtered)),
                )
                for note_id, number, deck, flag, queue, is_filtered in connection.execute(statement)
            )
    except (sqlite3.Error, ValueError, TypeError) as fault:
        raise ObverseError(f"the cards of the collection cannot be read: {fault}") from fault
