"""Edits made in Anki come back as the smallest change of the Markdown, or are refused."""

import json
import subprocess
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import pytest

from engine import Desk
from projects import PICTURE
from shell import Ran, let_a_tick_pass, run

START: Final = 1_700_000_000


class Both:
    """An author with a project, and a learner with Anki."""

    def __init__(self, folder: Path, files: dict[str, str | bytes]) -> None:
        self.project, self.anki, self.days = folder / "project", folder / "anki", 0
        for name, content in {"obverse.toml": 'name = "d"\ncontent = "c"\n', **files}.items():
            path = self.project / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)

    def publish(self) -> None:
        """Build a day after the last time, and import."""
        self.build()
        with Desk(self.anki) as desk:
            desk.import_package(self.project / "build" / "d.apkg")

    def build(self) -> None:
        """Build a day after the last time."""
        self.days += 1
        let_a_tick_pass(self.project)
        ran = run(self.project, "build", SOURCE_DATE_EPOCH=str(START + 86_400 * self.days))
        assert ran.status == 0, ran.err

    def edit(self, front: str, change: Callable[[str], str]) -> str:
        """Edit all fields of a note in Anki; gives its guid."""
        with Desk(self.anki) as desk:
            return edit_note(desk, front, change)

    def pull(self, *options: str) -> Ran:
        """Pull."""
        collection = str(self.anki / "collection.anki2")
        return run(self.project, "pull", "--collection", collection, *options)

    def values(self, *options: str) -> dict[str, Any]:
        """Pull; gives what a program is told."""
        told: dict[str, Any] = json.loads(self.pull("--format", "json", *options).out)
        return told

    def read(self, name: str = "a") -> str:
        """A source."""
        return (self.project / "c" / f"{name}.md").read_text("utf-8")

    def write(self, text: str, name: str = "a") -> None:
        """Write a source."""
        (self.project / "c" / f"{name}.md").write_text(text, "utf-8")


def edit_note(desk: Desk, front: str, change: Callable[[str], str]) -> str:
    """Edit all fields of a note as the editor does, some time after the build."""
    for note_id in desk.col.find_notes(""):
        note = desk.col.get_note(note_id)
        if front in note.fields[0] or front in note.fields[1]:
            note.fields = [change(field) for field in note.fields]
            desk.col.update_note(note)
            return str(note.guid)
    raise LookupError(front)


SMALL: Final = (
    "# T\n\n## Who was first?\n\nIt was Ann.\n\n#old\n\n"
    "## Who was second?\n\nThat was Bob.\n\n## And third?\n\nNo one at all.\n"
)


@pytest.fixture(name="both")
def _both(tmp_path: Path) -> Both:
    both = Both(tmp_path, {"c/a.md": SMALL})
    both.publish()
    return both


def test_an_edit_on_both_sides_is_shown_with_both_texts_and_nothing_written(both: Both) -> None:
    both.edit("first", lambda field: field.replace("Ann", "Anna of old"))
    both.write(SMALL.replace("It was Ann", "It was Annette"))
    text = both.read()
    ran = both.pull()
    assert ran.status == 1
    assert "conflict   c/a.md:3:1: edited here and in Anki" in ran.out
    assert "Anna of old" in ran.out
    assert "Annette" in ran.out
    assert both.read() == text


def test_the_same_edit_on_both_sides_is_none(both: Both) -> None:
    both.edit("first", lambda field: field.replace("Ann", "Anna"))
    both.write(SMALL.replace("It was Ann", "It was Anna"))
    assert both.pull().out == "nothing has changed in Anki\n"


def test_after_a_pull_there_is_nothing_to_pull_whatever_is_done(both: Both) -> None:
    both.edit("first", lambda field: field.replace("Ann", "<b>Ann</b>"))
    assert both.pull().status == 0
    assert both.read() == SMALL.replace("It was Ann", "It was **Ann**")
    assert both.pull().out == "nothing has changed in Anki\n"
    for step in (both.build, both.publish):
        step()
        assert both.pull().out == "nothing has changed in Anki\n"


def test_what_a_learner_does_is_never_written(both: Both) -> None:
    with Desk(both.anki) as desk:
        desk.review("first")
        desk.tag("first", "marked leech obverse::retired mine")
        desk.suspend("second")
        desk.set_flag("second", 3)
        desk.move("third", "Other deck")
        basic = desk.col.models.by_name("Basic")
        assert basic
        note, deck = desk.col.new_note(basic), desk.col.decks.id("T")
        assert deck
        note.fields = ["Who was first?", "A note of the learner"]
        desk.col.add_note(note, deck)
    told = both.values()
    assert [each["theirs"] for each in told["left"]] == [["old", "mine"]]
    assert both.read() == SMALL
    assert both.values("--tags")["tags"]
    assert both.read() == SMALL.replace("#old", "#old #mine")
    assert both.pull("--tags").status == 0
    assert both.read() == SMALL.replace("#old", "#old #mine")


def test_a_tag_that_was_removed_in_anki_goes(both: Both) -> None:
    with Desk(both.anki) as desk:
        desk.col.tags.bulk_remove(desk.col.find_notes("first"), "old")
    assert both.values("--tags")["refused"] == []
    assert "#old" not in both.read()


