"""A project held open: what it says after a change is what building, checking and planning say."""

import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Final

import pytest

from obverse.build import Built, build
from obverse.check import rules
from obverse.check.review import Wanted, review
from obverse.link.plan import Plan, plan
from obverse.live.changes import Changes
from obverse.live.live_project import Asking, LiveProject
from obverse.live.unborn import without_unborn
from obverse.project.job import Job
from obverse.project.project import find
from obverse.project.settings import Settings
from projects import NOW, PICTURE, rich, write

# Texts that rules have something to say about, of one source and of several.
TEXTS: Final = (
    "## Is it so?\n\nYes.\n",
    "## When is it reviewed?\n\nEvery month. #once\n",
    "## What is a client brief for a new instruction?\n\nA formal statement of aims.\n",
    "## What is a client brief for a new instuction?\n\nA formal statement of aims.\n",
    "## A gap\n\nThe {{c1::whole}}.\n\n#Law\n",
    "## Same\n\nOne.\n\n#law\n",
    "## Same\n\nTwo.\n",
    "## Picture\n\n![](a.png)\n",
    "## Not closed\n\n```python\nx = 1\n",
    "## Long\n\n" + "A long answer that goes on. " * 40 + "\n",
    "## A pin\n\nHere.\n\n^pinned\n",
    "##Not a heading\n\n<!-- allow: long-list -->\n",
    "## What is a client breif for a new instruction?\n\nA formal statement of the aims.\n",
    "## Aims\n\nA formal statement of what a client wants. #law\n",
    "## Aims\n\nA formal statment of what a client wants. #once\n",
)


def opened(folder: Path) -> LiveProject:
    asking = Asking(lambda: find(folder, rules.named_by), lambda: NOW, lambda _: Wanted())
    return LiveProject(asking)


def looked(live: LiveProject) -> Changes:
    changes = live.look()
    assert changes is not None
    return changes


def check_same(live: LiveProject, folder: Path) -> None:
    """The open project says what a whole build, check and plan of the folder say."""
    project = find(folder, rules.named_by)
    sources = project.read()
    made = build(Job(project, NOW, draws=False), sources, project.read_lock())
    now = live.snapshot
    assert now
    assert now.built.collection == made.collection
    assert now.built.lock == made.lock
    assert now.built.diagnostics == made.diagnostics
    assert now.findings == review(project, made, sources, Wanted())
    assert now.plan == plan(made.identity, made.deduped.merges, made.before)


def test_an_open_project_is_what_a_build_makes_of_it_after_any_edit(tmp_path: Path) -> None:
    rich(tmp_path)
    live = opened(tmp_path)
    assert looked(live).cards
    rng = Random(7)
    for step in range(40):
        path = tmp_path / f"{rng.choice('abc')}.md"
        path.write_text("\n".join(rng.sample(TEXTS, rng.randrange(1, 8))), encoding="utf-8")
        if step % 9 == 8:
            path.unlink()
        if step % 7 == 3 and live.snapshot:
            live.snapshot.project.lock.write_bytes(live.snapshot.built.lock)
        live.look()
        check_same(live, tmp_path)
        assert live.look() is None


