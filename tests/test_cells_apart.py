"""What a cell leaves open ends with the cell; HTML of a note ends above the heading of a card."""

import csv
import re
from html import unescape
from io import StringIO

import pytest

from obverse.cards.reparse import reparse
from obverse.cards.unparse import unparse
from obverse.compile.compile_source import compile_source
from obverse.values.card_settings import CardSettings, TableSettings
from obverse.values.render_settings import RenderSettings

OPEN = {
    "math": ("$$ one", "two $$"),
    "math alone": ("$$", "$$"),
    "math after math": ("$$a$$ $$", "$$"),
    "a comment of Obsidian": ("%% one", "two %%"),
    "a comment of HTML": ("<!-- one", "two -->"),
    "a declaration": ("<!A one", "two >"),
    "an instruction": ("<? one", "two ?>"),
    "a fence": ("```", "```"),
    "code": ("`one", "two`"),
    "a preformatted text": ("<pre>one", "two</pre>"),
    "a tilde fence": ("~~~ one", "~~~"),
    "a TeX bracket": (r"\[ one", r"two \]"),
}


def visible(field: str) -> str:
    """The text of a field."""
    return unescape(re.sub("<[^>]*>", " ", field)).strip()


def settings_of(*words: str) -> RenderSettings:
    """Cards of these shapes, and of every table."""
    return RenderSettings(cards=CardSettings(words, tables=(TableSettings("*"),)))


@pytest.mark.parametrize("name", OPEN)
def test_the_next_cell_keeps_its_text_whatever_is_open_in_one(name: str) -> None:
    one, two = OPEN[name]
    stream = StringIO()
    csv.writer(stream).writerows([("front", "back", "more"), ("q", one, two), ("r", "s", "t")])
    made = compile_source(("t.csv", stream.getvalue().encode()), settings_of("marked"))
    first, second = made.notes
    texts = [visible(field) for field in first.fields]
    assert "\ufdd2" not in "".join(first.fields)
    for written, shown in ((one, texts[1]), (two, texts[4])):
        words = [word for word in ("one", "two", "a") if word in written]
        assert all(word in shown for word in words), (texts, made.diagnostics)
        assert shown.strip() or written in {"```", "~~~"}
    assert [visible(second.fields[at]) for at in (1, 4)] == ["s", "t"]


@pytest.mark.parametrize("opening", ["<div>", "<table>", "<pre>", "<script>x", "<style>", "<p>"])
@pytest.mark.parametrize("heading", ["## Prose", "# Prose", "##"])
def test_a_heading_below_open_html_is_not_in_the_card_above_it(opening: str, heading: str) -> None:
    text = f"### Asked? #card\n\nanswer\n{opening}\nmore\n{heading}\nprose\n"
    made = compile_source(("n.md", text.encode()), settings_of("marked"))
    assert [note.front for note in made.notes] == ["Asked?"]
    assert "prose" not in "".join(made.notes[0].fields).casefold()


def test_html_that_is_closed_stays_whole() -> None:
    text = (
        "### Q? #card\n\n<div>\n\na\n\n</div>\n\n<pre>\na\n\nb\n</pre>\n\nlast\n\n## P\n\nprose\n"
    )
    made = compile_source(("n.md", text.encode()), settings_of("marked"))
    (note,) = made.notes
    assert "last" in note.fields[1]
    assert "prose" not in note.fields[1]
    deck = reparse(text, settings=CardSettings(("marked",)), path="n.md")
    again = compile_source(("n.md", unparse(deck).encode()), RenderSettings())
    assert [each.fields for each in again.notes] == [note.fields]
