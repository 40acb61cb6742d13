"""A delta: for who has the package it names, importing it is importing the whole one."""

import json
import shutil
import sqlite3
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest

from engine import Desk
from projects import PICTURE
from shell import let_a_tick_pass, run

START: Final = 1_700_000_000
MORE: Final = "".join(f"## Question {n * 7} of all?\n\nIt is {n**3}.\n\n" for n in range(20))
FILES: Final[dict[str, str | bytes]] = {
    "obverse.toml": 'name = "deck"\ncontent = "content"\n',
    "content/a.md": f"# A\n\n{MORE}## With a picture?\n\n![x](a.png) old\n\n",
    "content/b.md": "---\ndeck: Other\n---\n\n## Elsewhere?\n\nThere.\n\n## Here?\n\nNot.\n",
    "content/a.png": PICTURE + b"a" * 300_000,
    "content/w.md": "---\nnote-type: word\n---\n\n## Haus\n\n### Meaning\n\na house\n",
    "note-types/word/note-type.toml": 'name = "Word of mine"\nfields = ["Word", "Meaning"]\n'
    '[[templates]]\nname = "Card"\nfront = "front.html"\nback = "back.html"\n',
    "note-types/word/front.html": '{{Word}}<img src="_logo.png">',
    "note-types/word/back.html": "{{FrontSide}}{{Meaning}}",
    "note-types/word/style.css": ".card { color: red }",
    "note-types/word/_logo.png": PICTURE,
}
Edit = Callable[[Path], None]


