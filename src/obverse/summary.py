"""What a build did, in a few lines that a person likes to read."""

from collections import Counter

from obverse.build import Built
from obverse.report import plural


def summary(built: Built) -> list[str]:
    """Files and cards read, what was merged and left out, cards by kind, what is new."""
    drafts = [note for each in built.compiled for note in each.drafts]
    cards = sum(each.cards for each in built.compiled)
    lines = [f"read       {plural(len(built.compiled), 'file')}, {plural(cards, 'card')}"]
    merges = built.deduped.merges
    for title, merge in zip(["merged", *[""] * len(merges)], merges, strict=False):
        lines.append(f"{title:<10} {_quote(merge.dropped.front)}")
        lines.append(f"{'':<10}   {merge.dropped.place} is the card at {merge.kept.place}")
    for title, note in zip(["drafts", *[""] * len(drafts)], drafts, strict=False):
        lines.append(f"{title:<10} {_quote(note.front)} at {note.place}")
    lines.append(f"notes      {_kinds(built)}")
    lines.append(f"decks      {', '.join(built.collection.decks)}")
    lines.append(f"changes    {changes(built)}")
    return lines


def changes(built: Built) -> str:
    """`2 new, 1 changed, 18 unchanged` since the last build."""
    counts = Counter(
        "new"
        if each.before is None
        else "back"
        if not each.before.alive
        else "changed"
        if each.before.modified != each.after.modified
        else "unchanged"
        for each in built.identity.notes
    )
    counts["removed"] = len(built.identity.removed)
    names = ("new", "back", "changed", "unchanged", "removed")
    return ", ".join(f"{counts[name]:,} {name}" for name in names if counts[name]) or "no notes"


def _kinds(built: Built) -> str:
    kinds = Counter(each.note.kind for each in built.identity.notes)
    cards = sum(len(each.packed.cards) for each in built.identity.notes)
    each = ", ".join(f"{number:,} {kind}" for kind, number in sorted(kinds.items()))
    total = plural(len(built.identity.notes), "note")
    return f"{total} ({each}), {plural(cards, 'card')}" if each else total


def _quote(front: str) -> str:
    line = " ".join(front.split())
    return f"“{line if len(line) <= 60 else line[:59] + '…'}”"  # noqa: PLR2004  # a terminal's width
