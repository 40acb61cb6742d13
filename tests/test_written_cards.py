"""The cards of sources are the same, whichever process reads them."""

import pytest

from obverse.exchange import written_cards
from obverse.machine import share
from obverse.values.card_settings import BY_HEADINGS

_CARD = "## What is {}?\n\nA *number* & text\n\n***\n\nmore\n\n#a/b #card/reversed\n\n^pin-{}\n\n"
_SOURCES = {
    f"{part}.md": f"# Deck {part}\n\n{''.join(_CARD.format(n, n) for n in range(700))}".encode()
    for part in range(3)
} | {"bad.md": b"\xff\xfe\xff"}


def test_another_process_reads_the_same_cards(monkeypatch: pytest.MonkeyPatch) -> None:
    read = []
    for splits in (True, False):
        monkeypatch.setattr(share, "is_split", lambda splits=splits: splits)
        with written_cards.written_cards(_SOURCES, {}, BY_HEADINGS, breaks=False) as written:
            read.append(list(written()))
    assert read[0] == read[1]
    assert [len(each) for each in read[0]] == [700, 700, 700, 0]
    assert [card.line for card in read[0][0][:2]] == [card.line for card in read[1][0][:2]]
