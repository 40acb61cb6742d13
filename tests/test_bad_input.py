"""Whatever is wrong, an author is told what and where, and what was made before stays as it was."""

import os
import secrets
import shutil
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner

from obverse.cli import main
from obverse.errors import TextError
from obverse.values.source import decode
from shell import made, run, spawn, write

GOOD: Final = "# Deck\n\n## Question?\n\nAnswer.\n"
BOUND: Final = 30  # seconds of this process alone, whatever else the machine does; it takes two

# What is wrong with a source, and the first line that says so.
SOURCES: Final = {
    "latin-1": (
        "# Café\n".encode("latin-1"),
        "bad.md:1:6: error: the file is not UTF-8: byte 0xe9",
    ),
    "utf-16": (GOOD.encode("utf-16"), "bad.md:1:1: error: the file is UTF-16, not UTF-8"),
    "utf-32": (GOOD.encode("utf-32"), "bad.md:1:1: error: the file is UTF-32, not UTF-8"),
    "nul": (b"## Q\n\nA\0\n", "bad.md:3:2: error: the file contains the character U+0000"),
    "unit separator": (
        b"## Q\n\nA\x1f\n",
        "bad.md:3:2: error: the file contains the character U+001F",
    ),
    "unclosed front matter": (
        b"---\ntags: [a]\n\n## Q\n",
        "bad.md:1:1: error: the front matter is not closed",
    ),
    "front matter no mapping": (
        b"---\n- a\n---\n## Q\n",
        "bad.md:2:1: error: the front matter is not a mapping",
    ),
    "front matter no yaml": (b"---\na: [\n---\n## Q\n", "error: the front matter is not YAML"),
    "front matter bomb": (
        b"---\na: " + b"[" * 5000 + b"\n---\n## Q\n",
        "error: the front matter is",
    ),
    "front matter control": (
        b'---\ndeck: "a\\0b"\n---\n## Q\n',
        "bad.md:2:7: error: `deck` in the front matter is not text",
    ),
    "unknown kind": (
        b"## Q\n\nA\n\n#x #card/typping\n",
        "bad.md:5:4: error: there is no kind of card `#card/typping`",
    ),
    "missing picture": (
        b"## Q\n\nSee ![p](no.png)\n",
        "bad.md:3:10: error: the file `no.png` does not exist",
    ),
    "picture above": (
        b"## Q\n\n![](../../../../../../../../../etc/passwd)\n",
        "bad.md:3:5: error: `../../../",
    ),
    "absolute picture": (
        b"## Q\n\n![](/etc/passwd)\n",
        "bad.md:3:5: error: `/etc/passwd` is outside the project",
    ),
    "encoded picture": (
        b"## Q\n\n![](%2Fetc/passwd)\n",
        "bad.md:3:5: error: `%2Fetc/passwd` is outside the project",
    ),
    "linked picture": (
        b"## Q\n\n![](linked.png)\n",
        "bad.md:3:5: error: `linked.png` is outside the project",
    ),
    "folder as a picture": (
        b"## Q\n\n![](folder.png)\n",
        "bad.md:3:5: error: the file `folder.png` does not exist",
    ),
    "long name": (b"## Q\n\n![](" + b"a" * 5000 + b".png)\n", "bad.md:3:5: error: the file `aaa"),
    "missing sound": (
        b"## Q\n\n![](no.mp3)\n",
        "bad.md:3:5: error: the file `no.mp3` does not exist",
    ),
    "cloze not closed": (
        b"## Q\n\n{{c1::a\n",
        "bad.md:3:1: error: the cloze deletion `{{c1::` is never closed",
    ),
    "nested quotes": (
        b"## Q\n\n" + b">" * 10_000 + b" x\n",
        "bad.md:3:1: error: blocks are nested 100 deep or more",
    ),
    "nested lists": (
        b"## Q\n\n" + b"- " * 10_000 + b"x\n",
        "bad.md:3:1: error: blocks are nested 100 deep or more",
    ),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a project that was built once, with a lock and a package."""
    root = write(tmp_path / "deep" / "project", good=GOOD)
    (root / "folder.png").mkdir()
    (tmp_path / "secret.png").write_bytes(b"secret")
    (root / "linked.png").symlink_to(tmp_path / "secret.png")
    assert run(root, "build").status == 0
    return root


@contextmanager
def untouched(folder: Path) -> Iterator[None]:
    """Assert that the block leaves package and lock as they were, and nothing beside them."""
    before = made(folder)
    assert len(before) == 2
    yield
    assert made(folder) == before


@pytest.mark.parametrize("fault", SOURCES)
def test_a_bad_source_is_told_with_its_place_and_nothing_is_written(
    folder: Path, fault: str
) -> None:
    raw, told = SOURCES[fault]
    write(folder, bad=raw)
    with untouched(folder):
        built, checked = run(folder, "build"), run(folder, "check")
    assert (built.status, checked.status) == (1, 1)
    assert told in built.err
    assert told in checked.out + checked.err
    assert "nothing was written" in built.err
    assert built.out == ""


def test_all_that_is_wrong_is_told_at_once_and_in_order(folder: Path) -> None:
    write(folder, a=b"\xff", b="## Q\n\n#card/x\n\n![](x.png)\n", c="---\n")
    told = [line for line in run(folder, "build").err.splitlines() if ": error: " in line]
    assert [line.split(": ")[0] for line in told] == [
        "a.md:1:1",
        "b.md:3:1",
        "b.md:5:5",
        "c.md:1:1",
    ]


def test_what_may_be_meant_is_suggested(folder: Path) -> None:
    (folder / "graph.png").write_bytes(b"")
    write(folder, bad="## Q\n\n#card/typping\n\n![](grap.png)\n")
    told = run(folder, "build").err
    assert "help: did you mean `#card/typing`?" in told
    assert "help: did you mean `graph.png`?" in told


@pytest.mark.parametrize(
    "line",
    ["word " * 2_000_000, "x" * 10_000_000, "é#" * 5_000_000],
    ids=["words", "letters", "signs"],
)
def test_a_line_of_ten_megabytes_is_built_in_bounded_time(folder: Path, line: str) -> None:
    write(folder, bad=f"## Long?\n\n{line}\n")
    started = time.process_time()
    assert run(folder, "build").status == 0
    assert time.process_time() - started < BOUND


@pytest.mark.parametrize(
    "text",
    [
        "[" * 10_000,
        "[" * 10_000 + "]" * 10_000,
        "[" * 10_000 + "a" + "](b)" * 10_000,
        "![" * 10_000 + "](b.png)",
        "(" * 10_000 + ")" * 10_000,
        "*a _b " * 10_000,
        "*" * 10_000 + "a" + "*" * 10_000,
        "{{c1::" * 10_000 + "a" + "}}" * 10_000,
        "==a " * 10_000,
        "$a " * 10_000,
        "<" * 10_000,
        "<b>" * 10_000,
        " ".join("`" * count for count in range(300)),
        " ".join(f"#a{number}" for number in range(10_000)),
        "|" * 10_000 + "\n" + "|-" * 10_000,
    ],
    ids=lambda text: text[:6],
)
def test_ten_thousand_signs_are_read_in_bounded_time(folder: Path, text: str) -> None:
    write(folder, bad=f"## Q\n\n{text}\n")
    started = time.process_time()
    assert run(folder, "build").status in (0, 1)
    assert time.process_time() - started < BOUND


def test_a_folder_without_sources_is_told(tmp_path: Path) -> None:
    ran = run(tmp_path, "build")
    assert ran.status == 2
    assert "error: there is no Markdown file in `.`" in ran.err
    assert made(tmp_path) == {}


def test_no_folder_is_told(tmp_path: Path) -> None:
    for command in ("build", "check"):
        ran = run(tmp_path, command, "nowhere")
        assert (ran.status, ran.out) == (2, "")
        assert "error: the folder `nowhere` does not exist" in ran.err
    write(tmp_path, good=GOOD)
    assert "`good.md` is a file, not a folder" in run(tmp_path, "plan", "good.md").err


def test_a_source_that_cannot_be_read_is_told(folder: Path) -> None:
    (folder / "gone.md").symlink_to(folder / "nowhere.md")
    with untouched(folder):
        ran = run(folder, "build")
    assert ran.status == 2
    assert "error: cannot read `gone.md`: it is a link to a file that does not exist" in ran.err


@pytest.mark.parametrize("name", [b"\xff.md", b"a\tb.md", b"a\nb.md", b"a\rb.md"])
def test_a_path_that_is_not_plain_text_is_told(folder: Path, name: bytes) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_text(GOOD, encoding="utf-8")
    with untouched(folder):
        ran = run(folder, "build")
    assert ran.status == 1
    assert "[unusable-path]" in ran.err


def test_a_file_where_the_build_folder_should_be_is_told(tmp_path: Path) -> None:
    write(tmp_path, good=GOOD)
    (tmp_path / "build").write_text("in the way", encoding="utf-8")
    ran = run(tmp_path, "build")
    assert ran.status == 2
    assert "error: cannot write `build`" in ran.err
    assert made(tmp_path) == {}


@pytest.mark.parametrize("locked", ["build", "."])
def test_a_folder_that_cannot_be_written_is_told(folder: Path, locked: str) -> None:
    without_rights: tuple[str, ...] = ()
    if os.geteuid() == 0:
        if not shutil.which("setpriv"):
            pytest.skip("root may write anywhere, and there is no setpriv to take that away")
        without_rights = ("setpriv", "--bounding-set", "-dac_override")
    write(folder, good=GOOD.replace("Answer", "Another answer"))
    (folder / locked).chmod(0o555)
    with untouched(folder):
        ran = spawn(folder, "build", before=without_rights)
    (folder / locked).chmod(0o755)
    assert ran.status == 2
    assert "error: cannot write `" in ran.err
    assert "you have no permission" in ran.err


# Blocks of 512 bytes that a file may have: with the first the package does not fit, with the
# second the lock does not.
@pytest.mark.parametrize(("cards", "blocks"), [(1, 40), (300, 120)])
def test_a_full_disk_is_told_and_nothing_is_half_written(
    folder: Path, cards: int, blocks: int
) -> None:
    (folder / "noise.png").write_bytes(secrets.token_bytes(100_000 if cards == 1 else 10))
    text = "".join(f"## {number} {'why ' * 30}\n\nAnswer.\n\n" for number in range(cards))
    write(folder, more=f"{text}![](noise.png)\n")
    limit = ("sh", "-c", f'ulimit -f {blocks}; exec "$@"', "sh")
    with untouched(folder):
        ran = spawn(folder, "build", before=limit)
    assert ran.status == 2
    assert "error: cannot write `" in ran.err
    assert "help: nothing was changed" in ran.err
    assert run(folder, "build").status == 0


LOCKS: Final = {
    "conflict": (
        "<<<<<<< HEAD\n{0}=======\n{0}>>>>>>> other\n",
        "obverse.lock:1:1: error: the lock contains git's conflict marker `<<<<<<< HEAD`",
    ),
    "conflict below": (
        "{0}<<<<<<< HEAD\n",
        "obverse.lock:3:1: error: the lock contains git's conflict marker",
    ),
    "newer": (
        "obverse.lock 99 (made by obverse)\n",
        "obverse.lock:1:1: error: the lock has version 99, but this obverse reads only 1",
    ),
    "no lock": (
        "# Deck\n",
        "obverse.lock:1:1: error: the first line is not the header of an obverse.lock",
    ),
    "cut": ("{0}abc\t12", "obverse.lock:3:1: error: this line is not a line of a lock"),
    "nul": ("{0}\0", "obverse.lock:3:1: error: the file contains the character U+0000"),
}


@pytest.mark.parametrize("fault", LOCKS)
def test_a_bad_lock_is_told_with_its_line_and_stays(folder: Path, fault: str) -> None:
    lock = folder / "obverse.lock"
    damaged, told = LOCKS[fault]
    header = lock.read_text(encoding="utf-8").splitlines(keepends=True)
    lock.write_text(damaged.format("".join(header[:2])), encoding="utf-8")
    with untouched(folder):
        built, checked = run(folder, "build"), run(folder, "check")
    assert (built.status, checked.status) == (1, 1)
    assert told in built.err
    assert told in checked.out + checked.err


def test_a_lock_that_is_a_folder_is_told(tmp_path: Path) -> None:
    write(tmp_path, good=GOOD)
    (tmp_path / "obverse.lock").mkdir()
    ran = run(tmp_path, "build")
    assert ran.status == 2
    assert "error: cannot read `obverse.lock`: it is a folder" in ran.err


@pytest.mark.parametrize(
    "name", ["collection.apkg", "Collection.APKG", "backup-1.apkg", "BACKUP-x.apkg", "a.colpkg"]
)
def test_a_name_that_anki_takes_for_a_backup_is_refused(folder: Path, name: str) -> None:
    with untouched(folder):
        ran = run(folder, "build", "-o", name)
    assert ran.status == 2
    assert f"Anki would take `{name}` for a backup" in ran.err
    (folder / "obverse.toml").write_text(f'name = "{Path(name).stem}"\n', encoding="utf-8")
    (folder / "content").mkdir()
    if not name.endswith("colpkg"):
        assert run(folder, "build").status == 2


@pytest.mark.parametrize("value", ["yesterday", "-1", "1.5", " 1", "٣", "9" * 30])
def test_a_time_that_is_none_is_refused(folder: Path, value: str) -> None:
    write(folder, good=GOOD.replace("Answer", "Another answer"))
    with untouched(folder):
        ran = run(folder, "build", SOURCE_DATE_EPOCH=value)
    assert ran.status == 2
    assert f"error: SOURCE_DATE_EPOCH is `{value}`, not a number of seconds" in ran.err


SETTINGS: Final = {
    "unknown": (
        'content = "."\ndekc = "A"\n',
        "obverse.toml:2:1: error: there is no setting `dekc`",
        "did you mean `deck`?",
    ),
    "wrong type": (
        "\ndeck = 3\n",
        "obverse.toml:2:1: error: `deck` is not a text",
        "`deck` is the deck above all others",
    ),
    "tags a text": (
        'tags = "a"\n',
        "obverse.toml:1:1: error: `tags` is not a list of texts",
        "tags for every note",
    ),
    "tag with a space": (
        'tags = ["a b"]\n',
        "obverse.toml:1:1: error: `a b` is not a tag",
        "tags may have letters",
    ),
    "tag that is a kind": (
        'tags = ["card/reversed"]\n',
        "error: `card/reversed` chooses a kind of card",
        "write `card:`",
    ),
    "unknown policy": (
        'duplicates = "marge"\n',
        "error: `duplicates` cannot be `marge`",
        'did you mean `"merge"`?',
    ),
    "no toml": ("deck = \n", "obverse.toml:1:8: error: this is not TOML", ""),
    "latin-1": ('deck = "é"\n', "obverse.toml:1:9: error: the file is not UTF-8", ""),
    "a table": ("[deck]\na = 1\n", "obverse.toml:1:1: error: `deck` is not a text", ""),
}


@pytest.mark.parametrize("fault", SETTINGS)
def test_a_bad_setting_is_told_with_its_line_and_a_hint(folder: Path, fault: str) -> None:
    text, told, hint = SETTINGS[fault]
    (folder / "obverse.toml").write_text(text, encoding="latin-1")
    with untouched(folder):
        ran = run(folder, "build")
    assert ran.status == 2
    assert told in ran.err
    assert hint in ran.err


def test_a_bad_setting_in_pyproject_is_told_with_its_line(folder: Path) -> None:
    text = '[project]\ndekc = "x"\n\n[tool.obverse]\nname = "a"\ndekc = "A"\n'
    (folder / "pyproject.toml").write_text(text, encoding="utf-8")
    ran = run(folder, "build")
    assert ran.status == 2
    assert "pyproject.toml:6:1: error: there is no setting `dekc`" in ran.err


def test_what_another_tool_keeps_in_the_cache_folder_stops_nothing(folder: Path) -> None:
    cached = [
        path for path in (folder / "build").rglob("*") if path.suffix in (".sqlite3", ".json")
    ]
    assert len(cached) == 5
    for path in cached:
        path.write_bytes(b"not what it was")
    write(folder, good=GOOD.replace("Answer", "Another answer"))
    ran = run(folder, "build")
    assert (ran.status, ran.err) == (0, "")
    assert "1 updated" in ran.out


def test_a_package_is_as_readable_as_any_file(folder: Path) -> None:
    package = folder / "build" / "project.apkg"
    assert stat.S_IMODE(package.stat().st_mode) == 0o666 & ~_umask()
    shutil.rmtree(folder / "build")
    assert run(folder, "build").status == 0


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def a_pipe(path: Path) -> None:
    """Make a named pipe."""
    os.mkfifo(path)


def an_open_file(path: Path) -> None:
    """Make a link such as `/dev/stdout` is."""
    path.symlink_to("/proc/self/fd/1")


@pytest.mark.parametrize("make", [a_pipe, an_open_file])
@pytest.mark.parametrize("command", [("build",), ("export", "--format", "csv")])
def test_what_is_not_a_file_is_not_replaced(
    command: tuple[str, ...],
    make: Callable[[Path], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.md").write_text("## Q?\n\nA.\n", encoding="utf-8")
    target = tmp_path / "target"
    make(target)
    before = target.lstat()
    result = CliRunner().invoke(main, [*command, "-o", "target"])
    assert result.exit_code == 2
    assert "it is a pipe or a device, not a file" in result.stderr
    assert (target.lstat().st_ino, target.lstat().st_mode) == (before.st_ino, before.st_mode)


def test_a_source_is_refused_for_just_the_characters_that_are_forbidden() -> None:
    every = (chr(code) for code in range(0x11000) if not 0xD800 <= code < 0xE000)
    assert {each for each in every if each != "\r" and _is_refused(f"a{each}b")} == {
        *map(chr, (*range(9), *range(14, 32), 0x7F, *range(0xFDD0, 0xFDD4)))
    }


def _is_refused(text: str) -> bool:
    try:
        return decode(text.encode()) != text
    except TextError:
        return True
