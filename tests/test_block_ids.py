"""Obsidian's ids of paragraphs are not shown, and whatever only looks like one is."""

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obverse.compile.document import Document
from obverse.compile.parse import parse
from obverse.languages import escape, markdown
from obverse.values.diagnostic import Severity
from obverse.values.source import Source, decode

BEFORE: Final = ("- one\n- ", "1. ", "> ", "> - ", "text\n", "**bold** ", "- [x] ", "`code` ", "")
TEXTS: Final = ("a b", "租约", "`c`", "$x$", "**bold**", "[a](b.md)", "end.")


def parsed(answer: str) -> Document:
    """A source of one card with this answer."""
    return parse(Source("deck.md", f"## q\n\n{answer}\n"))


def shown(answer: str) -> str:
    """What the answer shows, as text."""
    text = markdown.text(parsed(answer).cards[0].below, signs=False)
    return text.replace("\ufdd2", "").replace("\ufdd3", "")


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        ("Text ^abc123", "Text"),
        ("Text ^1619491586919", "Text"),
        ("Text ^block-1", "Text"),
        ("Text ^A1  ", "Text"),
        ("Two\nlines ^abc", "Two\nlines"),
        ("Two\nlines\n^abc\n\nmore", "Two\nlines\nmore"),
        ("- a ^id1\n- b ^id2", "a\nb"),
        ("- a\n  ^id1\n- b", "a\nb"),
        ("> said ^abc", "said"),
        ("Text ^abc\n#tag", "Text"),
        ("Text ^abc\n\n^pin", "Text"),
        ("| a |\n| --- |\n| 1 |\n\n^abc\n\nText", "a\n1\nText"),
        # What is text.
        ("5 m ^2", "5 m ^2"),
        ("2 ^10", "2 ^10"),
        ("x ^n", "x ^n"),
        ("e ^ix", "e ^ix"),
        ("(a + b) ^nm", "(a + b) ^nm"),
        ("^C", "^C"),
        ("^10", "^10"),
        ("5 m\n^2", "5 m\n^2"),
        ("2^abc", "2^abc"),
        ("Text ^12345", "Text ^12345"),
        ("Text ^a_b", "Text ^a_b"),
        ("Text ^abc more", "Text ^abc more"),
        ("Text ^abc\nmore", "Text ^abc\nmore"),
        ("Text \\^abc", "Text ^abc"),
        ("`x ^abc`", "x ^abc"),
        ("$x ^abc$", "x ^abc"),
        ("**x ^abc**", "x ^abc"),
        ("- ^abc\n\nText", "^abc\nText"),
        ("### Below ^abc", "Below ^abc"),
        ("    code ^abc", "code ^abc"),
        ("| a ^abc |\n| --- |\n| b ^abc |", "a ^abc\nb ^abc"),
    ],
)
def test_an_id_after_text_is_not_shown(answer: str, text: str) -> None:
    assert shown(answer) == text


@given(
    st.sampled_from(BEFORE),
    st.sampled_from(TEXTS),
    st.from_regex(r"[a-z]{3}[A-Za-z0-9-]{0,5}|[0-9]{6,13}", fullmatch=True),
)
def test_any_text_is_the_same_with_an_id_after_it(before: str, text: str, name: str) -> None:
    answer = f"{before}{text}"
    assert shown(f"{answer} ^{name}\n\nMore.") == shown(f"{answer}\n\nMore.")
    assert parsed(f"{answer} ^{name}").cards[0].pin is None


@given(
    st.sampled_from(TEXTS),
    st.from_regex(r"[0-9]{1,5}|[A-Za-z]|[a-z]_[a-z]|[a-z]{2}\+|-[a-z]{2}", fullmatch=True),
)
def test_any_other_power_is_text(text: str, name: str) -> None:
    assert shown(f"{text} ^{name}\n\nMore.").split("\n")[0].endswith(f" ^{name}")
    assert shown(f"{text} ^{name}").endswith(f" ^{name}")


@given(st.lists(st.sampled_from(("a", "^abc", "^123456", "^C", "^", "^a-b", "x^ab")), min_size=1))
def test_text_that_comes_from_elsewhere_is_never_an_id(words: list[str]) -> None:
    text = " ".join(words)
    assert shown(escape.lines(text)) == text


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ("Text ^kpi", [Severity.INFO]),
        ("- a ^first\n- b ^second", [Severity.INFO]),
        ("Text ^kpi\n\nMore", []),
        ("Text ^kpi\n\n^pin", []),
        ("Text ^a1b2c3", []),
        ("Text ^1619491586919", []),
        ("Text\n\n^kpi\n\nMore", [Severity.WARNING]),
        ("Text\n^kpi\nmore", [Severity.WARNING]),
        ("Text\n\n^2\n\nMore", []),
        ("5 m ^2", []),
    ],
)
def test_an_id_that_may_be_meant_as_a_pin_is_reported(answer: str, found: list[Severity]) -> None:
    diagnostics = parsed(answer).diagnostics
    assert [each.severity for each in diagnostics] == found
    assert {each.rule for each in diagnostics} <= {"pin-not-last-line"}


@pytest.mark.parametrize(
    ("heading", "question", "says"),
    [
        ("## Question? ^abc123", "Question?", False),
        ("## Question? ^my-pin", "Question?", True),
        ("## **Question?** ^my-pin", "Question?", True),
        ("## Question? #law ^abc123", "Question?", False),
        ("Question? ^abc123\n---", "Question?", False),
        ("## ^abc123", "^abc123", False),
        ("## 2 ^10", "2 ^10", False),
        ("## `x ^abc123`", "x ^abc123", False),
        ("## Question? \\^abc123", "Question? ^abc123", False),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_id_of_a_heading_is_not_shown(
    heading: str,
    question: str,
    says: bool,  # noqa: FBT001
    end: str,
) -> None:
    source = decode(f"{heading}\n\nA.\n".replace("\n", end).encode())
    document = parse(Source("deck.md", source))
    text = markdown.text(document.cards[0].heading, signs=False)
    assert text.replace("\ufdd2", "").replace("\ufdd3", "") == question
    said = [each.rule for each in document.diagnostics if "id of this heading" in each.message]
    assert said == ["pin-not-last-line"] * says
