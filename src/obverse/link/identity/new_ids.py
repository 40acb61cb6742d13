"""New ids: for new notes, such that two projects built in the same minute hardly ever share one.

Anki's ids are milliseconds, its browser shows them as the time of creation, and it gives what
collides another id. So each project has a lane: every 8,192 ms one id, at a place that a digest of
its name chooses. The newest ids before now are given: 10,000 notes fit into one day. Where more are
needed the project has a second lane, up to eight, and 84,000 notes; then the day before is used.
Lanes begin at even numbers, so that a note's second card is in no other project's lane.
"""

from collections.abc import Container, Iterator
from itertools import count, islice

from obverse.machine.blake2 import blake2b
from obverse.values.lock import SPAN

_STEP = 8192  # milliseconds between two ids of a lane
_NEXT = 2 * SPAN  # milliseconds between two lanes of a project
_LANES = _STEP // _NEXT
_DAY = 86_400_000 // _STEP  # ids of a lane in a day
_OLDEST = 1_000_000_000  # seconds: below it, as with a clock at zero, ids would run out


def new_ids(taken: Container[int], salt: str, now: int, number: int) -> list[int]:
    """Ids for new notes, oldest first; `taken` are the spans that notes have (`lock.SPAN`).

    `salt` is the name of the project, `now` Unix seconds.
    """
    return sorted(islice(_free(taken, salt, max(now, _OLDEST) * 1000), number))


def _free(taken: Container[int], salt: str, now: int) -> Iterator[int]:
    first = _lane(salt)
    for turn in count():
        lane = (first + turn % _LANES * _NEXT) % _STEP
        newest = (now - lane) // _STEP * _STEP + lane - turn // _LANES * _DAY * _STEP
        for number in range(newest, newest - _DAY * _STEP, -_STEP):
            span = number // SPAN
            # A note owns the ids of 500 cards, which may reach into the next span.
            if not any(near in taken for near in (span - 1, span, span + 1)):
                yield number


def _lane(salt: str) -> int:
    hashed = blake2b(salt.encode(), digest_size=8).digest()
    return int.from_bytes(hashed, "big") % (_STEP // 2) * 2
