"""What is fixed is fixed for good, says the same, and touches nothing else."""

import subprocess
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from obverse.check import fixes
from obverse.check.fix import fix
from obverse.check.fixes import get
from obverse.cli import main
from obverse.compile.parse import parse
from obverse.errors import TextError
from obverse.languages import front_matter
from obverse.values.card_settings import CardSettings
from obverse.values.source import Source, decode

UNTIDY: Final = "## Why?\n* because\n"
TIDY: Final = "## Why?\n\n- because\n"
LINES: Final = st.lists(
    st.sampled_from(
        (
            *("# Title", "## Card", "##Card", "##  Card", "### Deep", "##\u00a0Hard", "", "", ""),
            *("text", "* point", "+ point", "- point", "  * inner", "• bullet", "> * quoted"),
            *("#tag", "#tag #other", "^pin", "```", "~~~", "***", "---", "* * *", "    * code"),
            *(
                "$$",
                "<div>",
                "</div>",
                "<!--",
                "-->",
                "| a | b |",
                "|---|---|",
                "a\u200bb",
                "1. one",
            ),
            *("text\n---", "text #tag", "\ttab", "  ", "{{c1::gone}}", "[^1]: note", "see[^1]"),
        )
    ),
    max_size=24,
)
HEADS: Final = st.sampled_from(
    ("", "---\ntags: a, #b\n---\n", "---\ntag: a\n---\n", "---\ntags:\n  - a\n---\n", "---\nx: [\n")
)


def fixed(text: str) -> str:
    """Fix a file's text."""
    return fix("deck.md", text.encode()).decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (UNTIDY, TIDY),
        ("##  Why?\n\n\n\nBecause.\n\n\n## How?\n", "## Why?\n\nBecause.\n\n## How?\n"),
        ("text\n## Why?\nBecause.\n## How?", "text\n\n## Why?\n\nBecause.\n\n## How?"),
        ("##Why?\n\nBecause.\n", "## Why?\n\nBecause.\n"),
        ("##\u00a0Why?\n\n-\u00a0Because.\n", "## Why?\n\n- Because.\n"),
        ("## Why?\n\n• one\n•\ttwo\n", "## Why?\n\n- one\n- two\n"),
        ("## W\u200bhy?\n", "## Why?\n"),
        ("---\ntags: a, #b c\n---\n", "---\ntags:\n  - a\n  - b\n  - c\n---\n"),
        ("---\ntag: a\n---\n", "---\ntags:\n  - a\n---\n"),
        ("---\ntag:\n  - a\n---\n", "---\ntags:\n  - a\n---\n"),
        ("## A\n\n#one\n\nText.\n\n#two\n", "## A\n\nText.\n\n#one #two\n"),
        ("## A\n\n^pin\n\nText.\n\n#two\n\n## B\n", "## A\n\nText.\n\n#two\n\n^pin\n\n## B\n"),
        ("## A\n\n#one\n\n***\n\nText.\n", "## A\n\n***\n\nText.\n\n#one\n"),
        ("## A\r\n* b\r\n", "## A\r\n\r\n- b\r\n"),
        ("\ufeff## A\n* b\n", "\ufeff## A\n\n- b\n"),
    ],
)
def test_what_is_safe_is_fixed(before: str, after: str) -> None:
    assert fixed(before) == after
    assert fixed(after) == after


@pytest.mark.parametrize(
    "text",
    [
        "",
        "## A\n\n```markdown\n##B\n* c\n\n\n\n#tag\n```\n",
        "## A\n\n    * indented code\n",
        "## A\n\n* * *\n\n***\n\n*emphasis* and\n*more*\n",
        "## A\n\n- one\n\n#tag\n\n- two\n\nText.\n",  # one list would become of two
        "## A\n\n* one\n\n+ two\n",  # likewise
        "## A\n\nText with #tag\nin a sentence.\n",
        "---\ntags: a\ntag: b\n---\n",
        "---\ntags: [a, b]\n---\n",
        "---\ntags: 'a b'\n---\n",
        "---\nunclosed: [\n---\n\n##A\n",
        "##A" * 3,
        "#tag\n\n#include <x>\n",
        "## A\n\n| a |\n|---|\n| b |\n#tag\n\nText.\n",
        "Text  \nwith a break\\\nand\tmore \n",
    ],
)
def test_what_is_not_safe_is_left_alone(text: str) -> None:
    wanted = "## A##A##A" if text == "##A" * 3 else text
    assert fixed(text) == wanted


