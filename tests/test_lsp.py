"""The server of editors: findings while typing, in the units agreed on, whatever happens."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from editor import Editor, editing
from obverse.lsp.edited_findings import Moved
from obverse.lsp.texts import ColumnUnits, opened_text
from projects import write

PROJECT: Final = 'content = "."\n'
BRIEF: Final = "## What is a client brief for a new instruction?\n\nA formal statement of aims.\n"
NEAR: Final = "## What is a client brief for a new instuction?\n\nA formal statement of aims.\n"


@pytest.fixture
def editor() -> Iterator[Editor]:
    made = editing()
    yield made
    made.leave()


def project(folder: Path, **files: str) -> Path:
    """A project with these Markdown files, by name."""
    write(folder, {"obverse.toml": PROJECT, **{f"{name}.md": each for name, each in files.items()}})
    return folder


def change(line: int, first: int, end: int, text: str) -> dict[str, Any]:
    """A change of a part of a line."""
    start, stop = ({"line": line, "character": at} for at in (first, end))
    return {"range": {"start": start, "end": stop}, "text": text}


def test_findings_are_shown_while_typing(tmp_path: Path, editor: Editor) -> None:
    path = project(tmp_path, a="## Is a lease a contract?\n\nYes.\n") / "a.md"
    editor.start()
    editor.open(path)
    (found,) = editor.until_found(path, ["yes-no-question"])
    assert found["source"] == "obverse"
    assert found["severity"] == 3
    assert found["range"]["start"] == {"line": 0, "character": 3}
    page = Path(found["codeDescription"]["href"].removeprefix("file://"))
    assert page.read_text(encoding="utf-8").startswith('"""')
    assert "help: " in found["message"]
    editor.type(path, change(0, 3, 5, "When is"))
    editor.until_found(path, [])
    assert path.read_text(encoding="utf-8") == "## Is a lease a contract?\n\nYes.\n"


def test_findings_of_the_project_come_after_a_pause_and_move_with_the_text(
    tmp_path: Path, editor: Editor
) -> None:
    path = project(tmp_path, a="# Title\n\n" + BRIEF, b=NEAR) / "b.md"
    editor.start()
    editor.open(path)
    (found,) = editor.until_found(path, ["near-duplicate"])
    (related,) = found["relatedInformation"]
    assert related["location"]["uri"] == (tmp_path / "a.md").as_uri()
    assert related["location"]["range"]["start"]["line"] == 2
    version = editor.type(path, change(0, 0, 0, "\n\n"))
    (found,) = editor.until_version(path, version)
    assert found["range"]["start"]["line"] == 2
    editor.replace(path, "## What else?\n\nNothing of the kind.\n")
    editor.until_found(path, [])


def test_an_allowance_of_what_only_the_project_finds_is_not_unused(
    tmp_path: Path, editor: Editor
) -> None:
    path = project(tmp_path, a=BRIEF, b=f"<!-- allow: near-duplicate -->\n\n{NEAR}") / "b.md"
    editor.start()
    editor.open(path)
    for _ in range(3):
        version = editor.type(path, change(0, 0, 0, "\n"))
        assert editor.until_version(path, version) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_columns_are_in_the_units_that_were_agreed_on(
    tmp_path: Path, editor: Editor, encoding: str
) -> None:
    path = project(tmp_path, a="## When?\n\n𝄞 é: ![](graph.png)\n") / "a.md"
    can = editor.start({"general": {"positionEncodings": [encoding]}})
    assert can["positionEncoding"] == encoding
    editor.open(path)
    before = {"utf-8": 4 + 1 + 2 + 2, "utf-16": 2 + 1 + 1 + 2, "utf-32": 1 + 1 + 1 + 2}[encoding]
    found = editor.until_found(path, ["missing-alt", "unresolved-image"])
    start = found[-1]["range"]["start"]
    assert start == {"line": 2, "character": before + 4}
    editor.type(path, change(2, before, before + len("![](graph.png)"), "it is 𝄞."))
    editor.until_found(path, [])


