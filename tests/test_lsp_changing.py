"""What an editor can change: fixes, names, merges, allowances, and renaming in all files."""

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

import pytest

from editor import Editor, editing
from projects import PICTURE, write
from shell import run

CAN_RENAME: Final = {
    "workspace": {"workspaceEdit": {"documentChanges": True, "resourceOperations": ["rename"]}}
}
BRIEF: Final = "## What is a client brief for a new instruction?\n\nA formal statement of aims.\n"
NEAR: Final = "## What is a client brief for a new instuction?\n\nA formal statement of aims.\n"


@pytest.fixture
def editor(request: pytest.FixtureRequest) -> Iterator[Editor]:
    made = editing()
    made.start(getattr(request, "param", CAN_RENAME))
    yield made
    made.leave()


def project(folder: Path, editor: Editor, files: Mapping[str, str | bytes]) -> Path:
    """A project with these files; the first of them is open."""
    write(folder, {"obverse.toml": 'content = "."\nname = "cards"\n', **files})
    path = folder / next(iter(files))
    editor.open(path)
    return path


def applied(folder: Path, edit: Mapping[str, Any]) -> dict[str, str]:
    """What an edit makes of the files, by name; it is also written."""
    made: dict[str, str] = {}
    changes = edit.get("documentChanges") or [
        {"textDocument": {"uri": uri}, "edits": edits} for uri, edits in edit["changes"].items()
    ]
    for each in changes:
        if each.get("kind") == "rename":
            shutil.move(local(each["oldUri"]), local(each["newUri"]))
            continue
        path = local(each["textDocument"]["uri"])
        text = path.read_text(encoding="utf-8")
        for one in sorted(each["edits"], key=lambda it: _start(it["range"]), reverse=True):
            first, end = (offset(text, one["range"][side]) for side in ("start", "end"))
            text = text[:first] + one["newText"] + text[end:]
        path.write_text(text, encoding="utf-8")
        made[path.relative_to(folder).as_posix()] = text
    return made


def local(uri: str) -> Path:
    """The path of an address."""
    return Path(unquote(uri.removeprefix("file://")))


def _start(given: Mapping[str, Any]) -> tuple[int, int]:
    return given["start"]["line"], given["start"]["character"]


def offset(text: str, position: Mapping[str, int]) -> int:
    """Where a position is in a text of plain characters."""
    lines = text.split("\n")
    return sum(len(line) + 1 for line in lines[: position["line"]]) + position["character"]


def actions(editor: Editor, path: Path, line: int, *only: str) -> dict[str, dict[str, Any]]:
    """The actions at a line, by title."""
    place = {"line": line, "character": 0}
    context: dict[str, Any] = {"diagnostics": editor.findings.get(path.as_uri(), [])}
    if only:
        context["only"] = [*only]
    given = {"range": {"start": place, "end": place}, "context": context}
    found = editor.request(
        "textDocument/codeAction", {"textDocument": {"uri": path.as_uri()}, **given}
    )
    return {each["title"]: each for each in found or ()}


def test_a_fix_changes_one_card_and_all_fixes_the_file(tmp_path: Path, editor: Editor) -> None:
    text = "# T\n\n## One thing? #tag\n\n* a\n* b\n\n## Two things? #tag\n\nText.\n"
    path = project(tmp_path, editor, {"a.md": text})
    found = actions(editor, path, 2, "quickfix")
    fixes = [title for title in found if title.startswith("Fix: ")]
    assert "Fix: Tags at the end of a heading move to a line of their own" in fixes
    made = applied(tmp_path, found[fixes[0]]["edit"])["a.md"]
    assert made.endswith("## Two things? #tag\n\nText.\n")
    path.write_text(text, encoding="utf-8")
    (whole,) = actions(editor, path, 0, "source.fixAll").values()
    applied(tmp_path, whole["edit"])
    made = path.read_text(encoding="utf-8")
    assert "? #tag" not in made
    path.write_text(text, encoding="utf-8")
    assert run(tmp_path, "check", "--fix", "--allow-dirty").status == 0
    assert path.read_text(encoding="utf-8") == made
    editor.replace(path, made)
    assert actions(editor, path, 0, "source.fixAll") == {}
    assert actions(editor, path, 2, "refactor.extract") == {}


