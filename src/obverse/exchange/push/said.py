"""What is said of a push: for people a line for each kind of change, for programs values."""

from collections.abc import Iterable, Iterator, Sequence

from obverse.exchange.push.planned import LeftNote, PushPlan
from obverse.link.since import RETIRED

_MOST = 10  # places of one kind; the others are counted
_SWITCHED_ON = (
    "note: Anki's next import dialog has “Merge note types”, “Import any learning progress” and "
    "“Import any deck presets” switched on; Ctrl+Z in Anki takes the import back"
)


def push_lines(
    plan: PushPlan, failed: Sequence[LeftNote], *, is_dry: bool, imported: bool
) -> Iterator[str]:
    """What was done, or would be; what was left and why; both texts of what has to be decided."""
    kinds = {
        "created": [each.place for each in plan.created],
        "updated": [each.place for each in plan.updated],
        "moved": [f"{each.place}, to `{each.deck}`" for each in plan.moved],
        "tags": [_tags(each.place, each.add, each.remove) for each in plan.retagged],
        "retired": [each.known.path for each in plan.retired],
        "deleted": [each.known.path for each in plan.deleted],
    }
    for kind, places in kinds.items():
        if places:
            more = f": search `tag:{RETIRED}`" if kind == "retired" else ""
            yield f"{kind:<10} {len(places):,} note{'s' * (len(places) != 1)}{more}"
            yield from _some(places if kind != "created" else [])
    if plan.carriers:
        yield "looks      the note types look otherwise now"
    yield from _left_lines(plan.left)
    yield from (f"error      {each.place}: {each.reason}" for each in failed)
    if plan.changes_nothing:
        yield f"nothing to push: Anki has {plan.same:,} notes as they are here"
    elif is_dry:
        yield "nothing was written"
    elif imported:
        yield _SWITCHED_ON


def push_values(plan: PushPlan, failed: Sequence[LeftNote]) -> dict[str, object]:
    """The same as plain values."""
    created = [{"guid": each.note.guid, "place": each.place} for each in plan.created]
    updated = [{"guid": each.note.guid, "place": each.place} for each in plan.updated]
    moved = [{"guid": m.guid, "place": m.place, "deck": m.deck} for m in plan.moved]
    tags = [each._asdict() for each in plan.retagged]
    return {
        "created": created,
        "updated": updated,
        "moved": moved,
        "tags": tags,
        "retired": [{"guid": g.known.guid, "place": g.known.path} for g in plan.retired],
        "deleted": [{"guid": g.known.guid, "place": g.known.path} for g in plan.deleted],
        "looks": bool(plan.carriers),
        "left": [each._asdict() for each in plan.left],
        "failed": [each._asdict() for each in failed],
        "same": plan.same,
    }


def _left_lines(left: Iterable[LeftNote]) -> Iterator[str]:
    alike: dict[str, list[str]] = {}
    for each in left:
        if each.is_conflict:
            yield f"conflict   {each.place}: {each.reason}"
            for mine, theirs in zip(each.mine, each.theirs, strict=False):
                if mine != theirs:
                    yield f"  here     {' '.join(mine.split())}"
                    yield f"  in Anki  {' '.join(theirs.split())}"
        else:
            alike.setdefault(each.reason, []).append(each.place)
    for reason, places in alike.items():
        yield f"left       {len(places):,} note{'s' * (len(places) != 1)}: {reason}"
        yield from _some(places)


def _some(places: Sequence[str]) -> Iterator[str]:
    yield from (f"           {each}" for each in places[:_MOST])
    if len(places) > _MOST:
        yield f"           and {len(places) - _MOST:,} more"


def _tags(place: str, add: Iterable[str], remove: Iterable[str]) -> str:
    changed = " ".join([*(f"+{tag}" for tag in add), *(f"-{tag}" for tag in remove)])
    return f"{place}: {changed}"