def test_a_text_is_edited_as_the_protocol_says() -> None:
    units = ColumnUnits("utf-16")
    text = opened_text("file:///a", 1, "a\r\n𝄞b\u2028c\nlast")
    assert [*text.lines] == ["a", "𝄞b\u2028c", "last"]
    from lsprotocol import types

    def edited(line: int, first: int, end_line: int, end: int, new: str) -> str:
        given = types.Range(types.Position(line, first), types.Position(end_line, end))
        part = types.TextDocumentContentChangePartial(range=given, text=new)
        return text.changed(2, part, units).text

    assert edited(1, 2, 1, 3, "x") == "a\r\n𝄞x\u2028c\nlast"
    assert edited(0, 1, 1, 0, "") == "a𝄞b\u2028c\nlast"
    assert edited(1, 4, 9, 9, "!") == "a\r\n𝄞b\u2028!"
    assert edited(2, 99, 2, 99, "!") == "a\r\n𝄞b\u2028c\nlast!"
    assert text.changed(2, types.TextDocumentContentChangeWholeDocument("z"), units).text == "z"
    assert ColumnUnits("utf-8").count("é𝄞") == 6
    assert ColumnUnits("utf-8").characters("é𝄞x", 3) == 1
    assert ColumnUnits("nonsense").count("𝄞") == 2


def test_lines_below_an_edit_move_along() -> None:
    moved = Moved(["a", "b", "c", "d"], ["a", "x", "y", "c", "d"])
    assert [moved.line(number) for number in (1, 2, 3, 4)] == [1, None, 4, 5]
    same = Moved(["a"], ["a"])
    assert same.line(7) == 7
    emptied = Moved(["a", "a"], ["a"])
    assert [emptied.line(number) for number in (1, 2)] == [1, None]


def test_markdown_that_is_no_source_is_silent(tmp_path: Path, editor: Editor) -> None:
    write(
        tmp_path,
        {
            "alone/a.md": "## Is a lease a contract?\n\nYes.\n",
            "of/README.md": "## Is a lease a contract?\n\nYes.\n",
        },
    )
    write(tmp_path, {"of/obverse.toml": PROJECT, "of/b.md": "## Is a lease a contract?\n\nYes.\n"})
    editor.start()
    for name in ("alone/a.md", "of/README.md", "of/b.md"):
        editor.open(tmp_path / name)
        editor.type(tmp_path / name, change(0, 0, 0, "\n"))
    editor.until_found(tmp_path / "of" / "b.md", ["yes-no-question"])
    assert {*editor.findings} == {(tmp_path / "of" / "b.md").as_uri()}
    editor.send("textDocument/didOpen", _untitled("untitled:Untitled-1"))


def _untitled(uri: str) -> dict[str, Any]:
    of = {
        "uri": uri,
        "languageId": "markdown",
        "version": 1,
        "text": "## Is a lease a contract?\n\nYes.\n",
    }
    return {"textDocument": of}


def test_a_new_file_becomes_a_source_when_it_is_saved(tmp_path: Path, editor: Editor) -> None:
    folder = project(tmp_path, a=BRIEF)
    editor.start()
    path = folder / "new.md"
    editor.open(path, "## Is a lease a contract?\n\nYes.\n")
    path.write_text("## Is a lease a contract?\n\nYes.\n", encoding="utf-8")
    editor.send("textDocument/didSave", {"textDocument": {"uri": path.as_uri()}})
    editor.until_found(path, ["yes-no-question"])


def test_a_text_that_is_closed_is_what_its_file_says(tmp_path: Path, editor: Editor) -> None:
    path = project(tmp_path, a=BRIEF) / "a.md"
    editor.start()
    editor.open(path, "## Is a lease a contract?\n\nYes.\n")
    editor.until_found(path, ["yes-no-question"])
    editor.close(path)
    editor.until_found(path, [])


def test_a_lock_that_changed_on_disk_is_read_again_and_nothing_is_written(
    tmp_path: Path, editor: Editor
) -> None:
    path = project(tmp_path, a=BRIEF) / "a.md"
    lock = tmp_path / "obverse.lock"
    editor.start()
    editor.open(path)
    editor.until_version(path, 1)
    lock.write_text("<<<<<<< ours\n=======\n>>>>>>> theirs\n", encoding="utf-8")
    editor.until_found(lock, ["lock-conflict"])
    lock.unlink()
    editor.until_found(lock, [])
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.md", "obverse.toml"]


