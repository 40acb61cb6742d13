"""Rows: what the page says of cards, in plain values."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from obverse.build import Built
from obverse.link.identity import Identified
from obverse.link.plan import Plan, What, plan
from obverse.note_types.kind_shown import kind_shown
from obverse.preview.template_html import card_html
from obverse.values.diagnostic import Diagnostic
from obverse.values.lock import Lock

Row = dict[str, Any]

_LONGEST = 120  # characters of a question in the list
_LOOSE = 100  # findings in no card that are listed


class ShownCards:
    """The cards of a build, or of one source of it, with what was found and planned."""

    def __init__(self, built: Built, findings: Sequence[Diagnostic], planned: Plan) -> None:
        """Work out nothing yet."""
        self.built, self.plan = built, planned
        self._findings = findings

    @cached_property
    def rows(self) -> dict[str, list[Row]]:
        """A row for each card by the path of its source, in source order."""
        rows: dict[str, list[Row]] = defaultdict(list)
        for each in self.built.identity.notes:
            found = self._found.get(each.note.place[:2], ())
            rows[each.note.place.path] += (
                self._row(each, ordinal, found) for ordinal in each.packed.cards
            )
        return dict(rows)

    def card(self, guid: str, ordinal: int) -> Row | None:
        """All of one card; nothing where there is no such card."""
        each = self._by_guid.get(guid)
        if each is None or ordinal not in each.packed.cards:
            return None
        found = self._found.get(each.note.place[:2], ())
        note_type = self.built.collection.note_types[each.packed.note_type]
        shown = card_html(each.packed, note_type, ordinal)
        findings = [finding_values(one) for one in found]
        return {**self._row(each, ordinal, found), **shown._asdict(), "findings": findings}

    def cards(self, guid: str) -> list[Row]:
        """All cards of a note; none where it is not here."""
        each = self._by_guid.get(guid)
        cards = (self.card(guid, ordinal) for ordinal in (each.packed.cards if each else ()))
        return [card for card in cards if card]

    def other_than(self, before: Mapping[str, tuple[str, ...]]) -> list[str]:
        """The guids of the notes whose fields are not those of before."""
        notes = self.built.collection.notes
        return [each.guid for each in notes if before.get(each.guid) != each.fields]

    def found_by_rule(self) -> list[Row]:
        """How many findings each rule has, the worst and the most first."""
        counts = Counter((one.severity, one.rule) for one in self._findings)
        ordered = sorted(counts.items(), key=lambda each: (each[0][0], -each[1], each[0][1]))
        return [
            {"rule": rule, "severity": str(severity), "count": count}
            for (severity, rule), count in ordered
        ]

    def loose(self) -> list[Row]:
        """The first of the findings that are in no card, which no row shows."""
        shown = {id(one) for found in self._found.values() for one in found}
        loose = (one for one in self._findings if id(one) not in shown)
        return [finding_values(one) for one, _ in zip(loose, range(_LOOSE), strict=False)]

    def _row(self, each: Identified, ordinal: int, found: Sequence[Diagnostic]) -> Row:
        note = each.note
        line = " ".join(note.front.split()) or " ".join(note.back.split())
        return {
            "guid": each.packed.guid,
            "ordinal": ordinal,
            "path": note.place.path,
            "line": note.place.line,
            "front": line[:_LONGEST],
            "words": [len(note.front.split()), len(note.back.split())],
            "deck": each.packed.deck,
            "tags": list(each.packed.tags),
            "kind": kind_shown(self.built.collection.note_types[note.note_type], note.kind),
            "plan": list(self._badges.get(each.packed.guid, ())),
            "rules": sorted({one.rule for one in found}),
            "worst": min((one.severity for one in found), default=9),
        }

    @cached_property
    def _by_guid(self) -> dict[str, Identified]:
        return {each.packed.guid: each for each in self.built.identity.notes}

    @cached_property
    def _badges(self) -> dict[str, tuple[str, ...]]:
        return {
            each.known.guid: tuple(str(what) for what in each.what if what is not What.UNCHANGED)
            for each in self.plan.changes
        }

    @cached_property
    def _found(self) -> dict[tuple[str, int], list[Diagnostic]]:
        """The findings of each card, by its path and the line of its heading."""
        heads: dict[str, list[int]] = defaultdict(list)
        for each in self.built.identity.notes:
            heads[each.note.place.path].append(each.note.place.line)
        for lines in heads.values():
            lines.sort()
        found: dict[tuple[str, int], list[Diagnostic]] = defaultdict(list)
        for one in self._findings:
            lines = heads.get(one.place.path, [])
            if above := bisect_right(lines, one.place.line):
                found[one.place.path, lines[above - 1]].append(one)
        return found


def shown_alone(built: Built, findings: Sequence[Diagnostic], since: Lock) -> ShownCards:
    """The cards of one source that was linked alone."""
    return ShownCards(built, findings, plan(built.identity, built.deduped.merges, since))


def finding_values(found: Diagnostic) -> Row:
    """A finding as the page shows it."""
    return {
        "path": found.place.path,
        "line": found.place.line,
        "severity": str(found.severity),
        "message": found.message,
        "rule": found.rule,
        "hint": found.hint or "",
    }