def test_a_fix_of_the_front_matter_is_offered_there(tmp_path: Path, editor: Editor) -> None:
    path = project(tmp_path, editor, {"a.md": "---\ntags: a, b\n---\n\n## Q one?\n\nText.\n"})
    assert not [title for title in actions(editor, path, 4) if title.startswith("Fix: ")]
    (title,) = (title for title in actions(editor, path, 1) if title.startswith("Fix: "))
    made = applied(tmp_path, actions(editor, path, 1)[title]["edit"])["a.md"]
    assert made.endswith("---\n\n## Q one?\n\nText.\n")
    assert "tags: a, b" not in made


def test_a_card_is_named_after_its_question_or_by_its_id(tmp_path: Path, editor: Editor) -> None:
    text = "## What is a lease?\n\nA contract.\n\n#law\n\n## Next question?\n\nText.\n"
    write(tmp_path, {"obverse.toml": 'content = "."\nname = "cards"\n', "a.md": text})
    assert run(tmp_path, "build").status == 0
    before = (tmp_path / "obverse.lock").read_text(encoding="utf-8")
    path = project(tmp_path, editor, {"a.md": text})
    found = actions(editor, path, 2, "refactor")
    by_question, by_id = found.values()
    assert by_question["title"] == "Name this card `^what-is-a-lease`"
    made = applied(tmp_path, by_question["edit"])["a.md"]
    assert "#law\n\n^what-is-a-lease\n\n## Next" in made
    path.write_text(text.replace("What is a lease", "Say what leases are"), encoding="utf-8")
    path.write_text(text, encoding="utf-8")
    applied(tmp_path, by_id["edit"])
    edited = path.read_text(encoding="utf-8").replace("What is a lease", "Define it")
    path.write_text(edited.replace("A contract", "Some agreement"), encoding="utf-8")
    assert run(tmp_path, "build").status == 0
    after = (tmp_path / "obverse.lock").read_text(encoding="utf-8")
    guids = [{line.split("\t")[0] for line in each.splitlines()[1:]} for each in (before, after)]
    assert guids[0] == guids[1]
    editor.replace(path, made)
    assert actions(editor, path, 2, "refactor") == {}


@pytest.mark.parametrize("text", ["# Title\n\nText.\n", "---\ncards: qa\n---\nQ: a?\nA: b\n"])
def test_what_is_no_whole_card_gets_no_name(tmp_path: Path, editor: Editor, text: str) -> None:
    path = project(tmp_path, editor, {"a.md": text})
    assert actions(editor, path, text.count("\n") - 1, "refactor") == {}


def test_a_card_is_merged_with_its_duplicate(tmp_path: Path, editor: Editor) -> None:
    card = "## What is a lease?\n\nA contract.\n"
    second = f"# Two\n\n{card}\n#new #both #card/reversed\n\n^lease\n\n## Last one?\n\nText.\n"
    path = project(tmp_path, editor, {"b.md": second, "a.md": f"{card}\n#both\n\n## B?\n\nText.\n"})
    editor.until_version(path, 1)
    found = actions(editor, path, 2)
    made = applied(tmp_path, found["Merge with the card at a.md:1, for `duplicate-card`"]["edit"])
    assert made["b.md"] == "# Two\n\n## Last one?\n\nText.\n"
    assert made["a.md"] == (f"{card}\n#both\n\n#new #card/reversed\n\n^lease\n\n## B?\n\nText.\n")
    assert run(tmp_path, "check", "--strict").out.count("duplicate") == 0


