"""What a build did, in a few lines that a person likes to read."""

from collections import Counter

from obverse import lock as locks
from obverse import plan_report
from obverse.build import Built
from obverse.plan import Plan, plan
from obverse.report import plural


def summary(built: Built, prefix: str = "") -> list[str]:
    """Files and cards read, what was merged and left out, cards by kind, what Anki will do.

    `prefix` goes before each path, so that it can be opened from the current folder.
    """
    drafts = [note for each in built.compiled for note in each.drafts]
    cards = sum(each.cards for each in built.compiled)
    lines = [f"read       {plural(len(built.compiled), 'file')}, {plural(cards, 'card')}"]
    merges = built.deduped.merges
    for title, merge in zip(["merged", *[""] * len(merges)], merges, strict=False):
        lines.append(f"{title:<10} {_quote(merge.dropped.front)}")
        dropped, kept = f"{prefix}{merge.dropped.place}", f"{prefix}{merge.kept.place}"
        lines.append(f"{'':<10}   {dropped} is the card at {kept}")
    for title, note in zip(["drafts", *[""] * len(drafts)], drafts, strict=False):
        lines.append(f"{title:<10} {_quote(note.front)} at {prefix}{note.place}")
    lines.append(f"notes      {_kinds(built)}")
    lines.append(f"decks      {', '.join(built.collection.decks)}")
    lines.append(f"changes    {changes(built)}")
    lines += plan_report.by_hand(since_last(built))
    return lines


def since_last(built: Built) -> Plan:
    """The plan for a learner who has the last build."""
    return plan(built.identity, built.deduped.merges, locks.read(built.old_lock))


def changes(built: Built) -> str:
    """`2 new, 1 updated, 18 unchanged in Anki (1 reworded)` since the last build."""
    return plan_report.counts(since_last(built))


def _kinds(built: Built) -> str:
    kinds = Counter(each.note.kind for each in built.identity.notes)
    cards = sum(len(each.packed.cards) for each in built.identity.notes)
    each = ", ".join(f"{number:,} {kind}" for kind, number in sorted(kinds.items()))
    total = plural(len(built.identity.notes), "note")
    return f"{total} ({each}), {plural(cards, 'card')}" if each else total


def _quote(front: str) -> str:
    line = " ".join(front.split())
    return f"“{line if len(line) <= 60 else line[:59] + '…'}”"  # noqa: PLR2004  # a terminal's width
