"""A build after an edit gives what a whole build gives, whatever the edit."""

import shutil
from collections import Counter
from collections.abc import Callable, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner

from obverse.build import Built, build
from obverse.cli import main
from obverse.compile.compile_source import compile_source
from obverse.incremental import change, make
from obverse.incremental.linked import Linked, linked
from obverse.incremental.make import Last, make_edit
from obverse.incremental.outcome import EditOutcome
from obverse.incremental.relink import Edited, Relinked, WideError, relink
from obverse.link.plan import ImportOutcome as InAnki
from obverse.link.plan import plan
from obverse.note_types import built_in
from obverse.project import project
from obverse.project.job import Job
from obverse.project.project import Project
from obverse.values import lock as locks
from obverse.values.lock_lines import Lines
from projects import NOW, PICTURE
from small_edits import edit, small

DAY: Final = 86_400
TYPES: Final = {name: built_in(name) for name in ("obverse", "obverse-cloze")}
SEEDS: Final = range(12)
STEPS: Final = 25


@pytest.fixture(name="here")
def _here(tmp_path: Path) -> Project:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "plan.png").write_bytes(PICTURE)
    (tmp_path / "obverse.toml").write_text('content = "notes"\nname = "small"\n', encoding="utf-8")
    return project.find(tmp_path)


def whole(here: Project, sources: dict[str, bytes], lock: bytes, now: int) -> tuple[Built, Linked]:
    """Give a whole build, and what it leaves for the next."""
    built = build(Job(here, now), sources, lock)
    return built, linked(built)


def part(
    here: Project, last: Linked, lock: bytes, sources: tuple[dict[str, bytes], ...], now: int
) -> Relinked:
    """Link only what was edited: `sources` before and after."""
    before, after = sources
    edited = [
        Edited(compile_source((path, before[path])), compile_source((path, raw)))
        for path, raw in after.items()
        if raw != before[path]
    ]
    return relink(Job(here, now), last, Lines(lock), edited, TYPES)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_an_edit_can_touch_is_linked_as_in_a_whole_build(seed: int, here: Project) -> None:
    deck, now, reasons = small(seed), NOW, Counter[str]()
    before = deck.sources()
    built, last = whole(here, before, b"", now)
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
    known = locks.read(built.lock.decode())
    assert locks.encode(known.notes.values(), known.types.values()) == built.lock
    assert relinked.linked.tally == linked(built).tally
    expected = plan(built.identity, built.deduped.merges, built.before)
    narrow = plan(relinked.identity, (), relinked.before)
    assert narrow.changes == expected.changes
    for each in (InAnki.NEW, InAnki.UPDATED):
        assert narrow.outcomes[each] == expected.outcomes[each]


@pytest.mark.parametrize("seed", range(100, 104))
def test_an_edit_leaves_the_very_bytes_of_a_whole_build(
    seed: int, here: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    narrow = spy(monkeypatch)
    if seed % 2:
        # As where the edited files are large: nothing is sent between processes.
        monkeypatch.setattr(make, "_MOST_SENT", 0)
        monkeypatch.setattr(change, "_MOST_RUNS", 0)
    deck, now, other = small(seed), NOW, tmp_path / "other"
    good = deck
    for _ in range(STEPS):
        now += DAY
        lay(deck.sources(), here.root)
        shutil.copytree(here.root, other, ignore=shutil.ignore_patterns("build", "other"))
        said, expected = built_by_command(here.root, now), built_by_command(other, now)
        if "nothing has changed" not in said:
            assert said.replace(str(here.root), str(other)) == expected
        if (other / "build" / "small.apkg").exists():
            for name in ("build/small.apkg", "notes/obverse.lock"):
                assert (here.root / name).read_bytes() == (other / name).read_bytes()
            good = deepcopy(deck)
        else:
            assert "1 error" in said
            deck, good.rng = good, deck.rng
            good = deepcopy(deck)
        shutil.rmtree(other)
        edit(deck)
    assert narrow[True] >= STEPS // 4, narrow


DISTURBED: Final = (
    *("notes/plan.png", "notes/obverse.lock", "obverse.toml", "build/small.apkg"),
    *("build/.cache/linked.json", "build/.cache/stamp.json", "build/.cache/compiled.sqlite3"),
    *(f"build/.cache/package/{name}" for name in ("collection.sqlite3", "pieces", "package.json")),
)


@pytest.mark.parametrize("deed", ["changed", "damaged", "deleted"])
@pytest.mark.parametrize("name", DISTURBED)
def test_what_was_disturbed_since_costs_time_and_nothing_else(
    name: str, deed: str, here: Project, tmp_path: Path
) -> None:
    card = "## Question {0}?\n\nAnswer {0}, which is as long as an answer.\n\n"
    deck = "# Deck\n\n" + "".join(map(card.format, range(20)))
    shown = "## What is this?\n\n![a plan](plan.png)\n\n"
    lay({"notes/deck.md": deck.encode(), "notes/other.md": shown.encode()}, here.root)
    built_by_command(here.root, NOW)
    path, other = here.root / name, tmp_path / "other"
    raw = path.read_bytes()
    half = len(raw) // 2
    if deed == "deleted":
        path.unlink()
    elif deed == "damaged" and "build" in name:
        path.write_bytes(raw[:half] + bytes(60) + raw[half + 60 :])
    else:
        changed = {"plan.png": raw + b"0", "obverse.toml": raw + b'deck = "Above"\n'}
        path.write_bytes(changed.get(path.name, raw.replace(b"19", b"18")))
    (here.root / "notes" / "deck.md").write_text(deck.replace("Answer 3", "Reply 3"), "utf-8")
    if name == "notes/obverse.lock":
        # Its lines have checks, and the package has it: nothing is built without it.
        package = here.root / "build" / "small.apkg"
        before = package.read_bytes()
        built_by_command(here.root, NOW + DAY)
        assert package.read_bytes() == before
        return
    shutil.copytree(here.root, other, ignore=shutil.ignore_patterns("build", "other"))
    for root in (here.root, other):
        built_by_command(root, NOW + DAY)
    # Without its picture or its configuration a project makes no such package.
    is_made = (other / "build" / "small.apkg").exists()
    assert is_made or (deed == "deleted" and name in DISTURBED[:3])
    for result in ("build/small.apkg", "notes/obverse.lock") if is_made else ():
        assert (here.root / result).read_bytes() == (other / result).read_bytes()


def spy(monkeypatch: pytest.MonkeyPatch) -> Counter[bool]:
    """Count how often an edit was built by itself, and how often not."""
    counted = Counter[bool]()

    def spied(
        job: Job, sources: Mapping[str, bytes], last: Last, meanwhile: Callable[[], object] | None
    ) -> EditOutcome | None:
        outcome = make_edit(job, sources, last, meanwhile)
        counted[outcome is not None] += 1
        return outcome

    monkeypatch.setattr(make, "make_edit", spied)
    return counted


def lay(sources: Mapping[str, bytes], root: Path) -> None:
    """Write what is other."""
    for path, raw in sources.items():
        if not (root / path).is_file() or (root / path).read_bytes() != raw:
            (root / path).write_bytes(raw)


def built_by_command(root: Path, now: int) -> str:
    """Build, and give what is said but the time, and that a clone knows nothing of Anki."""
    result = CliRunner().invoke(
        main, ["build", str(root)], env={"SOURCE_DATE_EPOCH": str(now)}, catch_exceptions=False
    )
    said = result.output.rpartition(" in ")[0]
    return said.replace("unchanged since the last lock", "unchanged in Anki")
