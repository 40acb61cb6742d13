"""Each door to the outside is guarded: no path leads out of a project unless that is allowed."""

import ast
import os
import re
import sqlite3
import subprocess
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from obverse.errors import ObverseError
from obverse.exchange.bring_in import bring_in
from obverse.formats import Contents
from obverse.link import last_package
from obverse.machine import paths
from obverse.project.project import find
from projects import PICTURE
from shell import Ran, run

ROOT: Final = Path(__file__).parents[1]
SOURCE: Final = ROOT / "src" / "obverse"
CARD: Final = "## Question?\n\nAnswer.\n"
SECRET: Final = "what no package may hold"  # noqa: S105
NOTE_TYPE: Final = 'fields = ["Front", "Back"]\n'


@dataclass(frozen=True, slots=True)
class Clone:
    """A cloned project, and a folder of its user that is outside of it."""

    root: Path
    vault: Path

    def write(self, path: str, text: str | bytes) -> None:
        """Write a file of the project."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())

    def link(self, path: str, to: Path) -> None:
        """Make a link of the project."""
        link = self.root / path
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(to)

    def outside(self) -> dict[str, bytes]:
        """All that is outside of the project."""
        files = (path for path in sorted(self.vault.rglob("*")) if path.is_file())
        return {path.name: path.read_bytes() for path in files}

    def run(self, *arguments: str) -> Ran:
        """Run a command in the project."""
        return run(self.root, *arguments)


@pytest.fixture(name="clone")
def _clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clone:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    clone = Clone(tmp_path / "cloned", tmp_path / "vault")
    clone.vault.mkdir()
    for name in ("secret.md", "secret.css", "secret.html", "front.html", "back.html"):
        (clone.vault / name).write_text(
            f"## {SECRET}\n\n{{{{Front}}}} {SECRET}\n", encoding="utf-8"
        )
    (clone.vault / "secret.png").write_bytes(PICTURE)
    (clone.vault / "obverse.lock").touch()
    (clone.vault / "note-type.toml").write_text(NOTE_TYPE, encoding="utf-8")
    clone.write("obverse.toml", "")
    clone.write("content/a.md", CARD)
    return clone


def note_type(clone: Clone, written: str = "", *, but: str = "") -> None:
    """Give the project a note type, and a card of it; `but` is a file that it lacks."""
    texts = {"front": "{{Front}}", "back": "{{Back}}"}
    for name in {"front.html", "back.html", "style.css", "note-type.toml"} - {but}:
        text = NOTE_TYPE + written if name.endswith("toml") else texts.get(name[:-5], "b {}")
        clone.write(f"note-types/own/{name}", text)
    clone.write("content/own.md", "---\nnote-type: own\n---\n\n## Front\n\n### Back\n\nBack\n")


def setting(written: str) -> Callable[[Clone], None]:
    """A setting that leads out."""
    return lambda clone: clone.write("obverse.toml", written)


def link(path: str, to: str = "") -> Callable[[Clone], None]:
    """A link in the project that leads out."""

    def make(clone: Clone) -> None:
        if path == "content":
            (clone.root / "content" / "a.md").unlink()
            (clone.root / "content").rmdir()
        clone.link(path, clone.vault / to)

    return make


def picture(clone: Clone) -> None:
    """A linked picture on a card."""
    clone.link("content/p.png", clone.vault / "secret.png")
    clone.write("content/a.md", f"{CARD}\n![p](p.png)\n")


def picture_in_a_linked_folder(clone: Clone) -> None:
    """A picture in a linked folder."""
    clone.link("content/pics", clone.vault)
    clone.write("content/a.md", f"{CARD}\n![p](pics/secret.png)\n")


def picture_above(clone: Clone) -> None:
    """A picture above the project."""
    clone.write("content/a.md", f"{CARD}\n![p](../../vault/secret.png)\n")


def names_css(clone: Clone) -> None:
    note_type(clone, 'css = ["../../../vault/secret.css"]\n')


def names_a_template(clone: Clone) -> None:
    template = '[[templates]]\nname = "A"\nback = "back.html"\n'
    note_type(clone, f'{template}front = "{clone.vault.as_posix()}/secret.html"\n')


def links_a_template(clone: Clone) -> None:
    note_type(clone, but="front.html")
    clone.link("note-types/own/front.html", clone.vault / "secret.html")


def links_a_note_type(clone: Clone) -> None:
    clone.link("note-types/own", clone.vault)
    clone.write("content/own.md", "---\nnote-type: own\n---\n\n## Front\n\n### Back\n\nBack\n")


def links_a_style(clone: Clone) -> None:
    clone.link("my.css", clone.vault / "secret.css")
    clone.write("obverse.toml", 'style = "my.css"\n')


def build_below_a_link(clone: Clone) -> None:
    clone.link("out", clone.vault)
    clone.write("obverse.toml", 'build = "out/b"\n')


def links_to_a_link(clone: Clone) -> None:
    clone.link("c", clone.vault / "secret.md")
    clone.link("content/b.md", clone.root / "c")


def links_the_configuration(clone: Clone) -> None:
    (clone.root / "obverse.toml").unlink()
    clone.link("obverse.toml", clone.vault / "secret.md")


def links_drawings(clone: Clone) -> None:
    clone.write("obverse.toml", "[diagrams]\ndot = \"echo '<svg/>'\"\n")
    clone.write("content/a.md", f"{CARD}\n```dot\na\n```\n")
    clone.link(".obverse_cache", clone.vault)


# Each door of a project that leads out: how, and whether `obverse allow` opens it.
DOORS: Final[dict[str, tuple[Callable[[Clone], None], bool]]] = {
    "content": (setting('content = "../vault"\n'), True),
    "content, absolute": (setting('content = "{vault}"\n'), True),
    "content, back through a folder": (setting('content = "content/../../vault"\n'), True),
    "content, a link": (link("content"), True),
    "build": (setting('build = "../vault/build"\n'), True),
    "build, a link": (link("build"), True),
    "build, a link to a file that is not there": (link("build", "new"), False),
    "build, below a link": (build_below_a_link, True),
    "build, in git's own folder": (setting('build = ".git/hooks"\n'), True),
    "name": (setting('name = "../../vault/deck"\n'), False),
    "name, absolute": (setting('name = "/tmp/deck"\n'), False),
    "name, a device": (setting('name = "con"\n'), False),
    "name, of Windows": (setting("name = 'a\\b'\n"), False),
    "name, of a drive": (setting('name = "c:deck"\n'), False),
    "name, two dots": (setting('name = ".."\n'), False),
    "name, with an end": (setting('name = "a\\nb"\n'), False),
    "content, with a NUL": (setting('content = "a\\u0000b"\n'), False),
    "lock": (setting('lock = "../vault/obverse.lock"\n'), True),
    "lock, a link": (link("content/obverse.lock", "obverse.lock"), True),
    "style": (setting('style = "../vault/secret.css"\n'), True),
    "style, absolute": (setting('style = "{vault}/secret.css"\n'), True),
    "style, a link": (links_a_style, True),
    "the package, a link": (link("build/cloned.apkg", "secret.md"), True),
    "the cache, a link": (link("build/.cache"), True),
    "a source, a link": (link("content/b.md", "secret.md"), True),
    "a source, a link to a link": (links_to_a_link, True),
    "the configuration, a link": (links_the_configuration, False),
    "a picture, a link": (picture, True),
    "a picture in a linked folder": (picture_in_a_linked_folder, True),
    "a picture above": (picture_above, False),
    "the CSS of a note type": (names_css, True),
    "a template": (names_a_template, True),
    "a template, a link": (links_a_template, True),
    "a note type, a link": (links_a_note_type, True),
    "drawings, a link": (links_drawings, True),
}


# A file that is written takes the place of the link, so the next build leads nowhere.
REPLACED: Final = ("lock, a link", "the package, a link")


def made(clone: Clone, door: str) -> None:
    """Make a door, with the settings' paths filled in."""
    DOORS[door][0](clone)
    path = clone.root / "obverse.toml"
    if not path.is_symlink():
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("{vault}", clone.vault.as_posix()), encoding="utf-8")


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("command", ["build", "check", "plan", "export"])
def test_nothing_leads_out_of_a_project(clone: Clone, door: str, command: str) -> None:
    made(clone, door)
    before = clone.outside()
    options = ("--format", "json") if command == "export" else ()
    done = clone.run(command, *options)
    is_only_drawn = door == "drawings, a link" and command in ("check", "plan")
    assert done.status in ((1, 2) if not is_only_drawn else (0, 1, 2))
    assert SECRET not in done.out + done.err
    assert clone.outside() == before
    assert not list(clone.root.rglob("*.apkg")) or door == "the package, a link"


