"""Seeded histories of an author and a learner: pushes and pulls in between lose nothing of either.

Each edit puts a word of its own into a card, so that it is known what must be where. `SEEDS` more
than the default are run with `OBVERSE_TEST_HISTORIES`.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Final

import pytest

from anki_connect import FakeAnki, listening
from engine import Desk
from obverse.anki_connect.client import Client
from test_push import Both, Killed, long_ago

SEEDS: Final = int(os.environ.get("OBVERSE_TEST_HISTORIES", "6"))
CARDS: Final = 8
STEPS: Final = 6


@dataclass
class Card:
    """A card as both see it: the word of the author's text, and of the learner's in Anki."""

    number: int
    mine: str
    theirs: str
    base: str
    tags: set[str] = field(default_factory=set)
    mine_tags: set[str] = field(default_factory=set)
    chosen: bool = False
    flagged: bool = False

    @property
    def search(self) -> str:
        """What finds it in Anki."""
        return f'"Question number {self.number * 7}?"'


@dataclass
class History:
    """Both, their cards, and whether the cards are in the second deck."""

    both: Both
    rng: Random
    cards: list[Card]
    deck: str = "T"
    words: int = 0

    def word(self, who: str) -> str:
        """A new word."""
        self.words += 1
        return f"{who}{self.words}"

    def write(self) -> None:
        """Write the source as the author has it now."""
        cards = "\n".join(
            f"## Question number {card.number * 7}?\n\nThe answer {card.number} is {card.mine} "
            f"here.\n\n{' '.join(f'#{tag}' for tag in sorted(card.mine_tags))}\n"
            for card in self.cards
        )
        self.both.write(f"---\ndeck: {self.deck}\n---\n\n# T\n\n{cards}")

    def author(self) -> None:
        """The author edits, tags, or moves the file to another deck."""
        for card in self.rng.sample(self.cards, 2):
            card.mine = self.word("author")
        card = self.rng.choice(self.cards)
        card.mine_tags ^= {f"a{self.rng.randrange(3)}"}
        if self.rng.random() < 0.3:
            self.deck = self.word("Deck")
        self.write()

    def learner(self) -> None:
        """The learner edits, tags, flags, moves a card or reviews."""
        col = self.both.col
        for card in self.rng.sample(self.cards, 2):
            new = self.word("learner")
            self.both.edit(
                card.search,
                lambda text, card=card, new=new: re.sub(  # type: ignore[misc]
                    rf"(The answer {card.number} is) \S+", rf"\1 {new}", text
                ),
            )
            card.theirs = new
        card = self.rng.choice(self.cards)
        tag = f"l{self.rng.randrange(4)}"
        self.both.tag(card.search, tag)
        card.tags.add(tag)
        card = self.rng.choice(self.cards)
        col.set_user_flag_for_cards(1, col.find_cards(card.search))
        card.flagged = True
        if self.rng.random() < 0.3:
            card = self.rng.choice(self.cards)
            deck = col.decks.id("Chosen")
            assert deck
            col.set_deck(col.find_cards(card.search), deck)
            card.chosen = True

    def push(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Push, now and then after one that is killed; what has to be where is looked at."""
        if self.rng.random() < 0.4:
            with monkeypatch.context() as patch:
                left, tell = self.rng.randrange(4), Client.tell

                def told(client: Client, action: str, /, **params: object) -> object:
                    nonlocal left
                    left -= 1
                    if left < 0:
                        raise Killed
                    return tell(client, action, **params)

                patch.setattr(Client, "tell", told)
                self.both.push()
        ran = self.both.push()
        for card in self.cards:
            if card.theirs == card.base:
                card.theirs = card.base = card.mine
            elif card.theirs != card.mine:
                assert f"number {card.number * 7}" in ran.out or "edited" in ran.out
        self.check()
        if not any(card.theirs != card.base for card in self.cards):
            assert ran.status == 0, ran.out
        assert self.both.push().status in (0, 1)
        assert self.both.fake.writes == []

    def pull(self) -> None:
        """Pull; what only the learner edited is in the Markdown then."""
        ran = self.both.pull()
        text = (self.both.folder / "c" / "a.md").read_text("utf-8")
        for card in self.cards:
            if card.theirs == card.base:
                continue
            if card.mine == card.base:
                assert card.theirs in text, ran.out
                card.mine = card.base = card.theirs
            else:
                assert card.mine in text, ran.out
                assert card.theirs in ran.out, ran.out
        self.check()

    def settle(self) -> None:
        """The author takes the learner's text where both edited."""
        for card in self.cards:
            if card.theirs != card.base:
                card.mine = card.base = card.theirs
        self.write()

    def check(self) -> None:
        """Look what Anki has of each card."""
        for card in self.cards:
            note = self.both.note(card.search)
            assert f"is {card.theirs} here" in note.fields[1], card
            assert card.tags <= {*note.tags}, card
            cards = [self.both.col.get_card(each) for each in note.card_ids()]
            assert {each.user_flag() for each in cards} == {int(card.flagged)}
            if card.chosen:
                assert self.both.decks(card.search) == {"Chosen"}


@pytest.fixture(name="both")
def _both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Both]:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    with Desk(tmp_path / "anki") as desk:
        fake = FakeAnki(desk.col)
        with listening(fake) as url:
            both = Both(tmp_path / "project", desk.col, url, fake)
            both.write("")
            (both.folder / "obverse.toml").write_text('name = "d"\ncontent = "c"\n', "utf-8")
            yield both


@pytest.mark.parametrize("seed", range(SEEDS))
def test_a_history_of_two_sides_loses_nothing(
    both: Both, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    rng = Random(seed)
    cards = [Card(number, word := f"base{number}", word, word) for number in range(CARDS)]
    history = History(both, rng, cards)
    history.write()
    assert both.push().status == 0
    for _ in range(STEPS):
        long_ago(both)
        for act in rng.sample([history.author, history.learner], rng.randint(1, 2)):
            act()
        if rng.random() < 0.5:
            history.push(monkeypatch)
            history.pull()
        else:
            history.pull()
            history.push(monkeypatch)
        history.settle()
        history.push(monkeypatch)
        moved = [card for card in cards if not card.chosen]
        assert {deck for card in moved for deck in both.decks(card.search)} == {history.deck}
        for card in cards:
            tags = {*both.note(card.search).tags}
            assert {tag for tag in tags if tag.startswith("a")} == card.mine_tags
