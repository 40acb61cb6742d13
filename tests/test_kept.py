"""A source that is written anew over itself keeps all its front matter, cards and tags."""

from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from obverse.cards.reparse import reparse
from obverse.cards.unparse import unparse
from obverse.cli import main
from obverse.compile.parse import parse
from obverse.errors import TextError
from obverse.languages import front_matter
from obverse.languages.front_matter import FrontMatter
from obverse.values.source import Source
from reviewed import write

CARD: Final = "\n## Q? #not\n\nA *b*.\n\n#tag\n\n^pin\n"
# What stands behind a key, for each key: its own value, and what people write in its place.
VALUES: Final = (
    *(" word", " two words", " 'quoted # text'", ' "double: quoted"', "", " ~", " 2024", " no"),
    *(" true", " false", " a, b", " [a, b]", " [a, [b], {c: d}]", " {a: b}", " []", " '#a'"),
    *(
        " # only a comment",
        " word # a comment",
        " &all word",
        " &all [a, b]",
        " >\n  folded\n  text",
    ),
    *(
        "\n  - a\n  - b",
        "\n- a\n# between\n- b",
        "\n  - a\n\n  - [b, c]",
        "\n  # one\n  - a # two\n  - 'b'",
    ),
    *("\n  - a: b\n    c: d\n  - e", "\n  - |\n    block\n    text", ' ["a # b", c]', "\n  x: y"),
)
KEYS: Final = "tags deck card draft note-type tag author aliases 'tags' \"deck\"".split()
ENTRIES: Final = st.tuples(
    st.sampled_from((*KEYS, *KEYS[:4])), st.sampled_from((":", " :")), st.sampled_from(VALUES)
).map("".join)
LINES: Final = st.sampled_from(("", "# a comment", "#b: c", "other: *all", "{tags: [a], deck: B}"))


def values(text: str) -> dict[str, Any]:
    """Give every key with its value, all texts as they are written; comments under `#`."""
    block = "".join(text.splitlines(keepends=True)[1 : max(front_matter.read(text).lines - 1, 0)])
    found = yaml.load(block, Loader=yaml.BaseLoader) or {}  # noqa: S506  # it makes texts only
    return {f"{key}": value for key, value in found.items()}


def said(front: FrontMatter) -> dict[str, Any]:
    """Give what obverse reads, without places."""
    return {
        "tags": [tag for tag, _, _ in front.tags],
        "deck": front.deck,
        "card": front.card and front.card[0],
        "note-type": front.note_type and front.note_type[0],
        "draft": front.draft,
    }


@given(st.lists(ENTRIES | LINES, max_size=6))
@settings(max_examples=400)
def test_written_anew_a_source_keeps_every_key(entries: list[str]) -> None:
    text = "---\n{}\n---\n{}".format("\n".join(entries), CARD)
    try:
        deck = reparse(text)
        before = values(text)
    except (TextError, yaml.YAMLError):
        return
    again = unparse(deck)
    assert reparse(again) == deck
    assert said(front_matter.read(again)) == said(front_matter.read(text))
    after = values(again)
    read = said(front_matter.read(text))
    for key, value in before.items():
        assert key in after, (text, again)
        assert after[key] == value or (read.get(key))
    for word in "comment between one two".split():
        assert f"# {word}" not in text or word in again
    cards = [
        [(c.tags, c.kinds, c.draft, c.pin) for c in parse(Source("a.md", t)).cards]
        for t in (text, again)
    ]
    assert cards[0] == cards[1]


@pytest.mark.parametrize(
    "tags",
    ["tags: astronomy, orbits", "tags: [a, [b]]", "tags:\n  - a\n  - {b: c}", "tags: {a: b}"],
)
def test_exported_over_itself_a_source_keeps_its_tags(tags: str, tmp_path: Path) -> None:
    source = f"---\n{tags}\n---\n\n# Orbits\n\n## What?\n\nThat.\n"
    write(tmp_path, {"a.md": source})
    ran = CliRunner().invoke(
        main, ["export", "--format", "markdown", str(tmp_path), "-o", f"{tmp_path}/"]
    )
    assert ran.exit_code == 0, ran.output
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == source
