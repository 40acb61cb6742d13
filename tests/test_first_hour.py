"""What a new user writes wrongly is found, with the line to write; what is right stays silent."""

import re
import shutil
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

import shell
from obverse.check.rules import names
from obverse.compile.parse import parse
from obverse.values.diagnostic import Diagnostic
from obverse.values.source import Source

ROOT: Final = Path(__file__).parents[1]
# The rules about what nearly means something.
FOUND: Final = frozenset(
    "file-without-cards section-of-questions not-a-separator deck-in-title tag-with-space "
    "misspelt-kind malformed-pin malformed-deletion unread-bold heading-look-alike "
    "frontmatter-misspelt-key frontmatter-repeated-key frontmatter-comment".split()
)


def found(text: str) -> list[Diagnostic]:
    """What these rules find in a source."""
    return [each for each in parse(Source("deck.md", text)).diagnostics if each.rule in FOUND]


def card(answer: str, front: str = "") -> str:
    """A source of one card with this answer, and this front matter."""
    return (f"---\n{front}\n---\n\n" if front else "") + f"## What is it?\n\n{answer}\n"


@pytest.mark.parametrize(
    ("text", "rule", "written"),
    [
        ("# D\n\n### What?\n\nx\n\n### Why?\n", "file-without-cards", "## What?"),
        ("1. What?\n   It.\n2. Why?\n", "file-without-cards", "## What?"),
        ("Q: What?\nA: It.\n", "file-without-cards", "## What?"),
        ("**Q:** What?\n**A:** It.\n", "file-without-cards", "## What?"),
        ("What :: it\n", "file-without-cards", "## What"),
        ("\uff03\uff03 What?\n", "file-without-cards", "## What?"),
        ("\u200b## What?\n", "file-without-cards", "## What?"),
        ("\ufeff## What?\n", "file-without-cards", "## What?"),
        ("    ## What?\n", "file-without-cards", "## What?"),
        ("- ## What?\n", "file-without-cards", "## What?"),
        ("# What?\n\nIt.\n\n# Why?\n\nThat.\n", "file-without-cards", "## Why?"),
        ("- What?\n  - It.\n", "file-without-cards", "## What?"),
        ("<h2>What?</h2>\n", "file-without-cards", "## What?"),
        ("Only words.\n", "file-without-cards", "## "),
        ("", "file-without-cards", "## "),
        ("## Quiz\n\n### What?\n\nx\n", "section-of-questions", "## What?"),
        (card("a\n\n---\n\nb"), "not-a-separator", "***"),
        (card("---\n\nb"), "not-a-separator", "***"),
        (card("a\n\n****\n\nb"), "not-a-separator", "***"),
        (card("a\n\n ***\n\nb"), "not-a-separator", "start of the line"),
        (card("a\n\n    ***\n\nb"), "not-a-separator", "start of the line"),
        (card("- a\n\n  ***\n\n- b"), "not-a-separator", "start of the line"),
        ("# A::B\n\n## q\n\na\n", "deck-in-title", "deck: A::B"),
        ("# A :: B\n\n## q\n\na\n", "deck-in-title", "deck: A :: B"),
        (card("a\n\n#client care"), "tag-with-space", "#client-care"),
        (card("a\n\n#law #client care\n\n^pin"), "tag-with-space", "#client-care"),
        (card("a\n\n#card reversed"), "tag-with-space", "#card/reversed"),
        (card("a\n\n#cards/reversed"), "misspelt-kind", "#card/reversed"),
        (card("a\n\n#card-cloze"), "misspelt-kind", "#card/cloze"),
        (card("a\n\n#flashcard/List"), "misspelt-kind", "#card/list"),
        (card("a\n\n^a_b"), "malformed-pin", "^a-b"),
        (card("a\n\n^my name\n#tag"), "malformed-pin", "^my-name"),
        (card("a\n\n^été"), "malformed-pin", "^ete"),
        (card("The {{c1:x}}"), "malformed-deletion", "{{c1::x}}"),
        (card("The {{c0::x}}"), "malformed-deletion", "{{c1::x}}"),
        (card("The {{C2::x}}"), "malformed-deletion", "{{c2::x}}"),
        (card("The {{c3;;x}}"), "malformed-deletion", "{{c3::x}}"),
        (card("The {{c::x}}"), "malformed-deletion", "{{c1::x}}"),
        (card("The {{2::x}}"), "malformed-deletion", "{{c2::x}}"),
        (card("The {c1::x}"), "malformed-deletion", "{{c1::x}}"),
        (card("The {{c1 ::x}}"), "malformed-deletion", "{{c1::x}}"),
        (card("これは**「重要」**です"), "unread-bold", "<b>「重要」</b>"),
        (card("ב**[מבוגרים]**, א"), "unread-bold", "<b>[מבוגרים]</b>"),
        (card("한국어**(강조)**는"), "unread-bold", "<b>(강조)</b>"),
        (card("これは*「重要」*です"), "unread-bold", "<i>「重要」</i>"),
        (card("これは~~「重要」~~です"), "unread-bold", "<s>「重要」</s>"),
        (card("これは==「重要」==です"), "unread-bold", "<mark>「重要」</mark>"),
        (card("\\* これは**「重要」**です"), "unread-bold", "<b>「重要」</b>"),
        (card("a **bold:**text"), "unread-bold", "<b>bold:</b>"),
        (card("中*「斜」*文"), "unread-bold", "<i>「斜」</i>"),
        (card("a\n\n\uff03\uff03 What?\n\nb"), "heading-look-alike", "## What?"),
        (card("a\n\n\u200b## What?\n\nb"), "heading-look-alike", "## What?"),
        (card("a", "Deck: X"), "frontmatter-misspelt-key", "deck:"),
        (card("a", "NOTE_TYPE: X"), "frontmatter-misspelt-key", "note-type:"),
        (card("a", "Tags:\n  - x"), "frontmatter-misspelt-key", "tags:"),
        (card("a", "tags: #x"), "frontmatter-comment", "- x"),
        (card("a", "tags:\n  - #x\n  - y"), "frontmatter-comment", "- x"),
        (card("a", "deck: #x"), "frontmatter-comment", "deck: x"),
        (card("a", "tags: [a]\ntags: [b]"), "frontmatter-repeated-key", "one key"),
        (card("a", "deck: A\ndeck: B"), "frontmatter-repeated-key", "one key"),
    ],
)
def test_a_mistake_is_found_once_with_the_line_to_write(text: str, rule: str, written: str) -> None:
    (finding,) = found(text)
    assert finding.rule == rule
    assert written in (finding.hint or "")