def test_near_duplicates_come_and_go_and_move_from_file_to_file(tmp_path: Path) -> None:
    rng = Random(3)
    words = sorted(
        {"".join(rng.choices("bdfgklmnprst", k=2)) + "aeiou"[at % 5] for at in range(90)}
    )
    drawn = [rng.sample(words, 9) for _ in range(30)]
    cards = [
        f"## What is the {' '.join(some[:3])}?\n\nIt is {' '.join(some[3:])}.\n" for some in drawn
    ]
    write(tmp_path, {f"{name}.md": "\n".join(cards[at::3]) for at, name in enumerate("abc")})
    live = opened(tmp_path)
    looked(live)
    near = 0
    for step in range(50):
        path, other = (tmp_path / f"{name}.md" for name in rng.sample("abc", 2))
        card = rng.choice(path.read_text(encoding="utf-8").split("\n## ")).removeprefix("## ")
        at = rng.randrange(20)
        text = other.read_text(encoding="utf-8")
        if step % 3 == 2 and text.count("## ") > 3:  # a card goes
            text = "## " + text.removeprefix("## ").partition("\n## ")[2]
        else:  # a copy of one comes, sometimes with two letters swapped
            slip = card[:at] + card[at + 1] + card[at] + card[at + 2 :] if step % 2 else card
            text = f"{text}\n## {slip}"
        other.write_text(text, encoding="utf-8")
        if step % 5 == 4:  # two files at once
            path.write_text(path.read_text(encoding="utf-8").replace("It is", "It was", 1))
        live.look()
        check_same(live, tmp_path)
        assert live.snapshot
        near += sum(each.rule == "near-duplicate" for each in live.snapshot.findings)
    assert near > 15


