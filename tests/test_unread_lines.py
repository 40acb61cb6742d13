"""Lines that a card shows as text, and that their author meant: said, and nothing else is."""

from pathlib import Path
from typing import Final

import pytest

from obverse.compile.compile_source import compile_source
from obverse.values.render_settings import RenderSettings
from projects import write
from shell import run

SHOWN, KEYED, ASKED = "shown-kind", "unread-metadata", "section-of-questions"
MEANT: Final = (
    ("a #card/reversed", SHOWN),
    ("#card/reversed a", SHOWN),
    ("(#card/reversed)", SHOWN),
    ("a#card/reversed", SHOWN),
    ("- a\n- b #card/list", SHOWN),
    ("> a #Card/Reversed", SHOWN),
    ("a\n\n#card:reversed", SHOWN),
    ("a\n\n#card / typing", SHOWN),
    ("a\n\n#card.list", SHOWN),
    ("a\n\ntags: x, y", KEYED),
    ("a\n\nTags: x", KEYED),
    ("a\n\n**Tags:** x y", KEYED),
    ("a\n\ntag: x", KEYED),
    ("a\n\ntags: [x, y]", KEYED),
    ("tags: x\n\na", KEYED),
    ("a\n\nDeck: Law::Land", KEYED),
    ("a\ndeck: Law", KEYED),
    ("Q: a b?\nA: c", ASKED),
    ("Q. a b?\n\nA. c", ASKED),
    ("- Q1: a b?\n- A1: c", ASKED),
    ("**Q:** a b?\n**A:** c", ASKED),
    ("Question 1: a b?\nAnswer: c", ASKED),
    ("1. Q) : a b?\n2. A: c", ""),  # two marks are none
    ("**What is a?**\nb\n\n**What is c?**\nd", ASKED),
    ("__What is a?__\n\nb\n\n__What is c\uff1f__\n\nd", ASKED),
)
NOT_MEANT: Final = (
    "a\n\n#card/reversed",
    "a\n#card/typing #law",
    "a \\#card/reversed",
    "`#card/reversed`",
    "```\n#card/reversed\ntags: x\nQ: a\nA: b\n```",
    "a #law",
    "a\n\n#card: a thing of plastic",
    "a\n\n#cardinal",
    "tags: x, y",  # the whole answer
    "Deck: the floor of a ship.",
    "a\n\nTags: they hold words. So they are long.",
    "a\n\nb tags: x\n\nc",
    "The deck: a floor\n\nb",
    "A: b",
    "Q: a",
    "**What is a?** b",
    "**What is a?**\n\nb",
    "| tags: | x |\n| --- | --- |\n| Q: a | A: b |",
    "USA: a\n\nFAQ: b",
)


def rules_of(text: str) -> set[str]:
    """The rules that say something of a file, but for what is not of interest here."""
    found = compile_source(("a.md", text.encode()), RenderSettings()).diagnostics
    return {each.rule for each in found} & {SHOWN, KEYED, ASKED}


@pytest.mark.parametrize(("body", "rule"), MEANT)
def test_what_is_meant_is_said(body: str, rule: str) -> None:
    assert rules_of(f"## a b\n\n{body}\n") == {rule} - {""}
    assert rules_of(f"---\ntags: [z]\n---\n\n# t\n\n## c\n\nd\n\n## a b\n{body}") == {rule} - {""}


@pytest.mark.parametrize("body", NOT_MEANT)
def test_what_is_not_meant_is_not(body: str) -> None:
    assert rules_of(f"## a b\n\n{body}\n") == set()


@pytest.mark.parametrize("heading", ["Lessor#card/reversed", "Lessor (#card/typing)"])
def test_a_kind_in_a_heading_that_is_not_read_is_said(heading: str) -> None:
    assert rules_of(f"## {heading}\n\na") == {SHOWN}
    assert rules_of("## Lessor #card/reversed\n\na") == set()


def test_a_question_may_show_questions() -> None:
    assert rules_of("## How is an FAQ written?\n\nQ: a b?\nA: c") == set()
    assert rules_of("## Example\n\nQ: a b?\n\n***\n\nA: c") == set()


def test_tags_are_shown_as_they_are_to_be_written(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": "## a\n\nb\n\nTags: client care, #law; 'x y'\n"})
    assert "write `#client-care #law #x-y` on the last line" in run(tmp_path, "check").out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("## a\n\nb\n\n# card/reversed\n", "write `#card/reversed`"),
        ("## a\n\nb\n\n# law\n", "write `#law`"),
        ("## a\n\nb\n\n# A part\n", "names the deck of the whole file"),
        ("What is a?\tb\nWhat is c?\td\n", "it has a tab in a line twice"),
        ("What is a?\nb\n\nWhat is c?\nd\n", "it has a line that asks twice"),
    ],
)
def test_a_heading_or_a_line_that_was_to_be_another_is_said(
    tmp_path: Path, text: str, said: str
) -> None:
    write(tmp_path, {"a.md": text})
    ran = run(tmp_path, "check")
    assert said in ran.out
    assert "warning" in ran.out


BOLD, STARS, DELETION = "unread-bold", "swallowed-stars", "malformed-deletion"


@pytest.mark.parametrize(
    ("body", "rules"),
    [
        *((each, {BOLD}) for each in ("**a ** b", "** a **", "**a**b **c ** d", "- ** a **")),
        *((each, {BOLD}) for each in ("__a__b", "b__a__")),
        *((each, {STARS}) for each in ("2*3*4", "a*2*c", "(a)*3*(b)", "x**2 and y**2", "3**4**5")),
        *((each, set()) for each in ("**a** and **b**", "2 ** 3 ** 4", "a ** b ** c", "a__b__c")),
        *(
            (each, set())
            for each in ("`** a **`", r"\*\* a \*\*", "f(**a, **b)", "abso*bloody*lutely", "*2* 3")
        ),
        *((each, set()) for each in ("**2**x", "n*2*", "a * b * c", r"2\*3\*4", "`2*3*4`")),
        *((each, {DELETION}) for each in ("{{c 1::a}}", "\uff5b\uff5bc1\uff1a\uff1aa\uff5d\uff5d")),
        *((each, {DELETION}) for each in ("{{c1\uff1a\uff1aa}}", "((c1::a))", "[[c1::a]]")),
        *((each, {DELETION}) for each in ("${{c1::x}}$", "- $$a{{c1::x}}$$", "$$\n{{c1::x}}\n$$")),
        *((each, set()) for each in ("{{c1::a}} ${{c2::b}}$", "${{c1::x}}$\n\n#card/cloze")),
        *((each, set()) for each in ("`{{c1::x}}`", "(c1::a)", "std::vector<c1::a>")),
    ],
)
def test_marks_that_do_not_mean_what_was_meant_are_said(body: str, rules: set[str]) -> None:
    found = compile_source(("a.md", f"## a b\n\n{body}\n".encode()), RenderSettings()).diagnostics
    assert {each.rule for each in found} & {BOLD, STARS, DELETION} == rules
