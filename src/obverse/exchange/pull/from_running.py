"""From a running Anki: its collection, read from a copy where that can be, else from exports."""

from collections import ChainMap
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from obverse.anki_connect.open_anki import OpenAnki
from obverse.cards.rows import Rows
from obverse.errors import ObverseError
from obverse.exchange.pull.taken import Taken, take_collection
from obverse.exchange.running.carry import carry_out
from obverse.languages.fingerprint import digest
from obverse.values.lock import Known

_NAME = "collection.anki2"


def open_collection(anki: OpenAnki) -> Path:
    """The path of the open collection, on Anki's own machine; it tells collections apart too."""
    return Path(anki.media_folder).with_name(_NAME)


def take_open(anki: OpenAnki, decks: Iterable[str]) -> Taken:
    """What the open collection holds: all of it, or where its file is not to be seen, these decks.

    An export has the scheduling, for without it Anki drops `marked` and `leech`. Raises
    `ObverseError`.
    """
    path = open_collection(anki)
    if anki.is_here and path.is_file():
        return take_collection(path)
    parts = [*_exported(anki, sorted({deck.partition("::")[0] for deck in decks}))]
    if not parts:
        message = f"Anki at {anki.address.shown} has none of the decks of this project"
        raise ObverseError(message, "push first")
    rows = Rows()
    for part in parts:
        rows.note_types |= part.rows.note_types
        rows.decks |= part.rows.decks
        rows.notes += part.rows.notes
    packed = ChainMap(*(dict(part.packed) for part in parts))
    cards = tuple(card for part in parts for card in part.cards)
    return replace(parts[0], rows=rows, packed=packed, cards=cards)


def ids_in_open(anki: OpenAnki) -> Callable[[], dict[str, int]] | None:
    """What gives the ids of notes by guid, where the file of the open collection can be read."""
    path = open_collection(anki)
    if not (anki.is_here and path.is_file()):
        return None
    return lambda: {row.guid: row.note_id for row in take_collection(path).rows.notes}


def look_of(taken: Taken, notes: Mapping[str, Known]) -> str:
    """A digest of all that a pull of these notes tells: texts, tags, decks, and flags and the like.

    Notes that are not there are in it too, and all others in their decks, which may be new.
    """
    mine, names = {each.deck for each in notes.values()}, taken.rows.decks
    told, numbers = list[str](), set[int]()
    for row in taken.rows.notes:
        deck = names.get(row.deck, "")
        if row.guid in notes or deck in mine:
            told.append(f"{row.guid}\t{row.modified}\t{deck}\t{row.elsewhere}")
            numbers.add(row.note_id)
    cards = ("\t".join(map(str, card)) for card in taken.cards if card.note_id in numbers)
    return digest(*sorted(told), *sorted(cards))


def _exported(anki: OpenAnki, roots: Iterable[str]) -> Iterable[Taken]:
    for root in roots:
        if raw := carry_out(anki, root):
            with TemporaryDirectory(prefix="obverse-") as folder:
                path = Path(folder) / "deck.apkg"
                path.write_bytes(raw)
                yield take_collection(path)