def test_a_look_says_which_cards_and_findings_changed(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": "".join(f"## Card {at}?\n\nIt is {at}.\n\n" for at in range(9))})
    live = opened(tmp_path)
    first = looked(live)
    assert len(first.cards) == 9
    assert live.look() is None
    assert live.snapshot
    (tmp_path / "obverse.lock").write_bytes(live.snapshot.built.lock)
    assert not looked(live).cards
    (tmp_path / "a.md").write_text(
        "".join(f"## Card {at}?\n\nIt is {at}{' indeed' * (at == 4)}.\n\n" for at in range(9))
        + "## Is it?\n\nYes.\n",
        encoding="utf-8",
    )
    changes = looked(live)
    assert len(changes.cards) == 2
    assert not changes.gone
    assert "yes-no-question" in {each.rule for each in changes.found}
    assert changes.is_planned
    (tmp_path / "a.md").write_text("## Card 0?\n\nIt is 0.\n", encoding="utf-8")
    changes = looked(live)
    assert not changes.cards
    assert len(changes.gone) == 9
    assert "yes-no-question" in {each.rule for each in changes.solved}


def test_an_editors_text_is_laid_over_a_file(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": "## Saved?\n\nYes, it is.\n"})
    live = opened(tmp_path)
    looked(live)
    live.lay("a.md", b"## Typed?\n\nNot saved.\n")
    looked(live)
    assert live.snapshot
    assert [each.note.front for each in live.snapshot.built.identity.notes] == ["Typed?"]
    assert (tmp_path / "a.md").read_text(encoding="utf-8").startswith("## Saved?")
    live.lay("a.md", None)
    looked(live)
    check_same(live, tmp_path)


def test_a_source_alone_has_the_cards_and_findings_it_has_among_all(tmp_path: Path) -> None:
    folder = rich(tmp_path)
    live = opened(folder)
    looked(live)
    assert live.snapshot
    (folder / "obverse.lock").write_bytes(live.snapshot.built.lock)
    looked(live)
    text = (folder / "rich.md").read_bytes().replace(b"A plain answer", b"Another answer")
    built, found = live.of_source("rich.md", text)
    (folder / "rich.md").write_bytes(text)
    looked(live)
    whole = live.snapshot.built.identity.by_path["rich.md"]
    assert [each.packed.guid for each in built.identity.notes] == [e.packed.guid for e in whole]
    assert [each.packed.fields for each in built.identity.notes] == [e.packed.fields for e in whole]
    own = {each for each in live.snapshot.findings if each.place.path == "rich.md"}
    local = {each for each in own if not rules.get(each.rule).of_project}
    assert local <= {*found}
    assert not [each for each in found if rules.get(each.rule).of_project]


def test_nothing_is_written(tmp_path: Path) -> None:
    rich(tmp_path)
    live = opened(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    looked(live)
    (tmp_path / "rich.md").write_text("## Other?\n\nYes.\n", encoding="utf-8")
    looked(live)
    assert sorted(tmp_path.rglob("*")) == before


CONFLICT: Final = b"<<<<<<< ours\n=======\n>>>>>>> theirs\n"
DAMAGE: Final[dict[str, Callable[[Path], object]]] = {
    "a source that is not UTF-8": lambda at: (at / "a.md").write_bytes(b"## A\xff?\n"),
    "a source that does not parse": lambda at: (at / "a.md").write_text("---\ntags: [\n## {{c1::"),
    "a lock in conflict": lambda at: (at / "obverse.lock").write_bytes(CONFLICT),
    "settings that are half written": lambda at: (at / "obverse.toml").write_text("content = "),
    "a folder that is gone": shutil.rmtree,
    "a source that became a folder": lambda at: (
        (at / "a.md").replace(at / "b.md").with_name("a.md").mkdir()
    ),
    "a picture that is gone": lambda at: (at / "a.png").unlink(),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_an_open_project_outlives(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "project"
    files: dict[str, str | bytes] = {
        "a.md": "## A?\n\n![a](a.png)\n",
        "a.png": PICTURE,
        "obverse.toml": 'content = "."\n',
    }
    write(folder, files)
    live = opened(folder)
    looked(live)
    DAMAGE[name](folder)
    live.look()
    assert live.look() is None
    assert live.fault or live.snapshot
    shutil.rmtree(folder, ignore_errors=True)
    write(folder, files)
    live.look()
    assert live.fault is None
    check_same(live, folder)


def test_a_lock_that_changed_on_disk_is_read_again(tmp_path: Path) -> None:
    rich(tmp_path)
    live = opened(tmp_path)
    looked(live)
    assert live.snapshot
    assert live.snapshot.plan.changes
    (tmp_path / "obverse.lock").write_bytes(live.snapshot.built.lock)
    assert looked(live).is_planned
    assert not live.snapshot.plan.changes


def test_a_note_born_and_gone_while_watching_leaves_no_line(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": "## Stays?\n\nYes, it stays.\n\n## Goes?\n\nIt was there before.\n"})
    live = opened(tmp_path)
    looked(live)
    assert live.snapshot
    lock = tmp_path / "obverse.lock"
    lock.write_bytes(live.snapshot.built.lock)
    at_start = {*live.snapshot.built.collection.notes}
    guids = frozenset(each.guid for each in at_start)
    half = "## Stays?\n\nYes, it stays.\n\n## Wha\n\nxyzzy\n"
    for text in (half, "## Stays?\n\nYes, it stays.\n"):
        (tmp_path / "a.md").write_text(text, encoding="utf-8")
        looked(live)
        built = without_unborn(live.snapshot.built, guids)
        lock.write_bytes(built.lock)
    assert {each.guid for each in built.identity.removed} | {
        each.guid for each in built.identity.buried
    } <= guids
    assert b"xyzzy" not in built.lock
    assert b"Wha" not in built.lock
    assert b"Goes?" in built.lock
    assert all(each.known.guid in guids for each in plan_of(built).changes)
    project = find(tmp_path)
    again = build(Job(project, NOW), project.read(), project.read_lock())
    assert again.lock == built.lock


def plan_of(built: Built) -> Plan:
    return plan(built.identity, built.deduped.merges, built.before)


def test_a_rule_of_one_source_finds_the_same_in_it_alone(tmp_path: Path) -> None:
    """What `of_project` says is so: asked about each source alone, other rules find the same."""
    files = {f"{at}.md": "\n".join(Random(at).sample(TEXTS, 8)) for at in range(9)}
    write(tmp_path, {**files, "a.png": PICTURE, "unused.png": PICTURE})
    project = find(tmp_path)
    assert project.settings == Settings()
    live = opened(tmp_path)
    looked(live)
    for at in range(9):  # everything but one source is remembered
        (tmp_path / f"{at}.md").write_text("\n".join(TEXTS[at:]), encoding="utf-8")
        looked(live)
        check_same(live, tmp_path)
