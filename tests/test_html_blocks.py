"""HTML that is not closed takes in no card, and nothing that it holds is lost in silence."""

import re
from time import process_time
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obverse.compile.compile_source import compile_source
from obverse.values.compiled import Compiled
from obverse.values.diagnostic import Severity

OPENINGS: Final = (
    *("<!--", "<?php", "<?", "<![CDATA[", "<!DOCTYPE", "<!doctype html", "<!ELEMENT"),
    *("<pre>", "<PRE class='a'>", "<script>", "<script src='a'>", "<style>", "<textarea>"),
)
ELEMENTS: Final = ("<div>", "<table>", "<details>", "<b>", "</div>", "<section>")
CLOSINGS: Final = ("-->", "?>", "]]>", ">", "</pre>", "</script>", "</style>", "</textarea>")
PREFIXES: Final = ("", "", "- ", "> ", "1. ", "   ")
LINES: Final = st.tuples(
    st.sampled_from(PREFIXES), st.sampled_from((*OPENINGS, *ELEMENTS, *CLOSINGS, "a", "*b*", ""))
).map("".join)
BODIES: Final = st.lists(LINES | st.just(""), min_size=1, max_size=6)
RULES: Final = {"html-removed", "unclosed-html", "commented-out-card"}


def compiled(text: str) -> Compiled:
    """Give what a source compiles to."""
    return compile_source(("a.md", text.encode()))


def without_comments(text: str) -> str:
    """Give a text without its closed comments."""
    return re.sub(r"(?s)<!--(?:-?>|.*?-->)", "", text)


@pytest.mark.parametrize("opening", OPENINGS)
@pytest.mark.parametrize("before", ["", "text\n", "\n\n", "   "])
def test_what_is_not_closed_takes_in_no_card(opening: str, before: str) -> None:
    found = compiled(f"## One\n\n{before}{opening} zz\n\n## Two\n\ny\n")
    assert [note.front for note in found.notes] == ["One", "Two"]
    (fault,) = (each for each in found.diagnostics if each.rule == "unclosed-html")
    assert fault.severity is Severity.ERROR
    assert ("zz" in found.notes[0].fields[1]) == (not opening.startswith(("<script", "<style")))


@pytest.mark.parametrize("opening", [each for each in OPENINGS if each != "<!--"])
def test_only_a_comment_that_is_closed_in_a_later_card_takes_in_cards(opening: str) -> None:
    body = "".join(f"{closing} zz\n\n" for closing in CLOSINGS)
    found = compiled(f"## One\n\n{opening}\n\n## Two\n\n{body}")
    assert [note.front for note in found.notes] == ["One", "Two"]
    assert "unclosed-html" in {each.rule for each in found.diagnostics}


@pytest.mark.parametrize("opening", [*OPENINGS, *ELEMENTS])
def test_a_heading_right_below_html_begins_a_card(opening: str) -> None:
    found = compiled(f"## One\n\n{opening}\n## Two\n\ny\n")
    assert [note.front for note in found.notes] == ["One", "Two"]


@given(st.lists(BODIES, min_size=1, max_size=4))
def test_html_hides_no_card_and_no_word_in_silence(bodies: list[list[str]]) -> None:
    numbered = [
        [f"{line} w{number}x{at}w" if line.strip() else "" for at, line in enumerate(body)]
        for number, body in enumerate(bodies)
    ]
    text = "".join(
        f"## Q{number}q\n\n{body}\n\n" for number, body in enumerate(map("\n".join, numbered))
    )
    found = compiled(text)
    shown = "\n".join("\n".join((note.front, *note.fields)) for note in found.notes)
    lost = [word for word in re.findall(r"Q\dq|w\dx\dw", text) if word not in shown]
    told = {each.rule for each in found.diagnostics}
    if any(word.startswith("Q") for word in lost):
        assert "commented-out-card" in told
    for word in lost:
        assert word not in without_comments(text) or told & RULES


@pytest.mark.parametrize("line", ["<!-- a", "- <!-- a", "- a\n  <!-- b", "> <pre>", "<?", "<pre>"])
def test_html_that_is_never_closed_costs_little(line: str) -> None:
    start = process_time()
    compiled("## Q\n\n" + f"{line}\n\n" * 3000 + "-->\n")
    assert process_time() - start < 20
