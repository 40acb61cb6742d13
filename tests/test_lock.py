"""The lock: one form, one line a note, healed after a merge, and looked after by its command."""

import shutil
from pathlib import Path
from random import Random
from typing import Final

import pytest
from click.testing import CliRunner, Result

from deck_texts import FAMILIES
from decks import Author, cards
from obverse.cli import main
from obverse.errors import TextError
from obverse.values import lock as locks
from obverse.values.lock import Known, KnownType

DAY: Final = 86_400
NOW: Final = 1_700_000_000
KNOWN: Final = Known(
    guid="AbCdEfGhIjK",
    note_id=1_700_000_000_000,
    note_type="obverse",
    kind="basic",
    deck="Deck",
    path="deck.md",
    modified=NOW,
    removed=0,
    digest="d" * 11,
    tags=("one", "two::three"),
    front_key="f" * 11,
    back_key="b" * 11,
    sketch="abcd",
    numbers=((1, "key'word"), (3, "key~abcd")),
    pin="",
    front="What?",
)
TYPE: Final = KnownType("Obverse", "digest", NOW)


def run(folder: Path, *words: str, now: int = NOW) -> Result:
    """Run a command on a project in a folder."""
    command, *options = words
    environment = {"SOURCE_DATE_EPOCH": str(now)}
    return CliRunner().invoke(main, [command, str(folder), *options], env=environment)


@pytest.fixture(name="project")
def _project(tmp_path: Path) -> Path:
    """Three cards, built."""
    write(tmp_path, "one", "two", "three")
    assert run(tmp_path, "build").exit_code == 0
    return tmp_path


def write(folder: Path, *words: str) -> None:
    pairs = [(f"What is {word}?", f"The number {word} and nothing else.") for word in words]
    (folder / "deck.md").write_text(cards(*pairs), encoding="utf-8")


@pytest.mark.parametrize(
    "known",
    [
        KNOWN,
        KNOWN._replace(removed=NOW, tags=(), numbers=(), sketch="", pin="name"),
        KNOWN._replace(path="a\tb\n\\c\x01d.md", deck="A\tB::C\\t"),
        KNOWN._replace(path="caf\udce9.md", front="“Ünïcode” 日本"),
    ],
    ids=["living", "tombstone", "control characters", "a name that is not utf-8"],
)
def test_what_is_written_is_read_again(known: Known) -> None:
    text = locks.write([known], [TYPE])
    assert text.count("\n") == 3
    assert text.encode().decode() == text
    assert locks.read(text).notes == {known.guid: known}
    assert locks.read(text).types == {TYPE.name: TYPE}


def test_the_form_depends_on_nothing_but_the_notes() -> None:
    notes = [KNOWN._replace(guid=f"guid{number}") for number in range(9)]
    assert locks.write(notes, [TYPE]) == locks.write(reversed(notes), [TYPE])


def test_a_note_takes_less_than_400_bytes() -> None:
    rng = Random(7)  # repeatable on purpose, not secret
    texts = [rng.choice(FAMILIES)(rng) for _ in range(500)]
    author = Author()
    notes = author.build(cards(*((text.front, text.back) for text in texts)))
    size = len(locks.write((each.after for each in notes), ()).encode()) / len(notes)
    assert size < 250


@pytest.mark.parametrize("mark", ["<<<<<<< HEAD", "=======", ">>>>>>> branch", "||||||| base"])
def test_a_conflict_marker_is_an_error_that_names_the_line(project: Path, mark: str) -> None:
    path = project / "obverse.lock"
    lines = path.read_text().split("\n")
    path.write_text("\n".join([*lines[:3], mark, *lines[3:]]))
    result = run(project, "build")
    assert result.exit_code == 1
    assert "obverse.lock:4:1: error: " in result.stderr
    assert "[lock-conflict]" in result.stderr
    assert run(project, "lock", "--check").exit_code == 1