@pytest.mark.parametrize("door", [door for door, (_, opens) in DOORS.items() if opens])
def test_what_is_allowed_leads_out(clone: Clone, door: str) -> None:
    made(clone, door)
    assert clone.run("build").status in (1, 2)
    shown = clone.run("allow", "--yes")
    assert shown.status == 0
    assert str(clone.vault) in shown.out or ".git" in shown.out
    done = clone.run("build")
    assert done.status == 0, done.err
    assert clone.run("allow", "--forget").status == 0
    assert (clone.run("plan").status == 0) is (door in REPLACED)


@pytest.mark.parametrize("folder", ["{vault}", "{vault}/", "../vault", "../cloned/../vault"])
def test_the_command_line_may_name_what_is_outside(clone: Clone, folder: str) -> None:
    setting('content = "../vault"\n')(clone)
    named = folder.replace("{vault}", str(clone.vault))
    assert clone.run("build", "--outside", str(clone.root)).status == 2
    assert clone.run("build", "--outside", named).status == 0
    assert clone.run("check", "--outside", named).status == 0
    assert clone.run("build").status == 2


def test_a_pipeline_may_allow_what_is_outside(
    clone: Clone, monkeypatch: pytest.MonkeyPatch
) -> None:
    setting('content = "../vault"\n')(clone)
    monkeypatch.setenv("OBVERSE_ALLOW", "1")
    assert clone.run("build").status == 0


