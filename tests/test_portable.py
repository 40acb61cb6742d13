"""What differs from system to system and must not show: drives, spelling of names, encodings."""

import errno
import ntpath
import os
import subprocess
import sys
import types
import unicodedata
from pathlib import Path
from typing import Final, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obverse.commands import seen_from_here
from obverse.errors import ObverseError
from obverse.machine import files, paths
from obverse.project import project
from obverse.project.drawing import command_words
from obverse.project.find_sources import is_source
from obverse.project.project import Project
from obverse.project.settings import Settings
from obverse.values import lock as locks
from shell import run, write

CARD: Final = "## Q{0}?\n\nA{0}.\n"
NFC: Final = "Übung é"
NFD: Final = unicodedata.normalize("NFD", NFC)
# What a text may be that names a file on every system.
NAMES: Final = st.text("aeénñ각Å\u0301\u0308 -_.", min_size=1, max_size=8)


Form = Literal["NFC", "NFD"]
FORMS: Final[tuple[Form, ...]] = ("NFC", "NFD")


# Drives


@pytest.fixture(name="on_windows")
def _on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os.path, "relpath", ntpath.relpath)
    monkeypatch.setattr(ntpath, "abspath", ntpath.normpath)


@pytest.mark.usefixtures("on_windows")
def test_from_one_drive_to_another_there_is_only_the_whole_path() -> None:
    assert paths.relative("D:/notes/a.md", "C:/work") == "D:/notes/a.md"
    there = Project(Path("C:/work"), Settings(), Path("D:/notes"))
    assert there.key_of(Path("D:/notes/a.md")) == "D:/notes/a.md"


