"""The summary of a build: what it did, in a few lines."""

from collections.abc import Iterator, Sequence

from obverse.link.plan import Plan
from obverse.report import plan as plan_report
from obverse.report import plural
from obverse.report.left_out import left_out_lines
from obverse.values.tally import Tally

_LONGEST = 60  # characters of a question
_LISTED = 10  # merged cards, drafts or decks; the rest are only counted


def summary(
    tally: Tally, plan: Plan, prefix: str = "", *, is_clone: bool, is_verbose: bool = False
) -> Iterator[str]:
    """Files and cards read, what was merged and left out, cards by kind, what Anki will do.

    `plan` is the plan for a learner who has the last build. `prefix` goes before each path, so that
    it can be opened from the current folder. In a clone, where there is a lock and no package yet,
    nobody knows what Anki has: the changes are since the lock. With `is_verbose` each file is named
    that was left out.
    """
    yield f"read       {plural(tally.files, 'file')}, {plural(tally.read, 'card')}"
    yield from left_out_lines(tally.left_out, prefix, is_verbose=is_verbose)
    merges = [
        (_quote(each.front), f"  {prefix}{each.place} is the card at {prefix}{each.into}")
        for each in tally.merges[:_LISTED]
    ]
    yield from _listed("merged", merges, len(tally.merges))
    drafts = [(f"{_quote(each.front)} at {prefix}{each.place}",) for each in tally.drafts[:_LISTED]]
    yield from _listed("drafts", drafts, len(tally.drafts))
    yield f"notes      {_kinds(tally)}"
    decks = ", ".join(tally.decks[:_LISTED])
    yield f"decks      {decks}{_more(len(tally.decks) - _LISTED, ' and')}"
    since = "since the last lock" if is_clone else "in Anki"
    yield f"changes    {plan_report.counts(plan, since)}"
    yield from plan_report.by_hand(plan, prefix)


def _listed(title: str, groups: Sequence[Sequence[str]], count: int) -> Iterator[str]:
    for lines in groups:
        for line in lines:
            yield f"{title:<10} {line}"
            title = ""
    if more := _more(count - len(groups), ""):
        yield f"{'':<10}{more}"


def _more(count: int, word: str) -> str:
    return f"{word} {count:,} more" if count > 0 else ""


def _kinds(tally: Tally) -> str:
    each = ", ".join(f"{number:,} {kind}" for kind, number in tally.kinds)
    total = plural(tally.notes, "note")
    return f"{total} ({each}), {plural(tally.cards, 'card')}" if each else total


def _quote(front: str) -> str:
    line = " ".join(front.split())
    return f"“{line if len(line) <= _LONGEST else line[: _LONGEST - 1] + '…'}”"
