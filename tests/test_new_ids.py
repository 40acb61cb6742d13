"""Ids of new notes: spread, so that projects do not meet, and true to the day."""

from itertools import pairwise
from random import Random
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from obverse.link.identity.new_ids import new_ids
from obverse.values.lock import SPAN

NOW: Final = 1_700_000_000
DAY: Final = 86_400_000


def test_ten_projects_built_in_one_minute_rarely_share_an_id() -> None:
    rng = Random(9)  # repeatable on purpose, not secret
    met = 0
    for _ in range(1000):
        seen = list[int]()
        for _ in range(10):
            name = "".join(rng.choices("abcdefghijklmnopqrstuvwxyz-", k=rng.randint(3, 12)))
            # In one lane they would share nearly all, so a few show it; cards count too.
            ids = new_ids((), name, NOW + rng.randint(0, 59), 50)
            seen += [each + ordinal for each in ids for ordinal in range(2)]
        met += len(set(seen)) < len(seen)
    assert met <= 20


def test_ten_thousand_notes_are_of_one_day_and_the_newest_of_this_minute() -> None:
    ids = new_ids((), "deck", NOW, 10_000)
    assert ids == sorted(set(ids))
    assert NOW * 1000 - DAY < ids[0] < ids[-1] <= NOW * 1000
    assert NOW * 1000 - ids[-1] < 60_000


def test_a_hundred_thousand_notes_are_of_two_days_and_have_room_for_their_cards() -> None:
    ids = new_ids((), "deck", NOW, 100_000)
    assert ids[0] > NOW * 1000 - 2 * DAY
    assert ids[20_000] > NOW * 1000 - DAY
    assert all(after - before >= SPAN for before, after in pairwise(ids))


@given(
    st.lists(st.integers(NOW * 1000 - 200_000, NOW * 1000), max_size=60),
    st.integers(1, 60),
    st.text(max_size=3),
)
def test_new_ids_keep_clear_of_all_that_are_known(known: list[int], number: int, salt: str) -> None:
    ids = new_ids({each // SPAN for each in known}, salt, NOW, number)
    assert len(ids) == number
    assert all(abs(each - other) >= SPAN for each in ids for other in known)
    assert ids == new_ids({each // SPAN for each in known}, salt, NOW, number)