@pytest.mark.parametrize("fault", [ValueError("path is on mount"), FileNotFoundError()])
def test_a_path_without_a_way_from_here_is_shown_whole(
    fault: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> str:
        raise fault

    monkeypatch.setattr(os.path, "relpath", fail)
    assert paths.shown(tmp_path / "a.md") == f"{tmp_path.as_posix()}/a.md"
    assert seen_from_here(tmp_path) == f"{tmp_path.as_posix()}/"


@pytest.mark.parametrize(
    ("path", "is_below"),
    [
        *(("a.md", True), ("..a/b.md", True), ("...", True), (".", True)),
        *(("..", False), ("../a.md", False), ("/a.md", False)),
    ],
)
def test_only_what_is_below_is_below(path: str, *, is_below: bool) -> None:
    assert paths.is_below(path) == is_below


def test_a_folder_whose_name_begins_with_dots_is_below(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert paths.shown(tmp_path / "..notes" / "a.md") == "..notes/a.md"
    assert seen_from_here(tmp_path / "..notes") == "..notes/"


def test_a_current_folder_that_was_deleted_is_said_to_be_gone(tmp_path: Path) -> None:
    write(tmp_path, deck=CARD)
    script = "import os, sys; os.mkdir('x'); os.chdir('x'); os.rmdir('../x'); "
    script += "from obverse.cli import main; main()"

    def told(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", script, *arguments]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert told("build").stderr == "error: the folder `.` does not exist\n"
    assert f"wrote      {tmp_path}/build/" in told("build", str(tmp_path)).stdout


# Locks on files


def faked(monkeypatch: pytest.MonkeyPatch, name: str, module: types.ModuleType | None) -> None:
    monkeypatch.setitem(sys.modules, name, module)


def test_windows_goes_on_waiting_when_ten_seconds_are_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = [OSError(errno.EDEADLK, "deadlock"), OSError(errno.EACCES, "denied"), None]

    def locking(handle: int, mode: int, count: int) -> None:
        assert (handle > 0, mode, count) == (True, 1, 1)
        if fault := tries.pop(0):
            raise fault

    module = types.ModuleType("msvcrt")
    vars(module).update(locking=locking, LK_LOCK=1)
    faked(monkeypatch, "fcntl", None)
    faked(monkeypatch, "msvcrt", module)
    with files.one_at_a_time(tmp_path):
        assert tries == []


def test_what_else_is_wrong_with_a_lock_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = types.ModuleType("fcntl")

    def flock(_handle: int, _mode: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    vars(module).update(flock=flock, LOCK_EX=2, LOCK_NB=4)
    faked(monkeypatch, "fcntl", module)
    with pytest.raises(ObverseError, match="input/output error"), files.one_at_a_time(tmp_path):
        pass


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS])
def test_a_file_system_without_locks_is_built_on(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = types.ModuleType("fcntl")

    def flock(_handle: int, _mode: int) -> None:
        raise OSError(number, "no locks")

    vars(module).update(flock=flock, LOCK_EX=2, LOCK_NB=4)
    faked(monkeypatch, "fcntl", module)
    write(tmp_path, deck=CARD)
    assert run(tmp_path, "build").status == 0


def test_a_system_without_locks_is_built_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    faked(monkeypatch, "fcntl", None)
    faked(monkeypatch, "msvcrt", None)
    write(tmp_path, deck=CARD)
    assert run(tmp_path, "build").status == 0


# Commands


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (r"C:\tools\dot.exe -Tsvg", [r"C:\tools\dot.exe", "-Tsvg"]),
        (r'"C:\Program Files\dot.exe" -o "a b"', [r"C:\Program Files\dot.exe", "-o", "a b"]),
        (r"dot -I\\share\x '-T svg'", ["dot", r"-I\\share\x", "-T svg"]),
        ("dot # no comment", ["dot", "#", "no", "comment"]),
        ("", [""]),
    ],
)
def test_a_command_keeps_its_backslashes_on_windows(command: str, expected: list[str]) -> None:
    found = command_words(command, is_windows=True)
    assert [Path(found[0]).name, *found[1:]] == [Path(expected[0]).name, *expected[1:]]


def test_a_command_is_read_as_a_shell_does_elsewhere() -> None:
    assert command_words(r"dot a\ b 'c d'", is_windows=False) == ["dot", "a b", "c d"]


# Output


@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "ascii", "utf-16"])
@pytest.mark.parametrize(
    "arguments",
    [
        ("import", "--to", "json", "--format", "json", "cards.json"),
        ("check", "--format", "json"),
        ("check", "--format", "sarif"),
        ("plan", "--format", "json"),
        ("export", "--format", "json"),
        ("export", "--format", "csv"),
        ("export", "--format", "markdown"),
        ("check", "--diff"),
    ],
    ids=" ".join,
)
def test_what_programs_read_is_utf_8_whatever_the_console_writes(
    arguments: tuple[str, ...], encoding: str, tmp_path: Path
) -> None:
    write(tmp_path, deck="## Was heißt 水 “é”?\n\nit — water 🎉\n\n##Übrig\n\n水\n")
    (tmp_path / "cards.json").write_bytes(run(tmp_path, "export", "--format", "json").out.encode())
    done = subprocess.run(
        [sys.executable, "-m", "obverse", *arguments],
        cwd=tmp_path,
        env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
        capture_output=True,
        check=False,
    )
    assert done.stderr == b"" or b"Traceback" not in done.stderr
    assert "Übrig" in done.stdout.decode() or "水" in done.stdout.decode()
    assert b"\r" not in done.stdout.replace(b"\r\n", b"") or "csv" in arguments


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize(
    "command",
    ["build", "check", "plan", "explain", "export --format csv", "import --format pasted -"],
)
def test_with_a_closed_stream_there_is_no_traceback(
    command: str, closed: str, tmp_path: Path
) -> None:
    write(tmp_path, deck=CARD)
    line = f"{sys.executable} -m obverse {command} {closed}"
    done = subprocess.run(  # noqa: S602  # a shell closes streams
        line, shell=True, cwd=tmp_path, input=b"Q: a\nA: b\n", capture_output=True, check=False
    )
    assert done.returncode in (0, 2)
    assert b"Traceback" not in done.stderr


# Names of sources