def test_what_is_allowed_is_not_what_is_next_to_it(clone: Clone) -> None:
    link("content/b.md", "secret.md")(clone)
    assert clone.run("allow", "--yes").status == 0
    link("content/c.md", "secret.html")(clone)
    assert clone.run("build").status == 2
    other = clone.vault.with_name("vault2")
    other.mkdir()
    (other / "x.md").write_text(CARD, encoding="utf-8")
    setting('content = "../vault2"\n')(clone)
    assert clone.run("build", "--outside", str(clone.vault)).status == 2


def test_a_git_repository_is_the_border(clone: Clone) -> None:
    setting('content = "../vault"\nbuild = "../vault/out"\nlock = "../vault/a.lock"\n')(clone)
    subprocess.run(["git", "init", "-q", clone.root.parent], check=True)
    assert clone.run("build").status == 0
    assert (clone.vault / "out" / "cloned.apkg").exists()
    subprocess.run(["git", "init", "-q", clone.root], check=True)
    assert clone.run("build").status == 2


def test_a_folder_that_is_named_may_be_a_link(clone: Clone) -> None:
    (clone.root.parent / "way").symlink_to(clone.root)
    assert run(clone.root.parent, "build", "way").status == 0
    (clone.root.parent / "notes").symlink_to(clone.vault)
    assert run(clone.root.parent, "build", "notes").status == 0


def test_links_within_a_project_go_on_working(clone: Clone) -> None:
    clone.write("shared/b.md", "## Other?\n\nOther.\n\n![p](p.png)\n")
    clone.write("shared/p.png", PICTURE)
    clone.link("content/b.md", Path("../shared/b.md"))
    clone.link("content/p.png", Path("../shared/p.png"))
    assert "2 notes" in clone.run("build").out


def test_what_git_annex_keeps_is_inside(clone: Clone) -> None:
    subprocess.run(["git", "init", "-q", clone.root], check=True)
    clone.write(".git/annex/objects/x/p.png", PICTURE)
    clone.write(".git/annex/objects/x/b.md", "## Other?\n\n![p](p.png)\n")
    for name in ("p.png", "b.md"):
        clone.link(f"content/{name}", Path(f"../.git/annex/objects/x/{name}"))
    assert "2 notes" in clone.run("build").out
    assert "uses nothing outside" in clone.run("allow").out
    clone.link("content/config.md", Path("../.git/config"))
    assert clone.run("build").status == 2


def test_an_import_writes_into_no_linked_folder(clone: Clone) -> None:
    (clone.root.parent / "cards.csv").write_text(
        "Front,Back,Deck\na,b,Top::Below\n", encoding="utf-8"
    )
    clone.link("content/top", clone.vault)
    before = clone.outside()
    assert clone.run("import", "../cards.csv").status == 2
    assert clone.outside() == before


def test_a_new_project_is_written_into_no_linked_folder(clone: Clone) -> None:
    link("content")(clone)
    before = clone.outside()
    assert clone.run("new", ".", "--force").status == 2
    assert clone.outside() == before


def test_nothing_is_written_through_a_link_that_holds_off_other_builds(clone: Clone) -> None:
    link("build/.building", "new")(clone)
    assert "`build/.building` is a link" in clone.run("build").err
    assert not (clone.vault / "new").exists()


