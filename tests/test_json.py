"""Our JSON follows its schema, comes back as it was, and what does not follow it is named."""

import json
import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from obverse import formats
from obverse.cards.cards import WrittenCard
from obverse.errors import ObverseError
from obverse.exchange import export
from obverse.languages.tags import as_written
from obverse.project import project
from obverse.project.job import Job
from projects import built, rich

SCHEMA = json.loads((Path(__file__).parents[1] / "docs" / "json-schema.json").read_text("utf-8"))
JSON = formats.get("json")
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), max_size=30)
TEXTS = st.lists(TEXT, max_size=3).map(tuple)
CARDS = st.builds(
    WrittenCard,
    front=TEXT,
    back=TEXT,
    tags=st.lists(TEXT.filter(bool).map(as_written), max_size=3).map(tuple),
    deck=TEXT,
    kinds=TEXTS,
    draft=st.booleans(),
    confidence=st.floats(0, 1),
    sure=st.booleans(),
    comment=TEXT,
    note_type=TEXT,
    fields=st.dictionaries(TEXT, TEXT, max_size=2),
    guid=st.just("") | st.uuids().map(str),
    pin=TEXT,
    source=TEXT,
)


def written(cards: list[WrittenCard]) -> bytes:
    stream = BytesIO()
    assert isinstance(JSON.writes, formats.CardWriter)
    JSON.writes.write(cards, stream)
    return stream.getvalue()


def read(raw: bytes, **options: str) -> formats.Contents:
    assert JSON.reads
    return JSON.reads.read(raw, "deck.json", **options)


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_what_is_exported_follows_the_schema(tmp_path: Path) -> None:
    folder = rich(tmp_path)
    found = project.find(folder)
    cards = list(export.cards(built(folder), found.read(), Job(found, 1_700_000_000)))
    assert len(cards) == 10
    Draft202012Validator(SCHEMA).validate(json.loads(written(cards)))


@given(st.lists(CARDS, max_size=4))
def test_any_cards_follow_the_schema_and_come_back(cards: list[WrittenCard]) -> None:
    raw = written(cards)
    Draft202012Validator(SCHEMA).validate(json.loads(raw))
    back = read(raw).cards
    assert [replace(card, in_anki=None) for card in back] == cards
    assert [bool(card.in_anki) for card in back] == [bool(card.guid) for card in cards]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "this is not JSON"),
        ("{}", "not a list of cards"),
        ("[1]", "card 1 is not an object"),
        ('[{"front": "a"}]', "card 1 has no `back`"),
        ('[{"front": "a", "back": 1}]', "`back` of card 1 is not a text"),
        ('[{"front": "a", "back": "", "tag": []}]', "unknown member `tag`"),
        ('[{"front": "a", "back": "", "confidence": true}]', "not a number from 0 to 1"),
        ('[{"front": "a", "back": "", "tags": "a"}]', "not a list of texts"),
        ('[{"front": "\\u0000", "back": ""}]', "U+0000"),
        ('[{"front": "\\ud800", "back": ""}]', "U+D800"),
        ("[" * 100_000, "nested too deep"),
        ("[" + "1" * 10_000 + "]", "too long to be read"),
    ],
)
def test_what_does_not_follow_the_schema_is_named(text: str, message: str) -> None:
    with pytest.raises(ObverseError, match=re.escape(message)):
        read(text.encode())


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | TEXT,
        lambda each: st.lists(each, max_size=3) | st.dictionaries(TEXT, each, max_size=3),
    )
)
def test_what_the_schema_refuses_is_refused(value: object) -> None:
    valid = Draft202012Validator(SCHEMA).is_valid(value)
    try:
        read(json.dumps(value).encode())
    except ObverseError:
        assert not valid
    else:
        assert valid


def test_plain_text_is_told_by_an_option() -> None:
    assert read(b'[{"front": "a * b", "back": ""}]', text="plain").plain
    with pytest.raises(ObverseError, match="html"):
        read(b"[]", text="html")