def test_a_near_duplicate_is_merged_into_a_card_with_a_name(tmp_path: Path, editor: Editor) -> None:
    text = f"# T\n\n{BRIEF}\n^brief\n\n{NEAR}\n#law\n"
    path = project(tmp_path, editor, {"a.md": text})
    editor.until_version(path, 1)
    (title,) = (title for title in actions(editor, path, 8) if title.startswith("Merge"))
    action = actions(editor, path, 8)[title]
    assert [each["code"] for each in action["diagnostics"]] == ["near-duplicate"]
    made = applied(tmp_path, action["edit"])["a.md"]
    assert made.rstrip("\n") == f"# T\n\n{BRIEF}\n#law\n\n^brief"


def test_advice_is_allowed_and_a_misspelt_word_is_written_as_meant(
    tmp_path: Path, editor: Editor
) -> None:
    text = "## Is a lease a contract?\n\nYes.\n\n#card/reversd\n"
    path = project(tmp_path, editor, {"a.md": text})
    editor.until_version(path, 1)
    found = actions(editor, path, 0)
    made = applied(tmp_path, found["Allow `yes-no-question` in this card"]["edit"])["a.md"]
    assert made.startswith("## Is a lease a contract?\n\n<!-- allow: yes-no-question -->\n\nYes.")
    path.write_text(text, encoding="utf-8")
    (title,) = (title for title in actions(editor, path, 4) if title.startswith("Write"))
    made = applied(tmp_path, actions(editor, path, 4)[title]["edit"])["a.md"]
    assert "#card/reversed" in made
    assert run(tmp_path, "check", "--ignore", "yes-no-question").status == 0


TAGGED: Final = {
    "a.md": "---\ntags: [law, other]\n---\n\n## A lease?\n\nOf `#law`. #law/land #lawful\n",
    "b.md": "## A rent? #law\n\n```\n#law\n```\n\n#Law\n",
}


def renamed(editor: Editor, path: Path, line: int, character: int, name: str) -> Any:  # noqa: ANN401
    return editor.ask("rename", path, line, character, newName=name)


@pytest.mark.parametrize("editor", [CAN_RENAME, {}], indirect=True)
def test_a_tag_is_renamed_with_its_branch_in_all_files(tmp_path: Path, editor: Editor) -> None:
    path = project(tmp_path, editor, TAGGED)
    shown = editor.ask("prepareRename", path, 6, 16)
    assert shown["placeholder"] == "law/land"
    made = applied(tmp_path, renamed(editor, path, 1, 8, "statute/law"))
    assert made == {
        "a.md": "---\ntags: [statute/law, other]\n---\n\n## A lease?\n\n"
        "Of `#law`. #statute/law/land #lawful\n",
        "b.md": "## A rent? #statute/law\n\n```\n#law\n```\n\n#statute/law\n",
    }


@pytest.mark.parametrize(
    ("place", "name", "why"),
    [
        ((1, 8), "not a tag", "is not a tag"),
        ((1, 8), "card/typing", "is not a tag"),
        ((4, 5), "x", "there is no tag, name or media file here"),
    ],
)
def test_what_cannot_be_renamed_is_refused(
    tmp_path: Path, editor: Editor, place: tuple[int, int], name: str, why: str
) -> None:
    path = project(tmp_path, editor, TAGGED)
    assert why in renamed(editor, path, *place, name)["error"]["message"]


def test_a_name_is_renamed_with_the_links_to_it(tmp_path: Path, editor: Editor) -> None:
    files = {
        "a.md": "## A lease?\n\nText.\n\n^lease\n\n## Two?\n\nSee [[#^lease]].\n\n^two\n",
        "b.md": "## B?\n\nSee ![[a#^lease]] and [[b#^lease]].\n",
    }
    path = project(tmp_path, editor, files)
    assert "taken" in renamed(editor, path, 4, 2, "two")["error"]["message"]
    assert "not a name" in renamed(editor, path, 4, 2, "no name")["error"]["message"]
    made = applied(tmp_path, renamed(editor, path, 8, 10, "^tenancy"))
    assert made == {
        "a.md": files["a.md"].replace("^lease", "^tenancy"),
        "b.md": "## B?\n\nSee ![[a#^tenancy]] and [[b#^lease]].\n",
    }


