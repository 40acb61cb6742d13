"""Pulled notes: what a pull did, for a person, with both texts of what it did not do."""

from collections.abc import Iterator, Sequence

from obverse.exchange.pull.bring import Pulled
from obverse.exchange.pull.pull import PulledNote

_MOST = 10  # notes of what stays as it is, which a learner may have thousands of
_DONE = {
    "edited": "brought into the Markdown",
    "new": "made in Anki, now in the Markdown",
    "tags": "with Anki's tags",
    "decks": "moved to another deck with all of their file",
    "drafts": "deleted in Anki, now drafts",
    "marked": "in conflict, now with both texts in the Markdown",
}
_STAYS = {
    "moved": "in other decks in Anki: they stay there",
    "learners": "with flags and the like, which stay",
    "foreign": "of other note types in decks of this project, which stay in Anki",
}


def pulled_lines(done: Pulled) -> Iterator[str]:
    """The outcome as lines."""
    for title, said in _DONE.items():
        yield from _counted(title, said, getattr(done, title))
    for title, found in (("conflict", done.conflicts), ("refused", done.refused)):
        for each in found:
            yield f"{title:<10} {each.place}: {each.reason}"
            yield from _both(each)
    for each in done.left:
        yield f"left       {each.place}: {each.reason}"
    is_same = not any(getattr(done, name) for name in done._fields if name not in _STAYS)
    if is_same:
        yield "nothing has changed in Anki"
    for title, said in _STAYS.items():
        yield from _counted(title, said, getattr(done, title), _MOST)


def _counted(title: str, said: str, found: Sequence[PulledNote], most: int = 0) -> Iterator[str]:
    if found:
        yield f"{title:<10} {len(found):,} note{'s' * (len(found) != 1)} {said}"
    shown = found[:most] if most else found
    yield from (
        f"           {each.place}{f': {each.reason}' * bool(each.reason)}" for each in shown
    )
    if len(shown) < len(found):
        yield f"           and {len(found) - len(shown):,} more"


def _both(each: PulledNote) -> Iterator[str]:
    """Both texts of each field that differs; of a note that is not here Anki's."""
    mine = each.mine or ("",) * len(each.theirs)
    for here, there in zip(mine, each.theirs, strict=False):
        if here != there:
            yield f"  here     {_line(here)}"
            yield f"  in Anki  {_line(there)}"


def _line(text: str) -> str:
    return " ".join(text.split())
