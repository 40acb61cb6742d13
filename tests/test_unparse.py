"""Sources and written cards are two forms of one thing, and escaped text says what it said."""

import json
import re
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from obverse.cards.cards import WrittenCard, WrittenDeck
from obverse.cards.reparse import reparse
from obverse.cards.unparse import unparse
from obverse.compile.guarded import guarded
from obverse.compile.parse import parse
from obverse.compile.render import render
from obverse.errors import TextError
from obverse.languages import escape, markdown
from obverse.languages.fingerprint import plain
from obverse.values.source import Source, decode
from projects import CARDS
from whole_documents import documents

CANONICAL: Final = """\
---
deck: Geography::Europe
card: reversed
draft: true
tags:
  - one
  - "2 # two"
author: me
aliases:
  - x
---

# Title with *emphasis*

A preamble.

- with a list

## A heading

above

***

back

***

more

## No body

## Separated with nothing above

***

Extra

#card/cloze #a/b

## Draft

answer `#code`

```sh
# not a heading
#not-a-tag
```

<!-- 40 % sure: the border may be one line lower -->

#card/draft #x

^pin-1

# A second title

stray text

## After

- [x] done
"""

SIGNS: Final = r"""#*_`[](){}<>&$=~|^%!+-.:\1aZ é""" + '"\n'
texts = st.text(st.sampled_from(SIGNS) | st.characters(codec="utf-8"), max_size=40)
bits = st.sampled_from(
    (
        *("## q", "# t", "***", "---", "===", "#tag", "#card/draft #x", "^pin", "text", "", "", ""),
        *("- item", "  - deep", "> quote", "```", "~~~", "    code", "<div>", "<!-- c -->", "<!--"),
        *("| a | b |", "|---|---|", "1. one", "$$", "$x$", "{{c1::x}}", "==m==", "### f", "\\#no"),
        *("[a]: b", "**b**", "## ", "a  ", "b\\", "line #tag in text", "* * *", "tail ^pin"),
    )
)
bodies = st.lists(bits, max_size=25).map("\n".join)
EXAMPLES: Final = tuple(
    each["markdown"].rstrip("\n")
    for each in json.loads((Path(__file__).parent / "commonmark/spec.json").read_text("utf-8"))
)
# Examples of CommonMark, and lines that shape a card.
SPECIFIED = st.sampled_from((*EXAMPLES, "## Q", "***", "#tag", "^pin", "#card/list", "<!-- c -->"))
sources = bodies.filter(lambda text: not text.startswith("---"))


def shown(markdown_text: str) -> str:
    """Give the plain text of rendered Markdown, white space aside."""
    return " ".join(plain(markdown.text(markdown.parse(markdown_text))).split())


def readable(text: str) -> str:
    """Give the text as a source may hold it."""
    return re.sub("[\x00-\x09\x0b-\x1f\x7f\x85\u2028\u2029\ufdd0-\ufdd3]", "", text)


def test_canonical_text_stays_as_it_is() -> None:
    assert unparse(reparse(CANONICAL)) == CANONICAL


@given(sources)
def test_text_made_canonical_is_canonical_and_says_the_same(text: str) -> None:
    deck = reparse(text)
    canonical = unparse(deck)
    assert reparse(canonical) == deck
    assert unparse(reparse(canonical)) == canonical


@given(st.lists(SPECIFIED, max_size=6), st.sampled_from(("\n", "\n\n", " ")))
def test_odd_text_made_canonical_says_the_same(parts: list[str], between: str) -> None:
    deck = reparse(between.join(("## A\n", *parts)))
    assert reparse(unparse(deck)) == deck


@given(CARDS | documents())
@settings(max_examples=150)
def test_any_document_made_canonical_has_the_same_cards(text: str) -> None:
    try:
        deck = reparse(text)
    except TextError:
        return
    assert reparse(unparse(deck)) == deck


def test_each_example_of_the_specification_made_canonical_says_the_same() -> None:
    for example in EXAMPLES:
        deck = reparse(f"## A\n\n{example}\n\n## B\n\n#tag")
        assert reparse(unparse(deck)) == deck, example


@given(sources)
def test_the_canonical_form_has_the_same_cards_with_the_same_tags(text: str) -> None:
    before = parse(Source("a.md", text))
    after = parse(Source("a.md", unparse(reparse(text))))
    assert [(set(c.tags), c.draft, c.pin) for c in after.cards] == [
        (set(c.tags), c.draft, c.pin) for c in before.cards
    ]


def noted(text: str) -> list[tuple[object, ...]]:
    """Give what the notes of a source say, white space and breaks in a heading aside."""
    compiled = render(parse(Source("a.md", text)))
    return [
        (
            tuple(re.sub(r"\s|<br>", "", field) for field in note.fields),
            {*note.tags},
            (note.kind, note.pin, note.deck),
        )
        for note in (*compiled.notes, *compiled.drafts)
    ]