@pytest.mark.parametrize(
    ("text", "rule", "line"),
    [
        ("something else\n", "lock-damaged", 1),
        ("obverse.lock 2 (later)\n", "lock-newer", 1),
        (f"obverse.lock {5000 * chr(57)} (later)\n", "lock-newer", 1),
        (locks.write([KNOWN], [TYPE]) + "cut off\there\n", "lock-damaged", 4),
    ],
)
def test_what_is_no_lock_is_an_error_with_the_line(text: str, rule: str, line: int) -> None:
    with pytest.raises(TextError) as raised:
        locks.read(text)
    assert (raised.value.rule, raised.value.line) == (rule, line)


def test_doubled_lines_are_healed_and_reported(project: Path) -> None:
    path = project / "obverse.lock"
    canonical = path.read_text()
    line = next(line for line in canonical.split("\n") if "What is two?" in line)
    known = next(each for each in locks.read(canonical).notes.values() if "two" in each.front)
    older = locks.line_of(known._replace(front="What was two?", modified=NOW - 1))
    path.write_text(canonical.replace(line, f"{line}\n{older}"))
    check = run(project, "lock", "--check")
    assert check.exit_code == 1
    assert "[lock-healed]" in check.stderr
    built = run(project, "build")
    assert built.exit_code == 0
    assert "two lines for `What is two?`" in built.stderr
    assert path.read_text() == canonical
    assert run(project, "lock", "--check").exit_code == 0


@pytest.mark.parametrize("change", ["reversed", "blank line", "crlf", "types last"])
def test_a_build_puts_the_lock_in_order(project: Path, change: str) -> None:
    path = project / "obverse.lock"
    plain = path.read_bytes()
    head, note_type, *lines, end = plain.split(b"\n")
    assert (len(lines), end) == (3, b"")
    path.write_bytes(
        {
            "reversed": b"\n".join([head, note_type, *reversed(lines), b""]),
            "blank line": b"\n".join([head, note_type, b"", *lines, b""]),
            "crlf": plain.replace(b"\n", b"\r\n"),
            "types last": b"\n".join([head, *lines, note_type, b""]),
        }[change]
    )
    shutil.rmtree(project / "build")
    assert run(project, "build").exit_code == 0
    assert path.read_bytes() == plain


def test_check_finds_lines_in_another_order(project: Path) -> None:
    path = project / "obverse.lock"
    header, kind, *lines = path.read_text().rstrip("\n").split("\n")
    path.write_text("\n".join([header, kind, *reversed(lines)]) + "\n")
    result = run(project, "lock", "--check")
    assert result.exit_code == 1
    assert "[lock-not-canonical]" in result.stderr


def test_restore_joins_what_the_package_knows_with_what_is_known(project: Path) -> None:
    path = project / "obverse.lock"
    [package] = (project / "build").glob("*.apkg")
    old = project / "old.apkg"
    old.write_bytes(package.read_bytes())
    write(project, "two", "three", "four")
    run(project, "build", now=NOW + 10)
    after = path.read_text()
    path.write_text("<<<<<<< broken\n")
    assert run(project, "lock", "--restore", str(old)).exit_code == 0
    assert {each.front for each in locks.read(path.read_text()).notes.values()} == {
        f"What is {word}?" for word in ("one", "two", "three")
    }
    path.write_text(after)
    assert run(project, "lock", "--restore", str(old)).exit_code == 0
    assert path.read_text() == after


def test_restore_says_what_is_no_package_of_ours(project: Path) -> None:
    result = run(project, "lock", "--restore", str(project / "deck.md"))
    assert result.exit_code == 2
    assert "is not a package" in result.stderr


