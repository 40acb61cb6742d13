"""The cards of an adopted source are what is read in it, whether that is evident or parsed."""

from dataclasses import replace

import pytest

from obverse.cards.cards import WrittenCard, WrittenDeck
from obverse.cards.from_html import body, question
from obverse.cards.reparse import reparse
from obverse.cards.unparse import unparse
from obverse.exchange.as_read import as_read
from odd_notes import BACKS, FRONTS

_ODD = tuple(each for group in BACKS.values() for each in group)
_TAGS = ((), ("a",), ("a/b", "c-d"), ('"c++"',), ("fff",), ("card",))


@pytest.mark.parametrize("joined", ["", " ", "<br>", "\n", "<div>", "<ul><li>x</li></ul>"])
def test_what_is_evident_is_what_is_read(joined: str) -> None:
    texts = [f"{a}{joined}{b}" for a, b in zip(_ODD, _ODD[7:] + _ODD[:7], strict=True)]
    cards = [
        WrittenCard(question(front).text, body(back).text, tags=_TAGS[number % len(_TAGS)])
        for number, (front, back) in enumerate(
            zip([*FRONTS, *texts], [*texts, *FRONTS], strict=True)
        )
    ]
    for card in cards:
        deck = WrittenDeck((card,), title="Deck", tags=("shared",))
        text = unparse(deck)
        expected = reparse(text).standing_alone()
        if len(expected) == 1:
            plain = WrittenCard("Plain", "text")
            both = replace(deck, cards=(plain, card))
            assert as_read(both, unparse(both), {})[1:] == expected
