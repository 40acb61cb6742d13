"""Following: what an import of a deck's next version did, as lines for a person."""

from collections.abc import Iterable, Iterator, Sequence
from difflib import ndiff

from obverse.exchange.follow.follow import AtNote, Became
from obverse.exchange.follow.ground import DELETE, DRAFT
from obverse.exchange.follow.merge import MINE, THEIRS
from obverse.report import plural

_LISTED = 12  # notes listed by name
_LONG = 12  # lines of a text of which all are shown
_FRONT = 60  # characters of a question
_TAKEN = {
    MINE: "yours is kept",
    THEIRS: "the deck's is taken",
    "": "yours is kept for now",
}
_HELP = (
    "           edit the cards as you want them, or import again with `--take theirs` or"
    " `--take mine`"
)


def outcome_lines(outcome: Became, paths: Sequence[str]) -> Iterator[str]:
    """The lines; `paths` are the files that were written."""
    kept = {*outcome.kept} - {each.guid for each in outcome.conflicts}
    if outcome.same:
        yield f"known      {plural(outcome.same, 'card')} already in the lock, as in the deck"
    if outcome.updated:
        yield f"updated    {plural(len(outcome.updated), 'note')}: the deck changed them"
    if outcome.joined:
        yield f"tags       {plural(len(outcome.joined), 'note')} with your changes and the deck's"
    if outcome.new:
        yield f"new        {plural(len(outcome.new), 'note')}"
    if outcome.moved:
        yield f"moved      {plural(len(outcome.moved), 'note')} to another deck"
    if kept:
        yield f"edited     {plural(len(kept), 'note')} that you changed and the deck did not: kept"
    yield from _removed(outcome.removed)
    yield from (f"left       {each}" for each in outcome.said)
    yield from _conflicts(outcome.conflicts)
    shown = paths if len(paths) <= _LISTED else [*paths[:3], f"and {len(paths) - 3:,} more"]
    yield from (f"wrote      {each}" for each in shown)


def _removed(removed: Sequence[AtNote]) -> Iterator[str]:
    done = {DRAFT: "now drafts", DELETE: "deleted", "": "kept"}
    for what, said in done.items():
        of = [each for each in removed if _became(each) == what]
        if not of:
            continue
        yield f"removed    {plural(len(of), 'note')} that the deck no longer has: {said}"
        for each in of[:_LISTED]:
            yield f"             “{_clipped(each.front)}” at {each.place}"
        if len(of) > _LISTED:
            yield f"             and {len(of) - _LISTED:,} more"


def _became(found: AtNote) -> str:
    what = found.conflict.what
    return what if what in (DRAFT, DELETE) else ""


def _conflicts(conflicts: Iterable[AtNote]) -> Iterator[str]:
    left = False
    for each in conflicts:
        conflict = each.conflict
        left = left or not conflict.taken
        at = f" at {each.place}" if each.place else ""
        of = f" of “{_clipped(each.front)}”{at}" if each.front else at
        yield f"conflict   {conflict.what}{of}: {_TAKEN[conflict.taken]}"
        mine, theirs = _apart(conflict.mine, conflict.theirs)
        yield from _text("yours", mine)
        yield from _text("theirs", theirs)
    if left:
        yield _HELP


def _apart(mine: str, theirs: str) -> tuple[str, str]:
    """Both texts; of long ones the lines that differ."""
    one, other = mine.split("\n"), theirs.split("\n")
    if min(len(one), len(other)) <= _LONG:
        return mine, theirs
    lines = [*ndiff(one, other)]
    return tuple(  # type: ignore[return-value]  # of two
        "\n".join(line[2:] for line in lines if line.startswith(sign)) for sign in "-+"
    )


def _text(whose: str, text: str) -> Iterator[str]:
    first, *others = text.rstrip("\n").split("\n") if text else ["(nothing)"]
    yield f"             {whose:<8} {first}"
    yield from (f"                      {line}" for line in others)


def _clipped(front: str) -> str:
    return front if len(front) <= _FRONT else front[: _FRONT - 1] + "…"
