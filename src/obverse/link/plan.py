"""Plan: what an import of this build will do to a collection that has the last one.

Anki decides by guid and time alone, so the plan needs only two locks: what was shipped then, and
what is shipped now. It is for a learner who imported what was shipped then. If the learner tagged a
note since, or it became a leech, Anki skips updates of it that were built before that.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from obverse.link.dedupe import Merge
from obverse.link.identity import Identified, Identity
from obverse.values.lock import Known, Lock
from obverse.values.source import Place


class What(StrEnum):
    """What happens to a note; several may happen at once."""

    NEW = "new"
    BACK = "back again"
    REWORDED = "reworded"
    ANSWER = "answer changed"
    LOOKS = "looks changed"
    TAGS = "tags changed"
    KIND = "kind changed"
    EMPTIED = "left with empty cards"
    MOVED = "moved to another deck"
    TURNED = "note type changed"
    AMBIGUOUS = "ambiguous"
    SKIPPED = "skipped, because Anki has a newer one"
    MERGED = "merged"
    REMOVED = "removed"
    UNCHANGED = "unchanged"


class ImportOutcome(StrEnum):
    """What Anki's import log will say of a note of the package."""

    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


class Change(NamedTuple):
    """One note to which something happens.

    `place` is that of the card; for a removed note it is only its last file. `old` and `new` are
    what the locks know; a removed note has no `new`, a new one no `old`. `other` is the note of
    another note type that a new one replaces; `into` the card that a removed one is merged into.
    """

    what: tuple[What, ...]
    place: Place
    old: Known | None
    new: Known | None
    other: Known | None = None
    into: Place | None = None

    @property
    def emptied(self) -> tuple[int, ...]:
        """The ordinals of the cards that Anki keeps although the note makes them no more."""
        if self.old is None or self.new is None:
            return ()
        return tuple(sorted({*self.old.cards} - {*self.new.cards}))

    @property
    def known(self) -> Known:
        """What is known of the note, from the newer lock that has it."""
        known = self.new or self.old
        assert known is not None  # noqa: S101  # a change is of something
        return known


class Plan(NamedTuple):
    """All changes in source order, the removed notes last; and what Anki's log will count.

    `type_names` are the names in Anki of custom note types, by their folders, where they are known.
    `kept` is how many notes have the HTML with which they were imported.
    """

    changes: tuple[Change, ...]
    outcomes: dict[ImportOutcome, int]
    type_names: Mapping[str, str] = MappingProxyType({})
    kept: int = 0

    @property
    def counts(self) -> dict[What, int]:
        """How many notes each change happens to, without those that happen to none."""
        counts = Counter(what for change in self.changes for what in change.what)
        return {what: counts[what] for what in What if counts[what]}

    @property
    def moved(self) -> dict[str, list[Known]]:
        """The notes whose cards Anki leaves where they are, by the deck they belong to now."""
        decks: dict[str, list[Known]] = defaultdict(list)
        for change in self.changes:
            if What.MOVED in change.what:
                decks[change.known.deck].append(change.known)
        return dict(decks)

    @property
    def emptied(self) -> list[Change]:
        """The notes with cards that became empty; no import deletes a card."""
        return [change for change in self.changes if change.emptied]

    @property
    def removed(self) -> list[Known]:
        """The notes that Anki keeps although they are no longer shipped."""
        return [change.known for change in self.changes if change.new is None]


def plan(identity: Identity, merges: Sequence[Merge], since: Lock) -> Plan:
    """What an import does to a collection that has what `since` knows."""
    changes: list[Change] = []
    outcomes: Counter[ImportOutcome] = Counter()
    pairs = [(each, since.notes.get(each.after.guid)) for each in identity.notes]
    differing = [(each, old) for each, old in pairs if old is not each.after]
    outcomes[ImportOutcome.UNCHANGED] = len(pairs) - len(differing)
    for each, old in differing:
        outcomes[_outcome(old, each.after)] += 1
        if what := _what(each, old):
            other = each.turned if old is None else None
            changes.append(Change(what, each.note.place, old, each.after, other))
    living = {each.after.guid for each in identity.notes}
    gone = [each for guid, each in since.notes.items() if guid not in living and each.alive]
    changes += _removals(gone, merges)
    kept = sum(each.keeps for each in identity.notes)
    outcome = {each: outcomes[each] for each in ImportOutcome}
    return Plan(tuple(changes), outcome, kept=kept)


def _outcome(old: Known | None, new: Known) -> ImportOutcome:
    if old is None:
        return ImportOutcome.NEW
    return ImportOutcome.UPDATED if new.modified > old.modified else ImportOutcome.UNCHANGED


def _what(each: Identified, old: Known | None) -> tuple[What, ...]:
    if old is None:
        found = [What.TURNED] if each.turned else [What.NEW]
        return (*found, What.AMBIGUOUS) if each.unclear else tuple(found)
    new = each.after
    text = {
        What.BACK: not old.alive,
        What.REWORDED: old.front_key != new.front_key,
        What.ANSWER: old.back_key != new.back_key,
    }
    same_text = not any(text.values()) and old.kind == new.kind
    differs = (old.digest, old.tags) != (new.digest, new.tags)
    happens = {
        **text,
        What.LOOKS: same_text and old.digest != new.digest,
        What.TAGS: old.tags != new.tags,
        What.KIND: old.kind != new.kind,
        What.EMPTIED: bool({*old.cards} - {*new.cards}),
        What.MOVED: old.deck != new.deck,
        What.SKIPPED: differs and new.modified <= old.modified,
    }
    return tuple(what for what, does in happens.items() if does)


def _removals(gone: Iterable[Known], merges: Sequence[Merge]) -> list[Change]:
    into = {
        (merge.dropped.place.path, key): merge.kept.place
        for merge in merges
        for key in (merge.dropped.front_key, merge.dropped.back_key)
    }
    found = []
    for known in sorted(gone, key=lambda each: (each.path, each.note_id)):
        place = into.get((known.path, known.front_key)) or into.get((known.path, known.back_key))
        what = What.MERGED if place else What.REMOVED
        found.append(Change((what,), Place(known.path), known, None, into=place))
    return found