class Told:
    """A project that was built and imported, and what two learners have of it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.days = folder / "project", 0
        for name, content in FILES.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        self.build()
        self.base = folder / "base.apkg"
        shutil.copy(self.folder / "build" / "deck.apkg", self.base)

    def build(self, *options: str) -> str:
        """Build a day after the last time; gives what was said."""
        self.days += 1
        let_a_tick_pass(self.folder)
        ran = run(self.folder, "build", *options, SOURCE_DATE_EPOCH=str(START + 86400 * self.days))
        assert ran.status == 0, ran.err
        return ran.out


@pytest.fixture(name="told")
def _told(tmp_path: Path) -> Told:
    return Told(tmp_path)


def edit(name: str, old: str, new: str) -> Edit:
    """Replace a text in a file."""

    def done(folder: Path) -> None:
        path = folder / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")

    return done


def rename(old: str, new: str) -> Edit:
    """Rename a source."""

    def done(folder: Path) -> None:
        (folder / old).rename(folder / new)

    return done


def new_picture(folder: Path) -> None:
    """Change the bytes of a picture."""
    (folder / "content/a.png").write_bytes(PICTURE + b"b" * 200_000)


def new_logo(folder: Path) -> None:
    """Have the templates show another file."""
    (folder / "note-types/word/_other.png").write_bytes(PICTURE)
    edit("note-types/word/front.html", "_logo", "_other")(folder)


EDITS: Final[dict[str, tuple[list[Edit], str, set[str]]]] = {
    "a word": ([edit("content/a.md", "It is 343", "It was 343")], "1 of 24 notes", set()),
    "by a picture": ([edit("content/a.md", "old", "new")], "1 of 24 notes", set()),
    "a picture": ([new_picture], "1 of 24 notes", {"a-"}),
    "a new card": (
        [edit("content/a.md", "## With", "## Two?\n\nNo.\n\n## With")],
        "1 of 25",
        set(),
    ),
    "a moved deck": ([edit("content/b.md", "Other", "Third")], "0 of 24 notes", set()),
    "a new card in a moved deck": (
        [
            edit("content/b.md", "Other", "Third"),
            edit("content/b.md", "## Here", "## N?\n\nY\n\n## Here"),
        ],
        "1 of 25 notes",
        set(),
    ),
    "a removed card": ([edit("content/b.md", "## Here?\n\nNot.\n", "")], "0 of 23 notes", set()),
    "a style": (
        [edit("note-types/word/style.css", "red", "blue")],
        "0 of 24 notes, 1 note type",
        {"_logo"},
    ),
    "a file of a template": ([new_logo], "0 of 24 notes, 1 note type", {"_other"}),
    "a style and a note": (
        [
            edit("note-types/word/style.css", "red", "blue"),
            edit("content/w.md", "a house", "the house"),
        ],
        "1 of 24 notes, 1 note type",
        {"_logo"},
    ),
    "a renamed source": ([rename("content/b.md", "content/c.md")], "0 of 24 notes", set()),
    "a tag": ([edit("content/a.md", "old\n", "old\n\n#tagged\n")], "1 of 24 notes", set()),
}
COLD: Final = ("a word", "a picture", "a removed card")  # what a build also finds after an edit


@pytest.mark.parametrize("name", [*EDITS, *(f"{each}, cold" for each in COLD)])
def test_base_and_delta_are_the_whole(told: Told, tmp_path: Path, name: str) -> None:
    name, _, cold = name.partition(", ")
    changes, said, files = EDITS[name]
    for change in changes:
        change(told.folder)
    if cold:
        shutil.rmtree(told.folder / "build" / ".cache")
    out = told.build("--since", str(told.base))
    assert f"delta      {said}" in out
    package = told.folder / "build" / "deck-since-base.apkg"
    told.build()
    whole = told.folder / "build" / "deck.apkg"
    if not package.exists():
        assert "0 of" in said
        assert "wrote" not in out
        package = told.base
    else:
        assert {
            each[: each.find("-") + 1] or each[: each.find(".")] for each in media(package)
        } == files
    assert learned(tmp_path / "one", told.base, package) == learned(
        tmp_path / "two", told.base, whole
    )


def media(package: Path) -> list[str]:
    """The names of the files in a package."""
    with zipfile.ZipFile(package) as archive:
        return sorted(json.loads(archive.read("media")).values())


def learned(folder: Path, base: Path, then: Path) -> Any:  # noqa: ANN401
    """What a learner has who imported two packages, and reviewed and tagged in between."""
    with Desk(folder) as desk:
        desk.import_package(base)
        cards = sorted(card.id for card in desk.cards().values())
        for card in cards[::2]:
            desk.review(f"cid:{card}")
        desk.set_flag(f"cid:{cards[3]}", 2)
        desk.suspend(f"cid:{cards[4]}")
        desk.col.db.execute("update notes set tags = ' mine ' where id % 3 = 0")  # type: ignore[union-attr]
        desk.import_package(then)
        # Whether the engine has a card's last review time depends on the second it was answered in.
        own = ("Added last review time", "Database rebuilt and optimized")
        assert [each for each in desk.check() if not each.startswith(own)] == []
        notes = {
            guid: (note.fields, note.tags, note.note_type, note.mod)
            for guid, note in desk.notes().items()
        }
        looks = {
            each["name"]: (each["css"], each["tmpls"][0]["qfmt"]) for each in desk.col.models.all()
        }
        # When a card is due again is counted from the answer, which two learners give at two times.
        states = {key: replace(card, due=0) for key, card in desk.cards().items()}
        return notes, states, looks, desk.media()


def test_retired_notes_come_along(told: Told, tmp_path: Path) -> None:
    edit("content/b.md", "## Here?\n\nNot.\n", "")(told.folder)
    assert "delta      1 of 23 notes" in told.build("--since", str(told.base), "--retire")
    with Desk(tmp_path / "desk") as desk:
        desk.import_package(told.base)
        desk.import_package(told.folder / "build" / "deck-since-base.apkg")
        assert len(desk.search("tag:obverse::retired")) == 1
    again = told.build("--since", str(told.folder / "build/deck-since-base.apkg"), "--retire")
    assert "delta      0 of 23 notes" in again


def test_a_delta_is_the_base_of_the_next_delta_and_never_of_an_amendment(told: Told) -> None:
    edit("content/a.md", "It is 343", "It was 343")(told.folder)
    told.build("--since", str(told.base))
    first = told.folder / "build" / "deck-since-base.apkg"
    edit("content/a.md", "It is 512", "It was 512")(told.folder)
    assert "delta      1 of 24" in told.build("--since", str(first))
    assert "delta      2 of 24" in told.build("--since", str(told.base))
    assert "24 notes" in told.build()
    package = told.folder / "build" / "deck.apkg"
    warm = package.read_bytes()
    assert notes_in(package) == 24
    shutil.rmtree(told.folder / "build" / ".cache")
    package.unlink()
    told.build()
    assert package.read_bytes() == warm


def notes_in(package: Path) -> int:
    """The number of notes in a package."""
    with zipfile.ZipFile(package) as archive:
        connection = sqlite3.connect(":memory:")
        connection.deserialize(archive.read("collection.anki2"))
        ((number,),) = connection.execute("select count() from notes")
        connection.close()
        return int(number)


def test_the_order_alone_is_kept_for_the_next_build(told: Told) -> None:
    edit(
        "content/b.md",
        "## Elsewhere?\n\nThere.\n\n## Here?\n\nNot.\n",
        "## Here?\n\nNot.\n\n## Elsewhere?\n\nThere.\n",
    )(told.folder)
    assert "0 of 24" in told.build("--since", str(told.base))
    edit("content/a.md", "It is 343", "It was 343")(told.folder)
    told.build()
    warm = (told.folder / "build" / "deck.apkg").read_bytes()
    shutil.rmtree(told.folder / "build")
    told.build()
    assert (told.folder / "build" / "deck.apkg").read_bytes() == warm


def test_the_lock_comes_back_from_a_delta(told: Told) -> None:
    edit("content/a.md", "It is 343", "It was 343")(told.folder)
    told.build("--since", str(told.base))
    lock = told.folder / "content" / "obverse.lock"
    before = lock.read_bytes()
    lock.unlink()
    package = "build/deck-since-base.apkg"
    assert run(told.folder, "lock", "--restore", package).status == 0
    assert lock.read_bytes() == before


def git(folder: Path, *arguments: str) -> None:
    """Run git."""
    who = ("-c", "user.name=A", "-c", "user.email=a@b.c")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


def test_a_commit_says_what_a_learner_has(told: Told) -> None:
    git(told.folder, "init")
    git(told.folder, "add", ".")
    git(told.folder, "commit", "-m", "one")
    git(told.folder, "tag", "release/1")
    edit("content/a.md", "old", "new")(told.folder)
    assert "delta      1 of 24 notes" in told.build("--since", "release/1")
    # The package of that commit is in the build folder: its files are not shipped again.
    package = told.folder / "build" / "deck-since-release-1.apkg"
    assert media(package) == []
    package.unlink()
    told.build()
    assert "delta      1 of 24 notes" in told.build("--since", "HEAD", "-o", str(package))
    assert len(media(package)) == 1


WRONG: Final[dict[str, tuple[tuple[str, ...], str]]] = {
    "no package": (("build/no.apkg",), "the package `build/no.apkg` does not exist"),
    "no commit": (("v9",), "there is no package and no commit `v9`"),
    "an option": (("--help",), "there is no package and no commit `--help`"),
    "no lock": (("HEAD",), "`HEAD` has no lock: `content/obverse.lock` is not in that commit"),
    "another project": (("other.apkg",), "`other.apkg` is of another project"),
    "not ours": (("plain.apkg",), "does not contain `obverse.lock`"),
    "no package at all": (("obverse.toml",), "is not a package"),
    "over the base": (("base.apkg", "-o", "base.apkg"), "write another"),
    "over the whole": (("base.apkg", "-o", "build/deck.apkg"), "write another"),
}


def test_what_cannot_be_is_said_and_nothing_written(told: Told) -> None:
    shutil.copy(told.base, told.folder / "base.apkg")
    with zipfile.ZipFile(told.folder / "plain.apkg", "w") as archive:
        archive.writestr("collection.anki2", b"")
    other = told.folder.parent / "other"
    other.mkdir()
    (other / "z.md").write_text("## Another?\n\nYes.\n", "utf-8")
    assert run(other, "build", "-o", str(told.folder / "other.apkg")).status == 0
    git(told.folder, "init")
    (told.folder / "x").write_text("x", "utf-8")
    git(told.folder, "add", "x")
    git(told.folder, "commit", "-m", "without a lock")
    before = {path: path.read_bytes() for path in told.folder.rglob("*.apkg")}
    for name, (options, message) in WRONG.items():
        ran = run(told.folder, "build", "--since", *options)
        assert (ran.status, name) == (2, name)
        assert message in ran.err
        assert {path: path.read_bytes() for path in told.folder.rglob("*.apkg")} == before


def test_one_file_alone_has_no_delta(told: Told) -> None:
    ran = run(told.folder, "build", "content/a.md", "--since", str(told.base))
    assert ran.status == 2
    assert "is for a whole project" in ran.err


def test_pictures_that_did_not_change_are_not_read(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit("content/a.md", "It is 343", "It was 343")(told.folder)
    let_a_tick_pass(told.folder)
    read_bytes = Path.read_bytes

    def read(path: Path) -> bytes:
        assert path.suffix != ".png"
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", read)
    assert "delta      1 of 24" in told.build("--since", str(told.base))