@pytest.mark.parametrize("name", ["A.MD", "a.Markdown", "a.mD", "a.md", "a.MARKDOWN"])
def test_a_source_is_one_whatever_case_its_suffix_is_in(name: str, tmp_path: Path) -> None:
    assert is_source(name)
    (tmp_path / name).write_text(CARD, encoding="utf-8")
    assert list(project.find(tmp_path).paths()) == [name]
    ran = run(tmp_path, "build")
    assert f"decks      {name.partition('.')[0]}\n" in ran.out


@pytest.mark.parametrize("name", ["A.MDX", "md", "a.md.txt", "A.MD~", ".A.MD"])
def test_what_only_looks_like_a_source_is_none(name: str, tmp_path: Path) -> None:
    write(tmp_path, deck=CARD)
    (tmp_path / name).write_text(CARD, encoding="utf-8")
    assert list(project.find(tmp_path).paths()) == ["deck.md"]


def test_the_canonical_form_of_a_source_goes_into_its_own_file(tmp_path: Path) -> None:
    names = {"A.MD", "b.markdown", f"{NFD}.md"}
    for name in names:
        (tmp_path / name).write_text(CARD.format(name[0]), encoding="utf-8")
    before = {each.name for each in tmp_path.iterdir()}
    assert run(tmp_path, "export", "--format", "markdown", "-o", "./").status == 0
    assert {each.name for each in tmp_path.iterdir()} == before


def moved(folder: Path, form: Form) -> Path:
    """Give a project in which every name is in one Unicode form."""
    for name, text in {
        f"{NFC}/{NFC}.md": f"{CARD}\n![](<{NFC}.png>)\n",
        f"{NFC}/b.md": CARD.format(2) + f"\n![[bild-{NFC}.png]]\n",
        f"{NFC}.md": CARD.format(3),
        "z.md": CARD.format(4),
        f"{NFC}/{NFC}.png": "p",
        f"x/bild-{NFC}.png": "q",
    }.items():
        path = folder / unicodedata.normalize(form, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "obverse.toml").write_text('name = "n"\ncontent = "."\n', encoding="utf-8")
    return folder


def test_a_project_is_the_same_whatever_form_its_names_are_in(tmp_path: Path) -> None:
    one, other = moved(tmp_path / "one", "NFC"), moved(tmp_path / "other", "NFD")
    said = [run(each, "build", SOURCE_DATE_EPOCH="1800000000") for each in (one, other)]
    assert [each.err for each in said] == ["", ""]
    assert said[0].out.rpartition(" in ")[0] == said[1].out.rpartition(" in ")[0]
    for name in ("obverse.lock", "build/n.apkg"):
        assert (one / name).read_bytes() == (other / name).read_bytes()
    lock = (one / "obverse.lock").read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", lock)
    assert NFC in lock
    assert run(other, "build").out.startswith("nothing has changed")
    (other / unicodedata.normalize("NFD", f"{NFC}.md")).write_text(
        "## Q3?\n\nA9.\n", encoding="utf-8"
    )
    assert "1 updated" in run(other, "build").out


def test_an_old_lock_with_the_names_of_a_mac_is_the_same_lock(tmp_path: Path) -> None:
    folder = moved(tmp_path / "one", "NFC")
    environment = {"SOURCE_DATE_EPOCH": "1800000000"}
    assert run(folder, "build", **environment).status == 0
    lock = folder / "obverse.lock"
    now = lock.read_bytes()
    lock.write_bytes(now.decode().replace(NFC, NFD).encode())
    assert lock.read_bytes() != now
    told = run(folder, "plan").out
    assert "moved" not in told
    assert "4 unchanged" in run(folder, "build", SOURCE_DATE_EPOCH="1900000000").out
    assert lock.read_bytes() == now
    assert "0 new, 0 updated, 4 unchanged" in run(folder, "build", "--retire").out