def test_prune_forgets_tombstones_of_that_age_and_no_living_note(project: Path) -> None:
    write(project, "two")
    run(project, "build", now=NOW + 10 * DAY)
    path = project / "obverse.lock"
    assert len(locks.read(path.read_text()).notes) == 3
    run(project, "lock", "--prune", "30d", now=NOW + 30 * DAY)
    assert len(locks.read(path.read_text()).notes) == 3
    result = run(project, "lock", "--prune", "2w", now=NOW + 30 * DAY)
    assert "2 notes forgotten" in result.stdout
    assert [each.front for each in locks.read(path.read_text()).notes.values()] == ["What is two?"]
    assert run(project, "lock", "--check").exit_code == 0


@pytest.mark.parametrize(
    "words",
    [("--check", "--prune", "1d"), ("--renew", "--check"), ("--prune", "long")],
    ids=["two", "two others", "no age"],
)
def test_lock_is_asked_for_one_thing_at_a_time(project: Path, words: tuple[str, ...]) -> None:
    assert run(project, "lock", *words).exit_code == 2


def test_without_an_option_the_state_is_shown(project: Path) -> None:
    write(project, "one", "two")
    run(project, "build", now=NOW + 10)
    result = run(project, "lock")
    assert result.exit_code == 0
    assert "2 notes, 1 removed" in result.stdout
    assert "4 of 4 lines have one" in result.stdout
    assert "in no commit" in result.stdout
    assert "has the same lock" in result.stdout
    path = project / "obverse.lock"
    path.write_text(path.read_text() + "<<<<<<< HEAD\n")
    result = run(project, "lock")
    assert result.exit_code == 1
    assert "[lock-conflict]" in result.stderr
    path.unlink()
    result = run(project, "lock")
    assert result.exit_code == 2
    assert "is gone" in result.stderr
    shutil.rmtree(project / "build")
    assert "there is no lock yet" in run(project, "lock").stdout


def grown(project: Path) -> tuple[Path, Path]:
    """Give a package of three notes, and a lock of four."""
    [package] = (project / "build").glob("*.apkg")
    old = project / "old.apkg"
    old.write_bytes(package.read_bytes())
    write(project, "one", "two", "three", "four")
    assert run(project, "build", now=NOW + 10).exit_code == 0
    return old, project / "obverse.lock"


def test_restore_leaves_the_lock_of_a_newer_version_alone(project: Path) -> None:
    old, path = grown(project)
    path.write_text(path.read_text().replace("obverse.lock 1 ", "obverse.lock 2 "))
    before = path.read_bytes()
    result = run(project, "lock", "--restore", str(old))
    assert result.exit_code == 2
    assert "version 2" in result.stderr
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "damage",
    [
        b"<<<<<<< HEAD\n",
        b"nonsense\n",
        b"\xff\xfe\n",
        b"nul \0\n",
        b"=======\n>>>>>>> other\n",
        b"guid\t" + b"9" * 20 + b"\tobverse\n",
    ],
    ids=["conflict", "nonsense", "not utf-8", "nul", "two markers", "cut"],
)
@pytest.mark.parametrize("at", ["first", "within", "last"])
def test_restore_keeps_every_line_that_can_be_read(project: Path, damage: bytes, at: str) -> None:
    old, path = grown(project)
    whole = path.read_bytes()
    lines = whole.splitlines(keepends=True)
    place = {"first": 0, "within": 4, "last": len(lines)}[at]
    damaged = b"".join([*lines[:place], damage, *lines[place:]])
    path.write_bytes(damaged)
    for number in (1, 2):
        result = run(project, "lock", "--restore", str(old))
        assert result.exit_code == 0, result.stderr
        assert f"is kept as `{project}/obverse.lock.{number}.old`" in result.stdout
        assert path.read_bytes() == whole
        assert (project / f"obverse.lock.{number}.old").read_bytes() == damaged
        path.write_bytes(damaged)


def test_restore_of_a_whole_lock_keeps_no_copy(project: Path) -> None:
    old, path = grown(project)
    whole = path.read_bytes()
    assert run(project, "lock", "--restore", str(old)).exit_code == 0
    assert path.read_bytes() == whole
    assert not [*project.glob("*.old")]
