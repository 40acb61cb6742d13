"""What an editor offers to write: tags, decks, kinds, keys, paths, names, rules."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from editor import Editor, editing
from obverse.compile import kinds
from obverse.languages.front_matter import OURS
from obverse.lsp.candidates import KEYS
from projects import PICTURE, write
from shell import run

LEASE: Final = """\
---
tags: [law, lease]
deck: Law::Leases
---

## What is a lease?

A contract. ^block-1

#law/land
"""
GONE: Final = "## What is a licence for?\n\nIt permits.\n\n^licence\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("project")
    files: dict[str, str | bytes] = {
        "obverse.toml": 'content = "."\ndeck = "Root"\nname = "cards"\n',
        "law/lease.md": LEASE,
        "gone.md": GONE,
        "law/pics/a b.png": PICTURE,
        "law/pics/c.png": PICTURE,
        "law/edited.md": "## What is rent?\n\nMoney.\n",
    }
    write(made, files)
    assert run(made, "build").status == 0
    (made / "gone.md").unlink()
    return made


@pytest.fixture(scope="module")
def editor(folder: Path) -> Iterator[Editor]:
    made = editing()
    made.start()
    made.open(folder / "law" / "edited.md")
    yield made
    made.leave()


def offered(editor: Editor, folder: Path, text: str) -> dict[str, dict[str, Any]]:
    """What is offered at the `|` of a text, by what is shown of it."""
    path = folder / "law" / "edited.md"
    before, _, after = text.partition("|")
    editor.replace(path, before + after)
    line, column = before.count("\n"), len(before) - before.rfind("\n") - 1
    found = editor.ask("completion", path, line, column)
    return {each["label"]: each for each in found["items"]} if found else {}


CARD: Final = "## What is rent?\n\nMoney.\n\n"


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        (CARD + "#|", {"law", "lease", "law/land", "card/"}),
        (CARD + "#la|", {"law", "lease", "law/land"}),
        (CARD + "#card/|", {*kinds.names(), "draft"}),
        (CARD + "^|", {"licence"}),
        ("---\n|\n---\n" + CARD, {f"{each}:" for each in KEYS}),
        ("---\nde|\n" + CARD, {"deck:"}),
        ("---\ntags: [law, l|]\n---\n" + CARD, {"law", "lease", "law/land"}),
        ("---\ntags:\n  - a\n  - l|\n---\n" + CARD, {"law", "lease"}),
        ("---\ndeck: L|\n---\n" + CARD, {"Law::Leases"}),
        ("---\ncard: |\n---\n" + CARD, {"typing", "reversed"}),
        ("---\ncards: |\n---\n" + CARD, {"qa", "question-mark", "none", "headings"}),
        ("---\ndraft: |\n---\n" + CARD, {"true", "false"}),
        (CARD + "![](|", {"pics/c.png", "<pics/a b.png>"}),
        (CARD + "![x](<|", {"pics/a b.png>"}),
        (CARD + "![[|", {"c.png", "a b.png", "lease"}),
        (CARD + "[[|", {"lease", "edited"}),
        (CARD + "[x](|", {"lease.md"}),
        (CARD + "![[lease#|", {"What is a lease?", "^block-1"}),
        (CARD + "[x](lease.md#|", {"What is a lease?"}),
        (CARD + "<!-- allow: long-list, near|", {"near-duplicate"}),
    ],
)
def test_it_offers(editor: Editor, folder: Path, text: str, labels: set[str]) -> None:
    found = offered(editor, folder, text)
    assert labels <= {label.strip() for label in found} | {*found}
    if "|" in text and "^" not in text:
        typed = text.partition("|")[0].rpartition("\n")[2]
        edit = next(iter(found.values()))["textEdit"]
        assert edit["range"]["end"]["character"] == len(typed)


@pytest.mark.parametrize(
    "text",
    [
        CARD + "Money|",
        CARD + "##|",
        CARD + "[x](a)|",
        "---\nother: |\n---\n" + CARD,
    ],
)
def test_it_offers_nothing(editor: Editor, folder: Path, text: str) -> None:
    assert offered(editor, folder, text) == {}


def test_a_tag_says_how_many_notes_have_it(editor: Editor, folder: Path) -> None:
    land = offered(editor, folder, CARD + "#l|")["law/land"]
    assert land["detail"] == "1 note"
    assert land["textEdit"]["newText"] == "law/land"
    assert land["textEdit"]["range"]["start"]["character"] == 1


def test_a_name_says_which_card_it_was(editor: Editor, folder: Path) -> None:
    found = offered(editor, folder, CARD + "^|")
    assert found["licence"]["detail"] == "was “What is a licence for?”"
    assert "the id of “What is rent?”" in {each["detail"] for each in found.values()}


def test_every_key_is_explained() -> None:
    assert KEYS.keys() == OURS


def test_note_types_of_the_project_are_offered(tmp_path: Path) -> None:
    shutil.copytree(Path(__file__).parent / "gallery" / "note-types", tmp_path / "note-types")
    write(tmp_path, {"obverse.toml": 'content = "."\n', "law/edited.md": CARD})
    editor = editing()
    editor.start()
    editor.open(tmp_path / "law" / "edited.md")
    found = offered(editor, tmp_path, "---\nnote-type: |\n---\n" + CARD)
    assert {"vocabulary"} <= {*found}
    editor.leave()


def test_all_is_said_of_a_file_name_that_two_folders_have(tmp_path: Path) -> None:
    write(tmp_path, {"obverse.toml": 'content = "."\n', "law/edited.md": CARD, "a/x.md": CARD})
    write(tmp_path, {"b/x.md": CARD, "a/p.png": PICTURE, "b/p.png": PICTURE})
    editor = editing()
    editor.start()
    editor.open(tmp_path / "law" / "edited.md")
    assert {"a/x", "b/x", "a/p.png", "b/p.png"} <= {*offered(editor, tmp_path, CARD + "![[|")}
    assert "../a/p.png" in offered(editor, tmp_path, CARD + "![](|")
    editor.leave()
