"""Pointers of Git LFS and git-annex are not the files they stand for."""

from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from obverse.cli import main
from obverse.machine import unfetched
from projects import PICTURE
from reviewed import reviewed, write

LFS: Final = (
    "version https://git-lfs.github.com/spec/v1\n"
    "oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n"
)
KEY: Final = "SHA256E-s12--4d7a21.png"
UNLOCKED: Final = f"/annex/objects/{KEY}\n"
OBJECT: Final = f".git/annex/objects/xx/yy/{KEY}/{KEY}"
POINTERS: Final = {
    "Git LFS": (LFS, "git lfs pull"),
    "Git LFS with CRLF": (LFS.replace("\n", "\r\n"), "git lfs pull"),
    "Git LFS before 1.0": (
        LFS.replace("git-lfs.github.com", "hawser.github.com"),
        "git lfs pull",
    ),
    "git-annex, unlocked": (UNLOCKED, "git annex get"),
    "git-annex, a link as text": (f"../{OBJECT}", "git annex get"),
}
SHOWN: Final = {
    "a picture": ("p.png", "![a](p.png)"),
    "a sound": ("p.mp3", "![](p.mp3)"),
    "a video": ("p.mp4", "![a](p.mp4)"),
    "an embed": ("p.png", "![[p.png|300]]"),
    "HTML": ("p.svg", "<img src='p.svg' alt='p'>"),
    "an embed of a folder": ("sub/p.webp", "![[p.webp]]"),
}


@pytest.mark.parametrize("written", SHOWN)
@pytest.mark.parametrize("pointer", POINTERS)
def test_a_pointer_is_not_what_it_stands_for(pointer: str, written: str, tmp_path: Path) -> None:
    content, command = POINTERS[pointer]
    name, markdown = SHOWN[written]
    found = reviewed(tmp_path, {"a.md": f"## Q?\n\n{markdown}\n", name: content})
    (error,) = (each for each in found if each.rule == "unfetched-file")
    assert str(error.severity) == "error"
    assert (error.place.path, error.place.line) == ("a.md", 3)
    assert command in (error.hint or "")


@pytest.mark.parametrize("name", ["obverse.lock", "obverse.toml", "look.css"])
def test_a_pointer_for_a_file_of_the_project_is_named(name: str, tmp_path: Path) -> None:
    files = {"a.md": "## Q?\n\nA.\n", "obverse.toml": 'content = "."\nstyle = "look.css"\n'}
    found = reviewed(tmp_path, {**files, "look.css": "p {}\n", name: LFS})
    (error,) = (each for each in found if str(each.severity) == "error")
    assert Path(error.place.path).name == name
    assert "Git LFS pointer" in error.message
    assert error.hint == "run `git lfs pull`"


def link(at: Path, target: str) -> None:
    """Make a link, and the folders above it."""
    at.parent.mkdir(parents=True, exist_ok=True)
    at.symlink_to(target)


@pytest.mark.parametrize("root", [".", "deck"])
@pytest.mark.parametrize("markdown", ["![a](<my p.png>)", "![[my p.png]]", "<img src='my p.png'>"])
def test_a_link_of_git_annex_names_the_command(
    root: str, markdown: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = tmp_path / root
    (tmp_path / ".git" / "annex").mkdir(parents=True)
    write(project, {"a.md": f"## Q?\n\n{markdown}\n"})
    link(project / "my p.png", f"../{OBJECT}" if root != "." else OBJECT)
    monkeypatch.chdir(project)
    ran = CliRunner().invoke(main, ["check"])
    assert ran.exit_code == 1
    assert "a.md:3:" in ran.output
    assert "[unfetched-file]" in ran.output
    assert "git annex get 'my p.png'" in ran.output


@pytest.mark.parametrize("root", [".", "deck"])
def test_a_link_of_git_annex_with_its_content_is_shown(root: str, tmp_path: Path) -> None:
    write(tmp_path, {OBJECT: PICTURE, f"{root}/a.md": "## Q?\n\n![a](p.png)\n"})
    link(tmp_path / root / "p.png", f"../{OBJECT}" if root != "." else OBJECT)
    assert reviewed(tmp_path / root, {}) == ()


def test_a_link_out_of_the_project_is_still_refused(tmp_path: Path) -> None:
    write(tmp_path, {".git/secret.png": PICTURE, "deck/a.md": "## Q?\n\n![a](p.png)\n"})
    link(tmp_path / "deck" / "p.png", "../.git/secret.png")
    found = reviewed(tmp_path / "deck", {})
    assert ["outside the project" in each.message for each in found] == [True, False]


def test_a_link_that_leads_nowhere_is_named_as_one(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": "## Q?\n\n![a](p.png)\n"})
    link(tmp_path / "p.png", "gone.png")
    (found,) = reviewed(tmp_path, {})
    assert (found.rule, "a link to a file" in found.message) == ("unresolved-image", True)


def test_a_link_that_leads_nowhere_stops_no_check(tmp_path: Path) -> None:
    link(tmp_path / "p.png", "gone.png")
    (found,) = reviewed(tmp_path, {"a.md": "## Q?\n\nAnswer.\n"})
    assert found.rule == "unused-media"


@pytest.mark.parametrize("pointer", POINTERS)
def test_a_style_a_note_type_and_a_source_may_be_pointers_too(pointer: str, tmp_path: Path) -> None:
    content, command = POINTERS[pointer]
    types = {"note-type.toml": 'name = "T"\nfields = ["A", "B"]\n', "front.html": "{{A}}"}
    found = reviewed(
        tmp_path,
        {
            "obverse.toml": 'content = "."\nstyle = "looks/look.css"\n',
            "looks/look.css": content,
            "a.md": "## Q?\n\nA\n",
            "b.md": content,
            **{f"note-types/t/{name}": text for name, text in types.items()},
            "note-types/t/back.html": "{{B}}",
            "note-types/t/style.css": content,
        },
    )
    errors = {each.place.path: each for each in found if str(each.severity) == "error"}
    assert errors.keys() == {"looks/look.css", "b.md", "note-types/t/note-type.toml"}
    assert all(command in (each.hint or "") for each in errors.values())


@given(st.binary(max_size=80) | st.text(max_size=80).map(str.encode))
def test_no_other_file_is_a_pointer(raw: bytes) -> None:
    if not raw.startswith((b"version http", b"/annex/objects/")) and b"annex/objects/" not in raw:
        assert unfetched.of_content(raw, "p.png") is None


def test_a_text_about_pointers_is_none() -> None:
    for text in (f"# Large files\n\n    {LFS}", f"The link `../{OBJECT}`", "version https://a.b/c"):
        assert unfetched.of_content(text.encode(), "a.md") is None
    assert unfetched.of_content(LFS.encode() + b" " * 40_000, "a.md") is None