def test_a_file_that_is_no_text_is_left_alone() -> None:
    for raw in (b"##A\xff\n", b"##A\0\n", "##A\n".encode("utf-16")):
        assert fix("deck.md", raw) == raw


@given(head=HEADS, lines=LINES, ending=st.sampled_from(("\n", "\r\n")), bom=st.booleans())
def test_fixing_twice_is_fixing_once(head: str, lines: list[str], ending: str, bom: bool) -> None:  # noqa: FBT001  # by name
    text = (head + "\n".join(lines)).replace("\n", ending)
    raw = text.encode("utf-8-sig" if bom else "utf-8")
    once = fix("deck.md", raw)
    assert fix("deck.md", once) == once
    assert once.startswith(b"\xef\xbb\xbf") == bom
    assert ending == "\n" or b"\n" not in once.replace(b"\r\n", b"")


@given(head=HEADS, lines=LINES)
def test_no_card_is_lost_and_no_tag(head: str, lines: list[str]) -> None:
    text = head + "\n".join(lines)
    before = parse(Source("deck.md", text))
    after = parse(Source("deck.md", decode(fix("deck.md", text.encode()))))
    assert len(after.cards) >= len(before.cards)
    if len(after.cards) == len(before.cards):
        for one, other in zip(before.cards, after.cards, strict=True):
            assert set(one.tags) <= set(other.tags)
            assert one.pin in (None, other.pin)
    try:
        front_matter.read(text)
    except TextError:
        assert fixed(text) == text


def test_every_fix_says_what_it_does() -> None:
    from importlib import import_module

    for name in fixes.names():
        assert callable(get(name).fix)
        assert import_module(f"obverse.check.fixes.{name.replace('-', '_')}").__doc__


def run(folder: Path, *options: str) -> tuple[int, str]:
    """Run `obverse check` on a folder."""
    ran = CliRunner().invoke(main, ["check", *options, str(folder)])
    return ran.exit_code, ran.output


def git(folder: Path, *words: str) -> None:
    """Run git in a folder."""
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True)


def test_a_file_is_fixed_only_where_git_could_bring_it_back(tmp_path: Path) -> None:
    deck = tmp_path / "deck.md"
    deck.write_text(UNTIDY, encoding="utf-8")
    assert run(tmp_path, "--fix")[0] == 1  # in no repository
    git(tmp_path, "init", "-q")
    status, told = run(tmp_path, "--fix")
    assert (status, deck.read_text(encoding="utf-8")) == (1, UNTIDY)
    assert "deck.md` is not committed" in told
    git(tmp_path, "add", ".")
    assert run(tmp_path, "--fix")[0] == 1  # staged, and in no commit
    git(tmp_path, "commit", "-qm", "deck")
    assert run(tmp_path, "--fix")[0] == 0
    assert deck.read_text(encoding="utf-8") == TIDY
    assert run(tmp_path, "--fix") == (0, "1 file, 1 card: nothing found\n")


def test_changes_are_written_over_when_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "deck.md").write_text(UNTIDY, encoding="utf-8")
    assert run(tmp_path, "--fix", "--allow-dirty")[0] == 0
    assert (tmp_path / "deck.md").read_text(encoding="utf-8") == TIDY


def test_diff_shows_what_would_change_and_writes_nothing(tmp_path: Path) -> None:
    deck = tmp_path / "deck.md"
    deck.write_text(UNTIDY, encoding="utf-8")
    status, told = run(tmp_path, "--diff")
    assert status == 1
    assert told.splitlines()[2:] == [
        "@@ -1,2 +1,3 @@",
        " ## Why?",
        "-* because",
        "+",
        "+- because",
    ]
    assert deck.read_text(encoding="utf-8") == UNTIDY
    deck.write_text(TIDY, encoding="utf-8")
    assert run(tmp_path, "--diff") == (0, "")


@pytest.mark.parametrize("words", [("marked",), ("inline",), ("none",)])
def test_of_a_note_in_another_shape_only_the_front_matter_is_fixed(words: tuple[str, ...]) -> None:
    text = "---\ntags: a b\n---\n\n##  Prose\n* item\n\nq :: a #card\n"
    fixed = fix("a.md", text.encode(), CardSettings(words)).decode()
    assert fixed == text.replace("tags: a b", "tags:\n  - a\n  - b")


def test_rows_are_left_as_they_are() -> None:
    text = b"##  Words #card/rows\n* item\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n"
    assert fix("a.md", text) == text
    assert fix("a.csv", b"* a,b\n", CardSettings(("marked",))) == b"* a,b\n"
