"""Rows: what the page says of cards, in plain values."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from obverse.build import Built
from obverse.link.identity import Identified
from obverse.link.plan import Plan, What, plan
from obverse.note_types import kind_shown
from obverse.preview.template_html import card_html
from obverse.values.diagnostic import Diagnostic
from obverse.values.lock import Lock

_LONGEST = 120  # characters of a question in the list


class ShownCards(NamedTuple):
    """The cards of a build, or of one source of it, with what was found and planned."""

    built: Built
    findings: Sequence[Diagnostic]
    plan: Plan

    def rows(self) -> list[dict[str, Any]]:
        """A row for each card, in source order."""
        found, badges = self._found(), self._badges()
        return [
            self._row(each, ordinal, found.get(each.note.place[:2], ()), badges)
            for each in self.built.identity.notes
            for ordinal in each.packed.cards
        ]

    def _row(
        self,
        each: Identified,
        ordinal: int,
        found: Sequence[Diagnostic],
        badges: Mapping[str, Sequence[str]],
    ) -> dict[str, Any]:
        note = each.note
        line = " ".join(note.front.split()) or " ".join(note.back.split())
        return {
            "guid": each.packed.guid,
            "ordinal": ordinal,
            "path": note.place.path,
            "line": note.place.line,
            "front": line[:_LONGEST],
            "deck": each.packed.deck,
            "tags": list(each.packed.tags),
            "kind": kind_shown(self.built.collection.note_types[note.note_type], note.kind),
            "plan": list(badges.get(each.packed.guid, ())),
            "rules": sorted({one.rule for one in found}),
            "worst": min((one.severity for one in found), default=9),
        }

    def card(self, guid: str, ordinal: int) -> dict[str, Any] | None:
        """All of one card; nothing where there is no such card."""
        for each in self.built.identity.notes:
            if each.packed.guid == guid and ordinal in each.packed.cards:
                break
        else:
            return None
        found = self._found().get(each.note.place[:2], ())
        row = self._row(each, ordinal, found, self._badges())
        note_type = self.built.collection.note_types[each.packed.note_type]
        shown = card_html(each.packed, note_type, ordinal)
        return {**row, **shown._asdict(), "findings": [finding_values(one) for one in found]}

    def _badges(self) -> dict[str, tuple[str, ...]]:
        return {
            each.known.guid: tuple(str(what) for what in each.what if what is not What.UNCHANGED)
            for each in self.plan.changes
        }

    def _found(self) -> dict[tuple[str, int], list[Diagnostic]]:
        """The findings of each card, by its path and the line of its heading."""
        heads: dict[str, list[int]] = defaultdict(list)
        for each in self.built.identity.notes:
            heads[each.note.place.path].append(each.note.place.line)
        found: dict[tuple[str, int], list[Diagnostic]] = defaultdict(list)
        for one in self.findings:
            above = [line for line in heads.get(one.place.path, ()) if line <= one.place.line]
            if above:
                found[one.place.path, max(above)].append(one)
        return found


def shown_alone(built: Built, findings: Sequence[Diagnostic], since: Lock) -> ShownCards:
    """The cards of one source that was linked alone."""
    return ShownCards(built, findings, plan(built.identity, built.deduped.merges, since))


def finding_values(found: Diagnostic) -> dict[str, Any]:
    """A finding as the page shows it."""
    return {
        "path": found.place.path,
        "line": found.place.line,
        "severity": str(found.severity),
        "message": found.message,
        "rule": found.rule,
        "hint": found.hint or "",
    }


def findings_values(found: Iterable[Diagnostic]) -> list[dict[str, Any]]:
    """All findings as the page shows them."""
    return [finding_values(each) for each in found]
