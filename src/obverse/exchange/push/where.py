"""Where cards are: which go to another deck, and which stay where the learner put them."""

from collections.abc import Iterable
from typing import NamedTuple

from obverse.anki_connect.open_anki import OpenAnki
from obverse.exchange.push.planned import LeftNote, MovedCards
from obverse.exchange.running.shipped import Shipped

_FILTERED = "a card is in a filtered deck: push again when it has come back from there"
_CHOSEN = "a card is in a deck that the learner chose, and stays there"


class CardsToPlace(NamedTuple):
    """The cards of a note, the deck they belong to now, and those they may have got before.

    Without `before` it is not known which deck this profile got.
    """

    guid: str
    cards: tuple[int, ...]
    deck: str
    before: frozenset[str]
    place: str


class Moves(NamedTuple):
    """What moves, what is left and said, and the guids of notes that are to be looked at again."""

    moved: list[MovedCards]
    left: list[LeftNote]
    again: set[str]


def plan_moves(anki: OpenAnki, to_place: Iterable[CardsToPlace], shipped: Shipped) -> Moves:
    """Which cards go where. Anki names a filtered deck as the deck of the cards that it borrows."""
    moves, asked = Moves([], [], set()), [*to_place]
    decks = anki.decks_of(card for each in asked for card in each.cards)
    strays = {
        each.guid: [card for card in each.cards if decks.get(card) != each.deck] for each in asked
    }
    filtered = anki.filtered_cards() if any(strays.values()) else frozenset()
    for each in asked:
        if not (away := strays[each.guid]):
            continue
        ours = each.before or shipped.decks(each.guid)
        movable = tuple(c for c in away if c not in filtered and decks.get(c) in ours)
        if movable:
            now = tuple(sorted({decks[card] for card in movable}))
            moves.moved.append(MovedCards(each.guid, movable, each.deck, each.place, now))
        if filtered.intersection(away):
            moves.again.add(each.guid)
            moves.left.append(LeftNote(each.guid, each.place, _FILTERED))
        elif len(movable) < len(away):
            moves.left.append(LeftNote(each.guid, each.place, _CHOSEN))
    return moves