@pytest.mark.parametrize(
    "text",
    [
        "## Compare\n\n### Costs\n\nx\n\n### When?\n\ny\n",
        "## How is it done?\n\n### Why?\n\nx\n",
        "## Quiz\n\nFirst words.\n\n### Why?\n\nx\n",
        card("a\n\n---"),
        card("a\n\n---\n\nb\n\n---\n\nc"),
        card("a\n\n---\n\nb\n\n***\n\nc"),
        card("a\n\n* * *\n\nb"),
        card("```\n ***\n```"),
        card("    code\n    ***"),
        "---\ndeck: A::B\n---\n\n# A::B\n\n## q\n\na\n",
        card("#define is a directive"),
        card("a\n\n#law and more words follow here."),
        card("a\n\n#law"),
        card("a\n\n#cards/law #cards #card"),
        card("^C"),
        card("a\n\n^"),
        card("a\n\n^2_3"),
        card("`{{c1:x}}` and $a_{c1:x}$ and {{count}} and {{type:Back}} and {a: b}"),
        card("```\n{{c1:x}}\n```"),
        card("{{c1::x}} and {{c12::y::hint}} and {{c1,2::z}}"),
        card(
            "**fine.** **fine**: (**fine**) **「重要」** 2**3**4 f(**kwargs, **more) 2 ** (3) ** 4"
        ),
        card("\\*\\*(a)\\*\\*b and `a**(b)**c`"),
        card("a\u200bb and \uff03 in a line"),
        card("a", "desk: X\ndate: 2024-01-01\naliases:\nTARGET DECK: Y\ncards-deck: Z"),
        card("a", "author: A\nauthor: B"),
        card("a", "tags: # for all cards\n  - x"),
    ],
)
def test_what_is_right_stays_silent(text: str) -> None:
    assert found(text) == []


def sources() -> list[Path]:
    """The sources of this project, its gallery, and the documents with their examples."""
    folders = ("content", "tests/gallery")
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.md"))]


