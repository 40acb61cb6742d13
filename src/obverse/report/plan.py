"""A plan as text for a person, and as plain values for JSON."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from obverse.link.identity.pins import short_id
from obverse.link.plan import Change, ImportOutcome, Plan, What
from obverse.link.search import search
from obverse.report import plural
from obverse.report.left_out import Pairs, left_out_values
from obverse.values.lock import Known

Because = Mapping[tuple[str, ...], int]
NO_REASON: Because = MappingProxyType({})
_LISTED = 10  # notes with cards that became empty
_BESIDE = 44  # columns; two questions up to this long fit on one line
_OLD, _NEW = ("[-", "-]"), ("{+", "+}")  # as in `git diff --word-diff`
_OLD_COLOUR, _NEW_COLOUR = ("\x1b[31m", "\x1b[0m"), ("\x1b[32m", "\x1b[0m")


def plan_lines(
    plan: Plan, prefix: str = "", because: Because = NO_REASON, *, colour: bool = False
) -> Iterator[str]:
    """Lines: the changes by deck, what to do by hand, the counts.

    `prefix` goes before each path, so that it can be opened from the current folder. `because` is
    how many notes are updated because of settings, by the names of these.
    """
    by_deck: dict[str, list[Change]] = defaultdict(list)
    for change in plan.changes:
        by_deck[change.known.deck].append(change)
    for deck, changes in by_deck.items():
        yield f"\x1b[1m{deck}\x1b[0m" if colour else deck
        for change in changes:
            yield from _change(change, prefix, colour=colour)
            if change.other:
                yield from _turned(change.other, plan)
        yield ""
    yield from by_hand(plan, prefix)
    if plan.kept:
        yield f"as it was: {plural(plan.kept, 'note')} with Anki's HTML, until you edit the card"
    for names, number in because.items():
        are = "is" if number == 1 else "are"
        settings = " and ".join(f"`{name}`" for name in names)
        yield f"{plural(number, 'note')} {are} updated because {settings} changed"
    yield counts(plan)


def by_hand(plan: Plan, prefix: str = "") -> Iterator[str]:
    """What no package can do: which notes these are, and what to do in Anki."""
    for deck, notes in plan.moved.items():
        yield f"{plural(len(notes), 'note')} moved to the deck `{deck}`; an import moves no cards"
        yield f"  search  {search(notes, plan.type_names, moved=True)}"
        yield f"  then    select all, Cards > Change Deck, `{deck}`"
        yield ""
    if plan.emptied:
        yield from _emptied(plan, prefix)
    if plan.removed:
        yield f"{plural(len(plan.removed), 'note')} removed here; an import deletes no notes"
        yield f"  search  {search(plan.removed, plan.type_names)}"
        yield "  then    select all, Notes > Delete"
        yield "  or run  obverse build --retire, which tags them obverse::retired"
        yield ""


def _emptied(plan: Plan, prefix: str) -> Iterator[str]:
    changes = plan.emptied
    number = sum(len(each.emptied) for each in changes)
    what = "card is" if number == 1 else "cards are"
    yield f"{number:,} {what} empty now: Tools > Empty Cards, for no import deletes a card"
    for each in changes[:_LISTED]:
        yield f"  {prefix}{each.place}  {_cards(each)} of “{each.known.front}”"
    if len(changes) > _LISTED:
        yield f"  and {plural(len(changes) - _LISTED, 'note')} more"
    yield f"  search  {search((each.known for each in changes), plan.type_names)}"
    yield ""


def _cards(change: Change) -> str:
    numbers = [str(at + 1) for at in change.emptied]
    return f"card{'s' if len(numbers) > 1 else ''} {', '.join(numbers)}"


def counts(plan: Plan, since: str = "in Anki") -> str:
    """One line: `2 new, 1 updated, 97 unchanged` as Anki will count, then what happens in all."""
    anki = ", ".join(f"{plan.outcomes[each]:,} {each}" for each in ImportOutcome)
    shown = {what: number for what, number in plan.counts.items() if what is not What.NEW}
    rest = ", ".join(f"{number:,} {what}" for what, number in shown.items())
    return f"{anki} {since}" + (f" ({rest})" if rest else "")


def values(plan: Plan, left: Pairs = (), because: Because = NO_REASON) -> dict[str, Any]:
    """The plan as plain values, each place with line and column; `left` is what was left out.

    `because` is that of `plan_lines`.
    """
    return {
        "anki": {str(each): number for each, number in plan.outcomes.items()},
        "counts": {str(what): number for what, number in plan.counts.items()},
        "changes": [_values(change) for change in plan.changes],
        "moved": [
            {"deck": deck, "search": search(notes, plan.type_names, moved=True)}
            for deck, notes in plan.moved.items()
        ],
        "emptied": [
            {
                "id": short_id(each.known.guid),
                "place": str(each.place),
                "cards": [at + 1 for at in each.emptied],
            }
            for each in plan.emptied
        ],
        "removed": {"search": search(plan.removed, plan.type_names)} if plan.removed else None,
        "because": [{"settings": [*names], "notes": n} for names, n in because.items()],
        "left_out": left_out_values(left),
    }


def words_marked(old: str, new: str, *, colour: bool = False) -> tuple[str, str]:
    """Both texts, with the words marked that the other does not have."""
    from difflib import SequenceMatcher

    ours, theirs = old.split(" "), new.split(" ")
    before, after = (_OLD_COLOUR, _NEW_COLOUR) if colour else (_OLD, _NEW)
    left: list[str] = []
    right: list[str] = []
    blocks = SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes()
    for what, start, end, other_start, other_end in blocks:
        same = what == "equal"
        left += _mark(ours[start:end], before, same=same)
        right += _mark(theirs[other_start:other_end], after, same=same)
    return " ".join(left), " ".join(right)


def _mark(words: list[str], marks: tuple[str, str], *, same: bool) -> Iterable[str]:
    if same or not words:
        return words
    return [marks[0] + " ".join(words) + marks[1]]


def _change(change: Change, prefix: str, *, colour: bool) -> Iterator[str]:
    what = ", ".join(change.what)
    place = f"{prefix}{change.place}" if change.new else f"{prefix}{change.place.path}"
    yield f"  {place}: {what} (^{short_id(change.known.guid)})"
    yield from _fronts(change, colour=colour)
    old, new = change.old, change.new
    if old and new and old.deck != new.deck:
        yield f"      deck  {old.deck} -> {new.deck}"
    if old and new and old.kind != new.kind:
        yield f"      kind  {old.kind} -> {new.kind}"
    if change.emptied:
        yield f"      empty {_cards(change)}, until Tools > Empty Cards"
    if old and new and old.tags != new.tags:
        lost = [f"-{tag}" for tag in old.tags if tag not in new.tags]
        yield f"      tags  {' '.join([*lost, *(f'+{t}' for t in new.tags if t not in old.tags)])}"
    if change.into:
        yield f"      into  {prefix}{change.into}"


def _turned(other: Known, plan: Plan) -> Iterator[str]:
    yield "      Anki cannot change the note type of a note: this one is new, and the old one"
    yield f"      stays until you delete it, {search([other], plan.type_names)}"


def _fronts(change: Change, *, colour: bool) -> Iterator[str]:
    old, new = change.old, change.new
    if old is None or new is None or old.front == new.front:
        yield f"      {change.known.front}"
        return
    before, after = words_marked(old.front, new.front, colour=colour)
    if max(len(old.front), len(new.front)) <= _BESIDE:
        yield f"      {before}  ->  {after}"
    else:
        yield f"      old   {before}"
        yield f"      new   {after}"


def _values(change: Change) -> dict[str, Any]:
    place = change.place
    return {
        "what": [str(what) for what in change.what],
        "id": short_id(change.known.guid),
        "guid": change.known.guid,
        "note_id": change.known.note_id,
        "place": {"path": place.path, "line": place.line, "column": place.column}
        if change.new
        else {"path": place.path},
        "old": _side(change.old),
        "new": _side(change.new),
        "takes_the_place_of": _side(change.other),
        "merged_into": str(change.into) if change.into else None,
    }


def _side(known: Known | None) -> dict[str, Any] | None:
    if known is None:
        return None
    return {
        "front": known.front,
        "deck": known.deck,
        "kind": known.kind,
        "note_type": known.note_type,
        "tags": list(known.tags),
        "note_id": known.note_id,
    }