@given(deck=NAMES, path=NAMES, form=st.sampled_from(FORMS))
def test_a_lock_is_read_in_one_form_and_then_written_in_it(
    deck: str, path: str, form: Form
) -> None:
    composed = paths.composed
    known = locks.Known(
        *("g", 512, "obverse", "basic", composed(deck), composed(path), 1, 0, "d", ()),
        *("f", "b", "s", (), "", unicodedata.normalize(form, deck)),
    )
    line = locks.line_of(known)
    other = locks.line_of(
        known._replace(
            deck=unicodedata.normalize(form, deck), path=unicodedata.normalize(form, path)
        )
    )
    text = locks.write([known], [])
    changed = text.replace(line, other)
    lock = locks.read(changed)
    assert lock.notes["g"] == known
    assert locks.is_canonical(changed.encode(), lock) == (changed == text)


@given(name=NAMES)
def test_a_name_in_any_form_is_one_name(name: str) -> None:
    forms = {name, unicodedata.normalize("NFC", name), unicodedata.normalize("NFD", name)}
    assert len({paths.composed(each) for each in forms}) == 1


def test_two_files_whose_names_differ_only_in_their_form_are_an_error(tmp_path: Path) -> None:
    (tmp_path / f"{NFC}.md").write_text(CARD.format(1), encoding="utf-8")
    (tmp_path / f"{NFD}.md").write_text(CARD.format(2), encoding="utf-8")
    if len(list(tmp_path.iterdir())) < 2:
        pytest.skip("this file system takes both for one")
    ran = run(tmp_path, "build")
    assert ran.status == 1
    assert f"the path of this file is `{NFC}.md` in another Unicode form [unusable-path]" in ran.err
    assert ran.err.count("[unusable-path]") == 1


# Names of media


SPELLINGS: Final = {
    "pics/Rent.PNG": "pics/rent.png",
    "Pics/rent.png": "pics/rent.png",
    "PICS/RENT.PNG": "pics/rent.png",
    "./pics/./Rent.png": "pics/rent.png",
    "../b/Pics/rent.png": "../b/pics/rent.png",
    r"pics\rent.png": "pics/rent.png",
    "pics/rnet.png": "rent.png",
}


@pytest.mark.parametrize("ignores_case", [False, True])
@pytest.mark.parametrize("written", SPELLINGS)
def test_a_file_is_shown_by_its_real_name_alone(
    written: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    ignores_case: bool,
) -> None:
    folder = write(tmp_path / "b", deck=f"{CARD}\n![a](<{written}>)\n")
    (folder / "pics").mkdir()
    (folder / "pics" / "rent.png").write_bytes(b"p")
    (tmp_path / "obverse.toml").write_text('content = "b"\n', encoding="utf-8")
    if ignores_case:  # as macOS and Windows say it
        is_file, there = Path.is_file, f"{folder / 'pics' / 'rent.png'}".casefold()

        def is_alike(path: Path) -> bool:
            asked = os.path.normpath(f"{path}".replace("\\", "/"))
            return is_file(path) or asked.casefold() == there

        monkeypatch.setattr(Path, "is_file", is_alike)
        assert (folder / "PICS" / "Rent.png").is_file()
    ran = run(tmp_path, "check")
    assert "[unresolved-image]" in ran.out
    assert f"help: did you mean `{SPELLINGS[written]}`?" in ran.out


def test_an_embed_has_to_be_spelled_as_its_file_is(tmp_path: Path) -> None:
    folder = write(tmp_path, deck=f"{CARD}\n![[Rent.PNG]]\n")
    (folder / "pics").mkdir()
    (folder / "pics" / "rent.png").write_bytes(b"p")
    assert "help: did you mean `rent.png`?" in run(folder, "build").err
    write(tmp_path, deck=f"{CARD}\n![[rent.png]]\n")
    assert run(folder, "build").status == 0


@pytest.mark.parametrize("there", [NFC, NFD])
@pytest.mark.parametrize("written", [NFC, NFD, NFC.replace(" ", "%20"), "%C3%9Cbung%20e%CC%81"])
def test_media_are_found_in_any_unicode_form(there: str, written: str, tmp_path: Path) -> None:
    folder = write(tmp_path, deck=f"{CARD}\n![a](<{written}.png>)\n", b=f"## B\n\n![[{NFD}.png]]\n")
    (folder / f"{there}.png").write_bytes(b"p")
    ran = run(folder, "check")
    assert "0 errors" in ran.out or "error" not in ran.out
    assert "unused-media" not in ran.out


