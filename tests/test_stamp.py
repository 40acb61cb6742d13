"""A build notices whatever changed since the last one, and reads nothing where nothing did."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from obverse.incremental import stamp
from obverse.incremental.stamp import Files, Seen, Sources
from obverse.machine import files
from obverse.machine import version as program
from shell import let_a_tick_pass, run, write

PICTURE: Final = b"\x89PNG\r\n\x1a\n" + bytes(100)
NOTE_TYPE: Final = {
    "note-type.toml": 'fields = ["Word", "Sense"]\n',
    "front.html": "{{Word}}",
    "back.html": "{{Sense}}",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a project with two sources, a picture and a style that was built once."""
    (tmp_path / "obverse.toml").write_text('content = "notes"\nstyle = "extra.css"\n')
    (tmp_path / "extra.css").write_text(".card { color: red }\n")
    write(tmp_path / "notes", one="# One\n\n## Question 1?\n\nAnswer 1.\n\n![](p.png)\n")
    write(tmp_path / "notes" / "below", two="# Two\n\n## Question 2?\n\nAnswer 2.\n")
    (tmp_path / "notes" / "p.png").write_bytes(PICTURE)
    assert is_built(tmp_path)
    assert not is_built(tmp_path)
    return tmp_path


def is_built(folder: Path, *arguments: str) -> bool:
    """Build, and say whether there was anything to do."""
    ran = run(folder, "build", *arguments)
    assert ran.status == 0, ran.err
    return "nothing has changed" not in ran.out


def opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give the files that a build reads, without the configuration and the stamp."""
    read, whole = list[str](), files.read

    def noted(path: str | Path, *, end: int = 0) -> bytes:
        read.append(Path(path).name)
        return whole(path, end=end)

    let_a_tick_pass(folder)
    with monkeypatch.context() as patched:
        patched.setattr(files, "read", noted)
        assert not is_built(folder)
    return sorted(name for name in read if name != "obverse.toml")


def set_back(path: Path, before: os.stat_result) -> None:
    """Give a file the times it had, as an archive or an author can."""
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def test_a_build_with_nothing_to_do_reads_no_source(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(folder, monkeypatch)  # what was written within the last tick is read once more
    assert opened(folder, monkeypatch) == []


def test_a_file_touched_without_a_change_is_read_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(folder, monkeypatch)
    (package,) = (folder / "build").glob("*.apkg")
    for path in (folder / "notes" / "one.md", folder / "notes" / "p.png", package):
        os.utime(path, ns=(1, 1))
        assert opened(folder, monkeypatch) == [path.name]
        assert opened(folder, monkeypatch) == []


def test_a_copy_of_all_files_with_other_times_is_the_same(folder: Path, tmp_path: Path) -> None:
    kept, copied = tmp_path / "kept", tmp_path / "copied"
    kept.mkdir()
    for path in (folder / "notes", folder / "build"):
        shutil.copytree(path, kept / path.name, copy_function=shutil.copyfile)
        shutil.rmtree(path)
        shutil.copytree(kept / path.name, path, copy_function=shutil.copyfile)
    assert not is_built(folder)
    # Elsewhere the package is another file.
    shutil.copytree(folder, copied, ignore=shutil.ignore_patterns("copied", "kept"))
    assert is_built(copied)


@pytest.mark.parametrize(
    "name",
    ["notes/one.md", "notes/below/two.md", "notes/p.png", "extra.css", "notes/obverse.lock"],
)
def test_an_edit_of_the_same_size_with_the_time_set_back_is_noticed(
    name: str, folder: Path
) -> None:
    path = folder / name
    before, raw = path.stat(), path.read_bytes()
    path.write_bytes(raw[:-2] + bytes([raw[-2] ^ 1]) + raw[-1:])
    set_back(path, before)
    assert path.stat().st_size == before.st_size
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    if name.endswith(".lock"):
        last = stamp.read(folder / "build" / ".cache")
        assert Files({name: str(path)}, last.others).changed() != []
    else:
        assert is_built(folder)
        assert not is_built(folder)


def test_where_nothing_tells_of_changes_a_file_is_read_to_know_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def as_windows(path: str) -> Seen:
        told = Path(path).stat()
        return Seen(told.st_size, told.st_mtime_ns, 1, told.st_ino)  # when it was made

    monkeypatch.setattr(stamp, "_TELLS_CHANGES", False)
    monkeypatch.setattr(stamp, "_see", as_windows)
    path = folder / "notes" / "one.md"
    let_a_tick_pass(folder)
    run(folder, "build")
    before = path.stat()
    path.write_bytes(path.read_bytes().replace(b"Answer 1", b"Answer 2"))
    set_back(path, before)
    assert is_built(folder)
    assert not is_built(folder)


def test_an_edit_right_after_the_build_is_noticed(folder: Path) -> None:
    path = folder / "notes" / "one.md"
    text = path.read_text()
    for number in range(2, 9):
        path.write_text(text.replace("Answer 1", f"Answer {number}"))
        assert is_built(folder)


def test_an_edit_within_the_same_tick_of_the_clock_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "deck.md"
    alike = 0
    with files.one_at_a_time(tmp_path):
        for _ in range(200):
            path.write_bytes(b"before")
            tick = files.tick(tmp_path)
            sources = Sources({"deck.md": str(path)}, {})
            assert sources["deck.md"] == b"before"
            kept, seen = sources.keep(tick), path.stat()
            path.write_bytes(b"behind")
            alike += path.stat().st_mtime_ns == seen.st_mtime_ns
            assert Files({"deck.md": str(path)}, kept).changed() == ["deck.md"]
    assert alike or seen.st_mtime_ns % 1000, "such an edit was never made"


def test_an_old_file_is_not_read_to_know_it_again(tmp_path: Path) -> None:
    path = tmp_path / "deck.md"
    path.write_bytes(b"text")
    with files.one_at_a_time(tmp_path):
        let_a_tick_pass(tmp_path)
        tick = files.tick(tmp_path)
    kept = Sources({"deck.md": str(path)}, {}).keep(tick)
    again = Sources({"deck.md": str(path)}, kept)
    assert again.suspects() == again.changed() == []
    assert again.keep(tick) == kept


def test_what_is_compiled_is_what_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "deck.md"
    path.write_bytes(b"compiled")
    sources = Sources({"deck.md": str(path)}, {})
    assert sources["deck.md"] == b"compiled"
    path.write_bytes(b"too late")
    assert sources["deck.md"] == b"compiled"
    kept = sources.keep(0)
    assert Sources({"deck.md": str(path)}, kept).changed() == ["deck.md"]


def test_a_new_and_a_removed_file_are_noticed(folder: Path) -> None:
    write(folder / "notes", three="# Three\n\n## Question 3?\n\nAnswer 3.\n")
    assert is_built(folder)
    assert not is_built(folder)
    (folder / "notes" / "three.md").unlink()
    assert is_built(folder)
    assert not is_built(folder)
    (folder / "notes" / "one.md").rename(folder / "notes" / "four.md")
    assert is_built(folder)


@pytest.mark.parametrize("name", ["build/{}.apkg", "notes/obverse.lock", "build/.cache/stamp.json"])
def test_what_a_build_made_is_made_again(name: str, folder: Path) -> None:
    path = folder / name.format(folder.name)
    path.unlink()
    assert is_built(folder, "--new-lock")
    assert path.is_file()
    assert not is_built(folder)


def test_settings_and_options_are_noticed(folder: Path) -> None:
    with (folder / "obverse.toml").open("a") as stream:
        stream.write('deck = "Root"\n')
    assert is_built(folder)
    assert is_built(folder, "--deck", "Other")
    assert not is_built(folder, "--deck", "Other")
    assert is_built(folder)
    assert is_built(folder, "--output", "other.apkg")
    (folder / "extra.css").unlink()
    assert run(folder, "build").status == 1


def test_a_new_file_of_a_note_type_is_noticed(folder: Path) -> None:
    own = folder / "note-types" / "word"
    own.mkdir(parents=True)
    for name, text in NOTE_TYPE.items():
        (own / name).write_text(text)
    assert is_built(folder)
    assert not is_built(folder)
    (own / "style.css").write_text(".card { color: blue }\n")
    assert is_built(folder)


def test_a_stamp_that_is_none_is_passed_by(folder: Path) -> None:
    path = folder / "build" / ".cache" / stamp.NAME
    whole = path.read_bytes()
    for raw in (b"", b"[]", b"{}", b"nonsense", whole[:-9], b'["",{},{},1,[]]', b"[1,2,3,4,5]"):
        path.write_bytes(raw)
        assert is_built(folder)
        assert not is_built(folder)


def test_no_device_is_read_to_the_end_for_a_stamp() -> None:
    kept = {"endless": stamp.Kept("", stamp.Seen(0, 0, 0, 0))}
    assert Files({"endless": "/dev/zero"}, kept).changed() == ["endless"]


def test_a_warning_is_told_every_time(tmp_path: Path) -> None:
    write(tmp_path, deck="# Deck\n\n## Question?\n\n<b onclick='x'>Answer</b>\n")
    first = run(tmp_path, "build")
    again = run(tmp_path, "build")
    assert "nothing has changed" in again.out
    assert "warning" in first.err
    assert again.err == first.err
    assert run(tmp_path, "build", "--strict").status == 1


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """Give a copy of the program, in a folder to be put on the path of modules."""
    place = tmp_path / "copied"
    own = Path(program.__file__).parents[1]
    shutil.copytree(own, place / "obverse", ignore=shutil.ignore_patterns("__pycache__"))
    return place


@pytest.fixture(autouse=True)
def _program_of_its_own() -> Iterator[None]:
    """Forget what another test made of the program's files."""
    program.listing.cache_clear()
    yield
    program.listing.cache_clear()


def version() -> str:
    """Give the version that another process would find."""
    program.listing.cache_clear()
    return program.version()


def test_a_changed_program_file_is_noticed(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "__file__", str(copied / "obverse" / "machine" / "version.py"))
    names = (
        "compile/parse.py",
        "note_types/obverse/note-type.toml",
        "note_types/choice.js",
        "check/rules/empty_back.py",
    )
    for name in names:
        before, path = version(), copied / "obverse" / name
        assert before == version()
        path.write_bytes(path.read_bytes() + b"\n")
        assert before != version()
    before = version()
    (copied / "obverse" / "compile" / "kinds" / "fresh.py").write_text("")
    assert before != version()


def test_an_upgraded_library_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = program.listing()
    assert all(f"{name}/__init__.py" in before for name in program.LIBRARIES)
    (tmp_path / "nh3").mkdir()
    (tmp_path / "nh3" / "__init__.py").write_text('__version__ = "9"\n')
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    program.listing.cache_clear()
    after = program.listing()
    assert str(tmp_path / "nh3") in after
    assert len(after.splitlines()) == len(before.splitlines())