def test_git_is_not_asked_in_a_way_that_runs_what_a_repository_names(clone: Clone) -> None:
    ran = clone.vault / "ran"
    bare = clone.root / "content" / "evil"
    subprocess.run(["git", "init", "-q", clone.root], check=True)
    subprocess.run(["git", "init", "-q", "--bare", bare], check=True)
    for name, value in (("bare", "false"), ("worktree", "."), ("fsmonitor", f"touch {ran}; false")):
        subprocess.run(["git", "--git-dir", bare, "config", f"core.{name}", value], check=True)
    clone.write("content/evil/b.md", "## Q\n\n* a\n* b\n\n #bad\n")
    clone.run("check", "--fix")
    assert not ran.exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
@pytest.mark.parametrize(
    "path", ["content/pipe.md", "content/obverse.lock", "my.css", "note-types/own/front.html"]
)
def test_a_pipe_keeps_no_command_waiting(clone: Clone, path: str) -> None:
    note_type(clone)
    clone.write("obverse.toml", 'style = "my.css"\n')
    clone.write("my.css", "b {}\n")
    (clone.root / path).unlink(missing_ok=True)
    os.mkfifo(clone.root / path)
    for command in ("build", "check", "plan"):
        done = clone.run(command)
        assert done.status in (1, 2)
        assert "it is a pipe or a device, not a file" in done.out + done.err


def test_a_package_in_the_build_folder_that_never_ends_keeps_no_build_waiting(
    clone: Clone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("obverse.link.last_package._STEPS", 1_000_000)
    assert clone.run("build").status == 0
    clone.write("content/a.md", "## Another?\n\nOne.\n")
    package = clone.root / "build" / "cloned.apkg"
    view = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT"
    with zipfile.ZipFile(package) as archive:
        lock = archive.read("obverse.lock")
    with closing(sqlite3.connect(":memory:")) as connection:
        columns = "i AS guid, i AS mid, i AS flds, i AS tags FROM n WHERE i < 0"
        connection.execute(f"CREATE VIEW notes AS {view} {columns}")
        with zipfile.ZipFile(package, "w") as archive:
            archive.writestr("collection.anki2", connection.serialize())
            archive.writestr("obverse.lock", lock)
    with pytest.raises(ObverseError, match="cannot be read: interrupted"):
        last_package.notes(package)
    assert "retired    1 note" in clone.run("build", "--retire").out


# What is written in ARCHITECTURE.md

# Calls by which something from outside comes in.
OPENING: Final = frozenset(
    "open read_bytes read_text walk glob rglob iterdir scandir listdir ZipFile FileIO read_own "
    "read_regular deserialize HTTPConnection".split()
)
READING: Final = frozenset(
    "files.read files.reading subprocess.run subprocess.Popen "
    "sqlite3.connect mmap os.environ sys.stdin".split()
)
# What reads only files of obverse itself, or makes a new file, or a pipe between its processes.
OWN: Final = frozenset(
    "drop_in formats.pasted.weights formats.study_sheet formats.study_sheet.style "
    "machine.crash machine.fork machine.version project.styles".split()
)


def opening(path: Path) -> bool:
    """Whether a module has a door."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            if name.rpartition(".")[2] in OPENING or name in READING:
                return True
        if isinstance(node, ast.Attribute) and ast.unparse(node) in READING:
            return True
    return False


def test_every_door_stands_in_the_architecture() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    section = text.partition("## Doors\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| .+? \| (.+?) \| .+? \|$", section, re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`([a-z_./]+)`", row)}
    modules = {
        path: ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")
        for path in SOURCE.rglob("*.py")
    }
    found = {name for path, name in modules.items() if opening(path)} - OWN
    assert {name.replace("/", ".") for name in named} == found


def test_a_path_stays_in_a_folder_and_not_only_its_letters(tmp_path: Path) -> None:
    for name in ("a", "ab", "a/.git/hooks"):
        (tmp_path / name).mkdir(parents=True, exist_ok=True)
    folder = (os.path.realpath(tmp_path / "a"),)
    inside = {"a": True, "a/x": True, "ab": False, "a/../ab": False, ".": False, "a/.git": False}
    inside |= {"a/.git/hooks": False, "a/.GIT/x": False, "a/.gitignore": True, "a/\0": False}
    for path, stays in inside.items():
        assert paths.stays_in(f"{tmp_path}/{path}", folder) is stays, path
    assert paths.stays_in("/etc", ("/",))


def test_what_is_brought_in_is_checked_before_the_first_file(clone: Clone) -> None:
    clone.link("content/media", clone.vault)
    reading = Contents("t", (), media={"a.png": PICTURE})
    project = find(clone.root)
    brought = bring_in(reading, project)
    assert not brought.media
    with pytest.raises(ObverseError, match="leads out of the project"):
        project.inside(clone.root / "content" / "media")
