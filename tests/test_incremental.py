"""A build after an edit gives what a whole build gives, whatever the edit."""

from collections import Counter
from copy import deepcopy
from pathlib import Path
from typing import Final

import pytest

from obverse import project
from obverse.build import Built, build
from obverse.compiler import compile_source
from obverse.incremental.linked import Linked, linked
from obverse.incremental.relink import Edited, Relinked, WideError, relink
from obverse.plan import Outcome, plan
from obverse.project import Project
from projects import NOW, PICTURE
from small_edits import edit, small

DAY: Final = 86_400
SEEDS: Final = range(12)
STEPS: Final = 25


@pytest.fixture(name="here")
def _here(tmp_path: Path) -> Project:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "plan.png").write_bytes(PICTURE)
    (tmp_path / "obverse.toml").write_text('content = "notes"\n', encoding="utf-8")
    return project.find(tmp_path)


def whole(here: Project, sources: dict[str, bytes], lock: str, now: int) -> tuple[Built, Linked]:
    """Give a whole build, and what it leaves for the next."""
    built = build(here, sources, lock.encode(), now=now)
    return built, linked(built, dict.fromkeys(sources, "key"))


def part(
    here: Project, last: Linked, lock: str, sources: tuple[dict[str, bytes], ...], now: int
) -> Relinked:
    """Link only what was edited: `sources` before and after."""
    before, after = sources
    edited = [
        Edited(compile_source((path, before[path])), compile_source((path, raw)), "key")
        for path, raw in after.items()
        if raw != before[path]
    ]
    return relink(here, last, lock, edited, {}, deck=None, now=now)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_an_edit_can_touch_is_linked_as_in_a_whole_build(seed: int, here: Project) -> None:
    deck, now, reasons = small(seed), NOW, Counter[str]()
    before = deck.sources()
    built, last = whole(here, before, "", now)
    assert not built.failed
    for _ in range(STEPS):
        deck, old = deepcopy(deck), deck
        edit(deck)
        now += DAY
        sources, lock = deck.sources(), built.lock
        expected, leaves = whole(here, sources, lock, now)
        relinked = None
        try:
            relinked = part(here, last, lock, (before, sources), now)
            compare(relinked, expected)
            reasons["narrow"] += 1
        except WideError as reason:
            reasons[str(reason)] += 1
        if expected.failed:
            old.rng = deck.rng
            deck = old
            continue
        if relinked:
            assert set(relinked.linked.clashes) == set(leaves.clashes)
            leaves = relinked.linked
        built, last, before = expected, leaves, sources
    assert reasons["narrow"] >= STEPS // 4, reasons


def compare(relinked: Relinked, built: Built) -> None:
    """All that is written and told is the same."""
    assert relinked.diagnostics == built.diagnostics
    if built.failed:
        return
    assert relinked.lock == built.lock
    assert relinked.linked.tally == linked(built, {each.path: "" for each in built.compiled}).tally
    expected = plan(built.identity, built.deduped.merges, built.before)
    narrow = plan(relinked.identity, (), relinked.before)
    assert narrow.changes == expected.changes
    for each in (Outcome.NEW, Outcome.UPDATED):
        assert narrow.outcomes[each] == expected.outcomes[each]