# What is left open to the end of a file has to be ended, or be text, where others come after it.
@given(CARDS.filter(lambda text: not re.search(r"\$\$|%%", text, re.MULTILINE)))
@settings(max_examples=200)
def test_the_canonical_form_makes_the_same_notes(text: str) -> None:
    assert noted(unparse(reparse(text))) == noted(text)


@pytest.mark.parametrize(
    ("body", "canonical"),
    [
        ("text\n#tag\nmore", "text\nmore\n\n#tag"),
        ("#tag\n    more", "more\n\n#tag"),
        ("#tag\n    ## more", "\\## more\n\n#tag"),
        ("#tag\n2. more", "2\\. more\n\n#tag"),
        ("#tag\n[a]: more", "[a]\\: more\n\n#tag"),
        ("#tag\n==more==", "==more==\n\n#tag"),
        ("text\\\n#tag", "text\n\n#tag"),
        ("text\\\n#tag\nmore", "text\\\nmore\n\n#tag"),
        ("text\n^pin", "text\n\n^pin"),
        ("%%\nhidden\n%%", "%%\nhidden\n%%"),
        ("<!--\nopen", "\\<!--\nopen"),
        ("%%\nhidden\n%%\n\n<!-- open", "%%\nhidden\n%%\n\n\\<!-- open"),
        ("<pre>\nopen", "<pre>\nopen</pre>"),
        ("$$\n```", "$$\n```\n```"),
    ],
)
def test_lines_of_metadata_leave_their_paragraph_as_it_is(body: str, canonical: str) -> None:
    text = f"## A\n\n{body}\n"
    assert unparse(reparse(text)) == f"## A\n\n{canonical}\n"
    assert noted(unparse(reparse(text))) == noted(text)


@given(texts)
def test_escaped_lines_say_what_they_said(text: str) -> None:
    text = readable(text)
    written = escape.lines(text)
    tokens = markdown.parse(written)
    assert {token.type for token in tokens} <= {"paragraph_open", "inline", "paragraph_close"}
    assert {child.type for token in tokens for child in token.children or ()} <= {
        *("text", "hardbreak"),
    }
    assert shown(written) == " ".join(text.split())


@given(texts)
def test_an_escaped_heading_says_what_it_said(text: str) -> None:
    text = " ".join(readable(text).split())
    tokens = markdown.parse(f"## {escape.heading(text)}\n")
    assert [token.type for token in tokens] == ["heading_open", "inline", "heading_close"]
    assert shown(f"## {escape.heading(text)}") == text


@given(st.lists(texts, min_size=1, max_size=5), st.booleans())
def test_cards_of_any_plain_text_come_back(parts: list[str], separated: bool) -> None:  # noqa: FBT001
    parts = [readable(each) for each in parts]
    cards = tuple(
        WrittenCard(
            front="q" + ("\n" + escape.lines(each) if separated else ""),
            back=escape.lines(each),
        )
        for each in parts
    )
    deck = WrittenDeck(cards, title="t")
    assert reparse(unparse(deck)) == deck
    document = parse(Source("a.md", unparse(deck)))
    assert [shown_tokens(card.below) for card in document.cards] == [
        " ".join(each.split()) for each in parts
    ]
    assert not any(card.tags or card.pin for card in document.cards)


def shown_tokens(tokens: object) -> str:
    """Give the plain text of tokens, white space aside."""
    return " ".join(plain(markdown.text(tokens)).split())  # type: ignore[arg-type]


@given(bodies, bodies)
def test_no_body_ends_its_card_or_begins_its_back(above: str, back: str) -> None:
    deck = WrittenDeck((WrittenCard(f"q\n{above}", back), WrittenCard("last", "")), title="t")
    document = parse(Source("a.md", unparse(deck)))
    assert [card.heading[1].content for card in document.cards] == ["q", "last"]
    assert document.cards[0].separated


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("## deep", "### deep"),
        ("a\n---", "### a\n"),
        ("***", "* * *"),
        ("```\ncode", "```\ncode\n```"),
        ("- list", "- list"),
    ],
)
def test_a_body_is_guarded_with_the_least_change(text: str, kept: str) -> None:
    assert guarded(text, separated=False) == kept.rstrip()


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("2 * 3 = 6", "2 * 3 = 6"),
        ("snake_case and a < b & c", "snake_case and a < b & c"),
        ("C# is not #tag", r"C# is not \#tag"),
        ("1. first", r"1\. first"),
        ("{{c1::x}} ==y== $z$", r"\{{c1::x}} \=\=y\=\= \$z\$"),
        ("^name", r"\^name"),
        ("- dash\n+ plus", "\\- dash\\\n\\+ plus"),
    ],
)
def test_escaping_is_sparing(text: str, kept: str) -> None:
    assert escape.lines(text) == kept


def test_the_sources_of_this_project_are_canonical() -> None:
    from pathlib import Path

    for path in sorted((Path(__file__).parents[1] / "content").glob("*.md")):
        text = decode(path.read_bytes())
        assert unparse(reparse(text)) == text, path.name