# Paths on the command line


@pytest.mark.parametrize("written", ["out", "out/", "new/", ".", "", "~", "~/"])
@pytest.mark.parametrize("command", [("build",), ("export", "--format", "csv")])
def test_a_folder_is_refused_as_a_file_to_write(
    command: tuple[str, ...], written: str, tmp_path: Path
) -> None:
    write(tmp_path, deck=CARD)
    (tmp_path / "out").mkdir()
    if command[0] == "export" and not written:
        return  # the standard output
    ran = run(tmp_path, *command, "-o", written, HOME=str(tmp_path))
    assert ran.status == 2
    assert "name a file in it" in ran.err if written else "is empty" in ran.err
    assert not (tmp_path / "new").exists()
    assert not (tmp_path / "~").exists()
    assert not (tmp_path / "obverse.lock").exists()


def test_a_tilde_is_the_home_folder_also_where_no_shell_says_so(tmp_path: Path) -> None:
    write(tmp_path / "notes", deck=CARD)
    home = {"HOME": str(tmp_path), "USERPROFILE": str(tmp_path)}
    assert run(tmp_path, "build", "~/notes/", "--output=~/a.apkg", **home).status == 0
    assert (tmp_path / "a.apkg").exists()
    assert run(tmp_path, "export", "~/notes", "--output=~/a.csv", **home).status == 0
    assert (tmp_path / "a.csv").exists()
    assert run(tmp_path, "plan", "notes", "--since=~/a.apkg", **home).status == 0


def test_a_file_in_place_of_a_folder_is_said_to_be_one(tmp_path: Path) -> None:
    write(tmp_path, deck=CARD)
    said = "error: `deck.md` is a file, not a folder\n  help: name the folder it is in\n"
    assert run(tmp_path, "plan", "deck.md").err == said


# Names that other systems do not have


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("aux.md", "`aux` is the name of a device"),
        ("CON.md", "`CON` is the name of a device"),
        ("Lpt1.notes.md", "`Lpt1` is the name of a device"),
        ("nul/a.md", "`nul` is the name of a device"),
        ("why?.md", "`?` cannot be in a name"),
        ("a:b.md", "`:` cannot be in a name"),
        ("a\\b.md", "`\\` cannot be in a name"),
        ("x. /a.md", "a name cannot end in a space or a full stop"),
        ("x./a.md", "a name cannot end in a space or a full stop"),
        ("auxiliary.md", ""),
        ("com.md", ""),
        ("com0.md", ""),
        ("a.aux.md", ""),
        ("Wie? -- ä, 水!".replace("?", "") + ".md", ""),
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_a_name_that_windows_cannot_have_is_found(name: str, reason: str, tmp_path: Path) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(CARD, encoding="utf-8")
    ran = run(tmp_path, "check")
    assert (f"Windows cannot have this file: {reason} [unportable-path]" in ran.out) == bool(reason)
    assert ("unportable-path" in ran.out) == bool(reason)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A.md", "a.md"),
        ("A.MD", "a.md"),
        ("x/É.md", "x/é.md"),
        ("P.png", "p.png"),
        (f"{NFC}.png", f"{NFD}.png"),
    ],
)
def test_names_that_other_systems_take_for_one_are_found(
    one: str, other: str, tmp_path: Path
) -> None:
    write(tmp_path, deck=CARD)
    (tmp_path / "x").mkdir()
    for number, name in enumerate((one, other)):
        (tmp_path / name).write_text(CARD.format(number), encoding="utf-8")
    if not {one, other} <= {each.relative_to(tmp_path).as_posix() for each in tmp_path.rglob("*")}:
        pytest.skip("this file system takes both for one")
    ran = run(tmp_path, "check", "--select", "unportable-path")
    assert ran.out.count("[unportable-path]") == 1
    assert "macOS and Windows take this file and" in ran.out
