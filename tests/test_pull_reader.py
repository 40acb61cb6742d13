"""A pull reads every form in which Anki keeps or exports a collection, and says what it cannot."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from zipfile import ZipFile

import pytest

from engine import Desk
from obverse.exchange.pull.taken import Taken, take_collection
from projects import PICTURE
from shell import run

FILE = "collection.anki2"


def collection(folder: Path, notes: int = 40) -> Path:
    """A collection with some notes, and a file with an odd name."""
    with Desk(folder) as desk:
        basic = desk.col.models.by_name("Basic")
        assert basic
        for number in range(notes):
            note = desk.col.new_note(basic)
            note.fields = [f"q{number}", "0"]
            desk.col.add_note(note, desk.col.decks.get_current_id())
        (Path(desk.col.media.dir()) / "wie gehts & so (1).png").write_bytes(PICTURE)
    return folder / FILE


def fields(taken: Taken) -> list[tuple[str, ...]]:
    """The fields of all notes, in order."""
    return sorted(note.fields for note in taken.rows.notes)


@pytest.mark.parametrize("legacy", [False, True], ids=["zstd", "legacy"])
def test_a_whole_collection_that_was_exported_is_read_like_the_file(
    tmp_path: Path,
    legacy: bool,  # noqa: FBT001
) -> None:
    path, package = collection(tmp_path / "anki"), tmp_path / "all.colpkg"
    with Desk(path.parent) as desk:
        desk.suspend("front:q1")
        desk.set_flag("front:q2", 4)
        desk.col.export_collection_package(str(package), include_media=True, legacy=legacy)
        desk.col.reopen()
    there, packed = take_collection(path), take_collection(package)
    assert fields(packed) == fields(there)
    assert packed.cards == there.cards
    assert sum(card.is_suspended for card in packed.cards) == 1
    assert [card.flag for card in packed.cards if card.flag] == [4]
    for taken in (there, packed):
        assert taken.media("wie gehts & so (1).png") == PICTURE
        assert taken.media("../collection.anki2") is None


def test_a_collection_is_read_whole_while_anki_writes(tmp_path: Path) -> None:
    path, stop = collection(tmp_path / "anki"), Event()
    with Desk(path.parent) as desk:
        one, other = (desk.col.get_note(number) for number in sorted(desk.col.find_notes(""))[:2])
        numbers = one.id, other.id

        def write() -> None:
            count = 0
            while not stop.is_set():
                count += 1
                one.fields[1] = other.fields[1] = f"{count}" * 3000  # so that the log begins again
                desk.col.update_notes([one, other])  # one transaction

        thread = Thread(target=write)
        thread.start()
        try:
            seen = list[str]()
            while len({*seen}) < 5 and len(seen) < 200:
                rows = {note.note_id: note for note in take_collection(path).rows.notes}
                first, second = (rows[number].fields[1] for number in numbers)
                assert first == second
                seen.append(first)
        finally:
            stop.set()
            thread.join()
        assert len({*seen}) >= 5


def schema(path: Path, number: int) -> None:
    """Say that a collection has another schema."""
    connection = sqlite3.connect(path)
    connection.execute("update col set ver = ?", (number,))
    connection.commit()
    connection.close()


def half(path: Path) -> None:
    """Cut a file in two."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def package_of_form(path: Path, number: int) -> None:
    """Make it a package of another form."""
    content = path.read_bytes()
    with ZipFile(path, "w") as package:
        package.writestr("meta", bytes([8, number]))
        package.writestr(FILE, content)


def other_database(path: Path) -> None:
    """Make it a database of something else."""
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("create table col (ver)")
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda path: schema(path, 19), "the collection has schema 19, and obverse reads schemas"),
        (half, "cannot be read: database disk image is malformed"),
        (lambda path: path.write_text("Some text.\n"), "is neither a collection nor a package"),
        (lambda path: path.write_bytes(b""), "is empty"),
        (lambda path: path.write_bytes(b"PK\3\4" + bytes(90)), "the file is not a package"),
        (lambda path: package_of_form(path, 4), "the package has form 4, and obverse reads forms"),
        (other_database, "is a database, but not a collection of Anki"),
        (lambda path: (path.unlink(), path.mkdir()), "is a folder"),
        (Path.unlink, "it does not exist"),
    ],
    ids=["newer", "cut", "text", "empty", "zip", "form", "database", "folder", "none"],
)
def test_what_is_not_a_collection_is_one_clear_error(
    tmp_path: Path, spoil: Callable[[Path], object], said: str
) -> None:
    path = collection(tmp_path / "anki")
    spoil(path)
    project = tmp_path / "project"
    project.mkdir()
    (project / "obverse.toml").write_text('name = "d"\ncontent = "."\n')
    (project / "a.md").write_text("## Who?\n\nAnn.\n")
    assert run(project, "build").status == 0
    ran = run(project, "pull", "--collection", str(path))
    assert ran.status == 2
    assert said in ran.err
    assert ran.err.count("error:") == 1
    assert "  help: " in ran.err


def test_the_folder_of_a_profile_names_the_collection_in_it(tmp_path: Path) -> None:
    path = collection(tmp_path / "anki")
    (tmp_path / "obverse.toml").write_text('name = "d"\ncontent = "c"\n')
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "a.md").write_text("## Who?\n\nAnn.\n")
    assert run(tmp_path, "build").status == 0
    ran = run(tmp_path, "pull", "--collection", str(path.parent))
    assert f"name `{path}`" in ran.err
