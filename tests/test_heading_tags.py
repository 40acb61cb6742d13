"""Tags at the end of a heading are tags, and all other words of it are the question."""

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decks import Author
from obverse.cards.reparse import reparse
from obverse.cards.unparse import unparse
from obverse.check.fix import fix
from obverse.compile.card import Card
from obverse.compile.parse import parse
from obverse.languages import markdown
from obverse.values.source import Source

WORDS: Final = ("Lessee", "`#code`", "**bold**", "C#", "#42", "\\#law", "#fff", "$#a$", "a#b", "租")
TAGS: Final = ("law", "card/reversed", "law/fees", "b2b", "cafe", "день", "x-1")


def cards(text: str) -> tuple[Card, ...]:
    """The cards of a source."""
    return parse(Source("deck.md", text)).cards


def rules(text: str) -> list[str]:
    """The rules that its findings are of."""
    return [each.rule for each in parse(Source("deck.md", text)).diagnostics]


@pytest.mark.parametrize(
    ("heading", "question", "tags"),
    [
        ("Lessee #law", "Lessee", ("law",)),
        ("Lessee #law ##", "Lessee", ("law",)),
        ("Lessee #law, #fees/late;", "Lessee", ("law", "fees::late")),
        ("Lessee #law\t#fees  ", "Lessee", ("law", "fees")),
        ("**Lessee** #law", "Lessee", ("law",)),
        ("`C` #law", "C", ("law",)),
        ("What is C#", "What is C#", ()),
        ("Why #42", "Why #42", ()),
        ("Why #42 #law", "Why #42", ("law",)),
        ("Which is red: #ff8800", "Which is red: #ff8800", ()),
        ("White #fff", "White #fff", ()),
        ("White #FFFFFF #ffffffff #law", "White #FFFFFF #ffffffff", ("law",)),
        ("Sell to firms #b2b", "Sell to firms", ("b2b",)),
        ("Opening hours #cafe", "Opening hours", ("cafe",)),
        ("#law for whom", "#law for whom", ()),
        ("Is #law just?", "Is #law just?", ()),
        ("A \\#law", "A #law", ()),
        ("A &#35;law", "A #law", ()),
        ("A `#law`", "A #law", ()),
        ("A $#law$", "A #law", ()),
        ("A [b #law](c.md)", "A b #law", ()),
        ("A #include <stdio.h>", "A #include <stdio.h>", ()),
        ("a#law", "a#law", ()),
        ("#law #fees", "#law #fees", ()),
        ("\u200b #law", "\u200b #law", ()),
    ],
)
def test_tags_at_the_end_of_a_heading_are_tags(
    heading: str, question: str, tags: tuple[str, ...]
) -> None:
    (card,) = cards(f"## {heading}\n\nThe answer.\n")
    asked = markdown.text(card.heading, signs=False)
    assert (asked.replace("\ufdd2", "").replace("\ufdd3", ""), card.tags) == (question, tags)


@given(st.lists(st.sampled_from(WORDS), min_size=1), st.lists(st.sampled_from(TAGS), unique=True))
def test_any_heading_keeps_its_words_and_gives_its_tags(words: list[str], tags: list[str]) -> None:
    plain, run = " ".join(words), " ".join(f"#{tag}" for tag in tags)
    (tagged,) = cards(f"## {plain} {run}\n\n- one\n")
    (below,) = cards(f"## {plain}\n\n- one\n\n{run}\n")
    assert markdown.text(tagged.heading) == markdown.text(below.heading)
    assert (tagged.tags, tagged.kinds) == (below.tags, below.kinds)
    assert ("tag-in-heading" in rules(f"## {plain} {run}\n")) == bool(tags)


@given(st.lists(st.sampled_from(WORDS), min_size=1), st.lists(st.sampled_from(TAGS), unique=True))
def test_export_and_fix_write_them_as_the_last_line(words: list[str], tags: list[str]) -> None:
    plain, run = " ".join(words), " ".join(f"#{tag}" for tag in tags)
    text = f"## {plain} {run}\nOne.\n***\nTwo.\n\n#more\n\n^pin\n"
    for written in (unparse(reparse(text)), fix("deck.md", text.encode()).decode()):
        assert "tag-in-heading" not in rules(written)
        assert next(each.strip() for each in written.split("\n") if each) == f"## {plain}"
        (before,), (after,) = cards(text), cards(written)
        assert markdown.text(before.heading) == markdown.text(after.heading)
        assert set(before.tags) == set(after.tags)
        assert (before.kinds, before.pin) == (after.kinds, after.pin)


def test_a_card_keeps_its_guid_when_its_heading_gets_tags() -> None:
    deck = Author()
    (before,) = deck.build("## What is a lease?\n\nA contract.\n")
    (after,) = deck.build("## What is a lease? #law\n\nA contract.\n")
    assert after.after.guid == before.after.guid
    assert after.note.front_key == before.note.front_key
    assert after.packed.fields == before.packed.fields
    assert after.packed.tags == ("law",)


@pytest.mark.parametrize("heading", ["#law", "#law #fees", "**#law**", "#law ##"])
def test_a_heading_of_only_tags_is_reported_and_keeps_its_text(heading: str) -> None:
    text = f"## {heading}\n\nThe answer.\n"
    assert cards(text)[0].tags == ()
    assert rules(text) == ([] if "*" in heading else ["heading-of-only-tags"])


def test_tags_in_a_deeper_heading_count_and_stay_in_its_text() -> None:
    (card,) = cards("## q\n\n### sub #grammar\n\n- a\n\n> #### in a quote #law\n")
    assert card.tags == ("grammar", "law")
    assert "sub #grammar" in markdown.text(card.below)


def test_a_tag_in_a_title_is_reported_and_stays_in_the_name_of_the_deck() -> None:
    text = "# Law #deck\n\n## q\n\na\n"
    assert parse(Source("deck.md", text)).title == "Law #deck"
    assert rules(text) == ["preamble-tag"]
    assert rules("# C#\n\n## q\n\na\n") == []


@pytest.mark.parametrize(
    ("line", "tags"),
    [
        ("The colour is #ff8800.", ()),
        ("#fff", ()),
        ("#law #fff", ("law",)),
        ("#cafe #b2b", ("cafe", "b2b")),
    ],
)
def test_a_colour_is_text_in_an_answer_too(line: str, tags: tuple[str, ...]) -> None:
    (card,) = cards(f"## q\n\n{line}\n")
    assert card.tags == tags
    assert ("#f" in line) == ("#f" in markdown.text(card.below))
