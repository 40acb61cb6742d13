"""Same sources, same lock: the same bytes, wherever, whenever and however often they are built."""

import json
import shutil
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest

from shell import made, run, spawn, write

SOURCES: Final = {
    "law": "---\ntags: [b, a, c]\n---\n# Law\n\n## Tort?\n\nA wrong. #z #y\n\n![](two.png)\n",
    "art": "## Who?\n\n![](one.png)\n\n## Cloze\n\n==a== and ==b== {{c5::x}}\n\n#card/cloze\n",
}


def project(folder: Path) -> Path:
    """Give a project with pictures; all that differs between two of them is where they are."""
    write(folder, **SOURCES)
    for name in ("one", "two"):
        (folder / f"{name}.png").write_bytes(name.encode() * 100)
    (folder / "obverse.toml").write_text('name = "deck"\ncontent = "."\n', encoding="utf-8")
    return folder


def outcome(folder: Path, **environment: str) -> dict[str, bytes]:
    """Give package and lock of a build in a process of its own."""
    ran = spawn(folder, "build", before=(), **environment)
    assert (ran.status, ran.err) == (0, "")
    return made(folder)


def test_two_folders_two_times_and_two_hash_seeds_give_the_same_bytes(tmp_path: Path) -> None:
    first = project(tmp_path / "first")
    lock = outcome(first, PYTHONHASHSEED="1", SOURCE_DATE_EPOCH="1700000000")["obverse.lock"]
    first_bytes = made(first)
    other = project(tmp_path / "second" / "deeper")
    (other / "obverse.lock").write_bytes(lock)
    other_bytes = outcome(
        other, PYTHONHASHSEED="2", SOURCE_DATE_EPOCH="1800000000", TZ="Asia/Tokyo"
    )
    assert other_bytes == first_bytes


def test_without_a_lock_a_fixed_time_gives_the_same_bytes(tmp_path: Path) -> None:
    builds = [
        outcome(project(tmp_path / name), PYTHONHASHSEED=seed, SOURCE_DATE_EPOCH="1700000000")
        for name, seed in (("a", "3"), ("b", "4"))
    ]
    assert builds[0] == builds[1]


def test_without_a_lock_and_at_another_time_the_guids_are_the_same(tmp_path: Path) -> None:
    guids = []
    for name, time in (("a", "1700000000"), ("b", "1800000000")):
        lock = outcome(project(tmp_path / name), SOURCE_DATE_EPOCH=time)["obverse.lock"].decode()
        guids.append([line.split("\t")[0] for line in lock.splitlines()[1:]])
    assert guids[0] == guids[1]


def test_a_build_from_nothing_gives_the_bytes_of_one_from_the_cache(tmp_path: Path) -> None:
    folder = project(tmp_path)
    before = outcome(folder)
    shutil.rmtree(folder / "build")
    assert outcome(folder) == before
    (folder / "build" / "deck.apkg").unlink()
    assert outcome(folder) == before


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Give the package of a project."""
    assert run(project(tmp_path), "build").status == 0
    return tmp_path / "build" / "deck.apkg"


def test_the_zip_holds_what_a_package_holds_in_a_fixed_order_without_a_date(package: Path) -> None:
    with zipfile.ZipFile(package) as archive:
        assert archive.namelist() == ["collection.anki2", "media", "0", "1", "obverse.lock"]
        for member in archive.infolist():
            assert member.date_time == (1980, 1, 1, 0, 0, 0)
            assert member.create_system == 3
            packed = zipfile.ZIP_STORED if member.filename.isdecimal() else zipfile.ZIP_DEFLATED
            assert member.compress_type == packed
        media = json.loads(archive.read("media"))
        assert list(media.values()) == sorted(media.values())
        assert [name.split("-")[0] for name in media.values()] == ["one", "two"]
        assert archive.read("0") == b"one" * 100


def test_nothing_in_the_database_tells_when_or_where_it_was_made(package: Path) -> None:
    with zipfile.ZipFile(package) as archive, closing(sqlite3.connect(":memory:")) as db:
        db.deserialize(archive.read("collection.anki2"))
        assert db.execute("pragma integrity_check").fetchone() == ("ok",)
        dump = "\n".join(db.iterdump())
        notes = db.execute("select mod from notes").fetchall()
    assert str(package.parent.parent) not in dump
    assert len({mod for (mod,) in notes}) == 1