def test_a_source_that_no_commit_has_is_copied_first(both: Both) -> None:
    both.edit("first", lambda field: field.replace("Ann", "Anna"))
    assert both.pull().status == 0
    assert (both.project / "build" / "before-pull" / "c" / "a.md").read_text("utf-8") == SMALL


def test_a_dry_run_writes_nothing(both: Both) -> None:
    with Desk(both.anki) as desk:
        (Path(desk.col.media.dir()) / "new.png").write_bytes(PICTURE)
        edit_note(desk, "first", lambda field: field.replace("Ann", 'Ann<img src="new.png">'))
    before = tree(both.project)
    assert "1 note brought" in both.pull("--dry-run").out
    assert tree(both.project) == before
    assert both.pull().status == 0
    (picture,) = (both.project / "c" / "media").iterdir()
    assert picture.read_bytes() == PICTURE
    assert f"media/{picture.name}" in both.read()


def tree(folder: Path) -> dict[str, bytes]:
    """All files below a folder but the cache."""
    paths = (path for path in folder.rglob("*") if path.is_file() and "build" not in path.parts)
    return {str(path): path.read_bytes() for path in paths}


def test_a_card_that_two_files_have_is_refused_and_leaves_no_file(tmp_path: Path) -> None:
    card = "## Who is it?\n\nIt is Ann here.\n"
    both = Both(tmp_path, {"c/a.md": card, "c/b.md": card})
    both.publish()
    with Desk(both.anki) as desk:
        (Path(desk.col.media.dir()) / "new.png").write_bytes(PICTURE)
        edit_note(desk, "Who", lambda field: field.replace("Ann", 'Ann<img src="new.png">'))
    before = tree(both.project)
    assert "another card would change with it" in both.pull().out
    assert tree(both.project) == before


def test_a_collection_that_anki_has_open_is_read_and_left_alone(both: Both) -> None:
    with Desk(both.anki) as desk:
        edit_note(desk, "first", lambda field: field.replace("Ann", "Anna"))
        paths = [path for path in both.anki.iterdir() if path.is_file()]
        assert any(path.name.endswith("-wal") and path.stat().st_size for path in paths)
        before = {path: sha256(path.read_bytes()).digest() for path in paths}
        assert both.pull().status == 0
        assert {
            path: sha256(path.read_bytes()).digest()
            for path in both.anki.iterdir()
            if path.is_file()
        } == before
        assert "It was Anna." in both.read()
        edit_note(desk, "second", lambda field: field.replace("Bob", "Bobby"))


@pytest.mark.parametrize("legacy", [False, True])
def test_a_package_that_anki_exported_is_read_with_its_files(both: Both, legacy: bool) -> None:  # noqa: FBT001
    with Desk(both.anki) as desk:
        (Path(desk.col.media.dir()) / "new.png").write_bytes(PICTURE)
        edit_note(desk, "first", lambda field: field.replace("Ann", 'Ann<img src="new.png">'))
        package = both.project.parent / "out.apkg"
        desk.export(package, legacy=legacy, with_scheduling=True, with_media=True)
    assert run(both.project, "pull", "--collection", str(package)).status == 0
    (picture,) = (both.project / "c" / "media").iterdir()
    assert picture.read_bytes() == PICTURE


def test_a_note_deleted_in_anki_is_reported_and_becomes_a_draft_if_asked(both: Both) -> None:
    both.write(both.read() + "\n## New and never imported?\n\nYes.\n")
    both.build()
    with Desk(both.anki) as desk:
        desk.delete("second")
    told = both.values()
    assert [each["mine"] for each in told["left"]] == [["Who was second?"]]
    assert both.values("--removed")["drafts"]
    assert "That was Bob.\n\n#card/draft\n" in both.read()
    assert both.read().count("#card/draft") == 1


def test_an_older_build_in_anki_is_not_an_edit_where_git_knows_it(both: Both) -> None:
    def git(*arguments: str) -> None:
        who = ("-c", "user.name=A", "-c", "user.email=a@b.c")
        subprocess.run(["git", *who, *arguments], cwd=both.project, check=True, capture_output=True)

    git("init")
    git("add", ".")
    git("commit", "-m", "one")
    both.write(SMALL.replace("Ann", "Annie"))
    both.build()
    assert both.pull().out == "nothing has changed in Anki\n"


@pytest.mark.parametrize("field", ["<script>x()</script>", '<iframe src="https://x.org"></iframe>'])
def test_what_no_card_may_have_is_refused(both: Both, field: str) -> None:
    both.edit("first", lambda old: old.replace("Ann", f"Ann{field}"))
    ran = both.pull()
    assert ran.status == 1
    assert "refused    c/a.md:3:1: no card may have" in ran.out
    assert both.read() == SMALL


def test_what_cannot_be_read_is_an_error(both: Both) -> None:
    (both.project / "no.colpkg").write_bytes(b"nothing")
    ran = run(both.project, "pull", "--collection", "no.colpkg")
    assert ran.status == 2
    assert "neither a collection nor a package" in ran.err
    assert run(both.project, "pull", "--collection", "none").status == 2