MEDIA: Final[Mapping[str, str | bytes]] = {
    "a.md": "## A?\n\n![x](pics/a%20b.png) ![[a b.png|30]] ![[pics/a b.png]]\n",
    "sub/b.md": '## B?\n\n<img src="../pics/a b.png"> ![](../pics/c.png)\n\n'
    "[r]: <../pics/a b.png>\n",
    "pics/a b.png": PICTURE,
    "pics/c.png": PICTURE + b" ",
}


def test_a_media_file_is_renamed_with_all_that_show_it(tmp_path: Path, editor: Editor) -> None:
    path = project(tmp_path, editor, MEDIA)
    assert editor.ask("prepareRename", path, 2, 8)["placeholder"] == "a%20b.png"
    made = applied(tmp_path, renamed(editor, path, 2, 8, "new one.png"))
    assert made == {
        "a.md": "## A?\n\n![x](pics/new%20one.png) ![[new one.png|30]] ![[pics/new one.png]]\n",
        "sub/b.md": '## B?\n\n<img src="../pics/new%20one.png"> ![](../pics/c.png)\n\n'
        "[r]: <../pics/new%20one.png>\n",
    }
    assert (tmp_path / "pics" / "new one.png").read_bytes() == PICTURE
    assert run(tmp_path, "build").status == 0


@pytest.mark.parametrize(
    ("name", "why"),
    [("c.png", "exists already"), ("x/y.png", "not the name"), ("y.jpg", "keeps its suffix")],
)
def test_a_file_is_not_renamed_so(tmp_path: Path, editor: Editor, name: str, why: str) -> None:
    path = project(tmp_path, editor, MEDIA)
    assert why in renamed(editor, path, 2, 8, name)["error"]["message"]


@pytest.mark.parametrize("editor", [{}], indirect=True)
def test_an_editor_that_renames_no_files_is_told_so(tmp_path: Path, editor: Editor) -> None:
    path = project(tmp_path, editor, MEDIA)
    assert "cannot rename" in renamed(editor, path, 2, 8, "new.png")["error"]["message"]


def test_a_merge_without_anything_to_add_only_deletes(tmp_path: Path, editor: Editor) -> None:
    card = "## What is a lease?\n\nA contract.\n"
    path = project(tmp_path, editor, {"a.md": f"{card}\n#law\n\n{card}"})
    editor.until_version(path, 1)
    (title,) = (title for title in actions(editor, path, 6) if title.startswith("Merge"))
    made = applied(tmp_path, actions(editor, path, 6)[title]["edit"])["a.md"]
    assert made.rstrip("\n") == f"{card}\n#law"


def test_cards_of_two_note_types_are_not_merged(tmp_path: Path, editor: Editor) -> None:
    text = "---\ncards: qa\n---\n\nQ: What is it?\nA: It is one.\n\nQ: What is it?\nA: It is one.\n"
    path = project(tmp_path, editor, {"a.md": text})
    editor.until_version(path, 1)
    assert "duplicate-card" in editor.rules(path)
    assert not [title for title in actions(editor, path, 7) if title.startswith("Merge")]


@pytest.mark.parametrize("text", ["---\ntags: [\n---\n\n## A?\n", "\n".join("x" * 500)])
def test_what_cannot_be_fixed_alone_has_no_actions(
    tmp_path: Path, editor: Editor, text: str
) -> None:
    path = project(tmp_path, editor, {"a.md": text})
    assert not [title for title in actions(editor, path, 4) if title.startswith("Fix")]
