"""Ids of new notes: spread, so that projects do not meet, and true to the day."""

from itertools import combinations, pairwise
from random import Random
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from obverse.link.identity.new_ids import new_ids
from obverse.values.lock import SPAN

NOW: Final = 1_700_000_000
DAY: Final = 86_400_000
NOTES: Final = 10_000


def test_ten_projects_of_ten_thousand_notes_built_in_one_minute_rarely_share_an_id() -> None:
    rng = Random(9)  # repeatable on purpose, not secret
    met = 0
    for _ in range(1000):
        drawn = [ids_of(a_name(rng), NOW + rng.randint(0, 59)) for _ in range(10)]
        met += any(share(one, other) for one, other in combinations(drawn, 2))
    assert 0 < met <= 20


def test_the_ids_of_ten_thousand_notes_are_the_range_that_the_draws_compare() -> None:
    rng = Random(3)
    for _ in range(5):
        name, now = a_name(rng), NOW + rng.randint(0, 59)
        assert new_ids((), name, now, NOTES) == list(ids_of(name, now))


@given(st.integers(0, 40), st.integers(0, 40))
def test_ranges_share_an_id_where_their_sets_do(first: int, second: int) -> None:
    one, other = (range(at, at + 50, 10) for at in (first, second))
    sets = [{each + ordinal for each in ids for ordinal in range(2)} for ids in (one, other)]
    assert share(one, other) == bool(sets[0] & sets[1])


def a_name(rng: Random) -> str:
    return "".join(rng.choices("abcdefghijklmnopqrstuvwxyz-", k=rng.randint(3, 12)))


def ids_of(name: str, now: int) -> range:
    """The ids of ten thousand new notes, without making each of them."""
    before, newest = new_ids((), name, now, 2)
    step = newest - before
    return range(newest - (NOTES - 1) * step, newest + 1, step)


def share(one: range, other: range) -> bool:
    """Whether two projects share an id of a note or of a second card, which has the next one."""
    return any(
        (each := range(one.start + shift, one.stop + shift, one.step)).start in other
        or other.start in each
        for shift in (-1, 0, 1)
    )


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