@pytest.mark.parametrize("path", sources(), ids=lambda path: path.name)
def test_the_decks_of_this_project_stay_silent(path: Path) -> None:
    assert found(path.read_text(encoding="utf-8")) == []


def test_the_examples_of_the_documents_stay_silent() -> None:
    for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        if path.name == "rules.md":
            continue
        text = path.read_text(encoding="utf-8")
        for example in re.findall(r"^```+markdown\n(.*?)^```+$", text, re.DOTALL | re.MULTILINE):
            seen = [each for each in found(example) if each.rule != "file-without-cards"]
            assert seen == [], f"{path.name}: {example}"


@pytest.mark.parametrize(
    ("front", "named"),
    [
        ("tags:\n\t- a", "tab"),
        ("\ttags: a", "tab"),
        ("title: What is this: a test?", "title: 'What is this: a test?'"),
        ("deck: A: it's", "deck: 'A: it''s'"),
        ("tags: [#a, #b]", "tags: [a]"),
        ("tags: [a", "bracket"),
        ("deck:X y\ntags:\n  - a", "deck: X y"),
        ("tags:\n  - a\ndeck:X", "deck: X"),
        ("deck: @x", "deck: '@x'"),
        ("deck: 'x", "quote"),
    ],
)
def test_front_matter_that_is_not_yaml_says_what_to_write(front: str, named: str) -> None:
    (finding,) = parse(Source("deck.md", card("a", front))).diagnostics
    assert finding.rule == "frontmatter-invalid"
    assert named in (finding.hint or "")


@given(st.text(st.sampled_from("tagsdeck:#-[]{}'\"@*!|>%\t\n x"), max_size=30))
def test_any_front_matter_that_is_not_yaml_has_a_help_line(front: str) -> None:
    for each in parse(Source("deck.md", card("a", front))).diagnostics:
        assert each.hint or not each.rule.startswith("frontmatter-invalid")


@given(
    st.sampled_from(("### {}", "Q: {}", "{} :: it", "1. {}", "\uff03\uff03 {}", "\u200b## {}")),
    st.integers(1, 4),
)
def test_what_is_seen_instead_of_cards_is_counted(shape: str, number: int) -> None:
    text = "\n\n".join(shape.format(f"What is {each}?") for each in range(number))
    (finding,) = found(text)
    assert ("once", "twice", "3 times", "4 times")[number - 1] in finding.message
    assert "`## What is 0" in (finding.hint or "")


def test_the_rules_are_all_rules() -> None:
    assert set(names()) >= FOUND


def test_a_project_without_a_card_writes_no_package(tmp_path: Path) -> None:
    folder = shell.write(tmp_path, deck="# D\n\n1. What is a lease?\n   A contract.\n")
    ran = shell.run(folder, "build")
    assert ran.status == 1
    assert "no source of this project has a card [project-without-cards]" in ran.err
    assert not list(folder.rglob("*.apkg"))


def test_a_project_of_drafts_is_built_with_a_warning(tmp_path: Path) -> None:
    folder = shell.write(tmp_path, deck="## q\n\na\n\n#card/draft\n")
    for _ in range(2):
        ran = shell.run(folder, "build")
        assert ran.status == 0
        assert "warning: all cards are drafts" in ran.err
    assert len(list(folder.rglob("*.apkg"))) == 1


def test_a_build_that_removes_or_retires_the_last_card_goes_on(tmp_path: Path) -> None:
    folder = shell.write(tmp_path, deck="## q\n\na\n")
    assert shell.run(folder, "build").status == 0
    shell.write(tmp_path, deck="# No card is left\n")
    assert shell.run(folder, "build", "--retire").status == 0
    assert shell.run(folder, "build", "--retire").status == 0
    for _ in range(2):
        ran = shell.run(folder, "build")
        assert ran.status == 0
        assert "warning: no source of this project has a card" in ran.err
        shutil.rmtree(folder / "build")


@pytest.mark.parametrize("space", ["\u00a0", "\u3000", "\u2003"])
def test_a_space_that_is_not_a_plain_one_is_named(space: str) -> None:
    source = Source("deck.md", f"##{space}q\n\na\n\n## r\n\nb\n")
    said = [each.message for each in parse(source).diagnostics]
    assert [message for message in said if "needs a plain space" in message]