DAMAGE: Final[dict[str, Callable[[Path], object]]] = {
    "a source that does not parse": lambda at: (at / "b.md").write_text("---\ntags: [\n## {{c1::"),
    "settings that are half written": lambda at: (at / "obverse.toml").write_text("content = "),
    "a folder that is gone": shutil.rmtree,
    "a source that is gone": lambda at: (at / "a.md").unlink(),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_a_server_outlives(tmp_path: Path, editor: Editor, name: str) -> None:
    folder = project(tmp_path / "project", a="## Is a lease a contract?\n\nYes.\n", b=BRIEF)
    path = folder / "a.md"
    editor.start()
    editor.open(path)
    editor.until_found(path, ["yes-no-question"])
    DAMAGE[name](folder)
    for _ in range(3):
        editor.type(path, change(0, 0, 0, "\n"))
        editor.ask("hover", path)
    project(folder, a="## Is a lease a contract?\n\nYes.\n", b=BRIEF)
    editor.replace(path, f"---\ntags: [\n{BRIEF}")
    editor.until_found(path, ["frontmatter-unclosed"])
    editor.replace(path, "## Is a lease a contract?\n\nYes.\n")
    editor.until_found(path, ["yes-no-question"])


def test_a_bad_configuration_is_shown_in_its_file(tmp_path: Path, editor: Editor) -> None:
    path = project(tmp_path, a=BRIEF) / "a.md"
    editor.start()
    editor.open(path)
    editor.until_version(path, 1)
    settings = tmp_path / "obverse.toml"
    settings.write_text("content = \n", encoding="utf-8")
    editor.until_found(settings, ["config-invalid"])
    settings.write_text(PROJECT, encoding="utf-8")
    editor.until_found(settings, [])


def test_a_hundred_edits_at_once_are_few_looks(tmp_path: Path, editor: Editor) -> None:
    text = "\n".join(f"## Question {at} of them?\n\nIt is {at}.\n" for at in range(100))
    path = project(tmp_path, a=text) / "a.md"
    editor.start()
    editor.open(path)
    editor.until_version(path, 1)
    before = editor.published
    with editor.at_once():
        for at in range(100):
            version = editor.type(path, change(2, 0, 0, f"{at} "))
    editor.until_version(path, version)
    assert editor.published - before < 60


def test_a_project_that_cannot_be_opened_is_tried_again(tmp_path: Path, editor: Editor) -> None:
    path = project(tmp_path, a="## Is a lease a contract?\n\nYes.\n") / "a.md"
    (tmp_path / "obverse.toml").write_text("content = \n", encoding="utf-8")
    editor.start()
    editor.open(path)
    assert editor.ask("hover", path) is None
    assert "obverse.toml" in editor.logged[0]
    (tmp_path / "obverse.toml").write_text(PROJECT, encoding="utf-8")
    editor.type(path, change(1, 0, 0, "\n"))
    editor.until_found(path, ["yes-no-question"])


def test_a_project_that_cannot_be_read_is_said_once(tmp_path: Path, editor: Editor) -> None:
    path = project(tmp_path, a=BRIEF) / "a.md"
    editor.start()
    editor.open(path)
    editor.until_version(path, 1)
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "obverse.lock").write_text("", encoding="utf-8")
    (tmp_path / "obverse.toml").write_text('content = ["one", "two"]\n', encoding="utf-8")
    while not editor.logged:
        editor.ask("hover", path)
    assert "more than one lock" in editor.logged[0]
    assert len(editor.logged) == 1


def test_what_was_typed_is_shown_although_a_request_is_refused(
    tmp_path: Path, editor: Editor
) -> None:
    path = project(tmp_path, a=BRIEF) / "a.md"
    editor.start()
    editor.open(path)
    editor.until_version(path, 1)
    version = editor.replace(path, "## Is a lease a contract?\n\nYes.\n")
    assert "error" in editor.ask("rename", path, 0, 0, newName="x")
    assert editor.until_version(path, version)


def test_a_fault_of_the_server_is_one_line_and_a_file(
    tmp_path: Path, editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = project(tmp_path, a=BRIEF) / "a.md"

    def fail(*_: object) -> None:
        raise LookupError("no such thing")

    monkeypatch.setattr("obverse.lsp.hover.hover", fail)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    editor.start()
    editor.open(path)
    assert editor.ask("hover", path) is None
    (said,) = editor.logged
    assert "obverse itself failed (LookupError: no such thing)" in said
    assert [*tmp_path.glob("obverse-crash-*")]
    editor.replace(path, "## Is a lease a contract?\n\nYes.\n")
    editor.until_found(path, ["yes-no-question"])


def test_a_project_within_another_has_its_own_sources(tmp_path: Path, editor: Editor) -> None:
    outer = project(tmp_path, a="## Is a lease a contract?\n\nYes.\n") / "a.md"
    inner = project(tmp_path / "inner", b="## Is a lease a contract?\n\nYes.\n") / "b.md"
    write(tmp_path, {"inner/obverse.toml": f'{PROJECT}ignore = ["yes-no-question"]\n'})
    editor.start()
    for path in (outer, inner):
        editor.open(path)
    editor.until_version(inner, 1)
    assert editor.rules(inner) == []
    assert editor.rules(outer) == ["yes-no-question"]
