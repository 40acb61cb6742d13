"""A card can say any tag that Anki allows, and every way in and out keeps it as it is."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from anki_packages import Note, package, rows, run, sources
from engine import Desk
from obverse.cards.cards import WrittenCard, WrittenDeck
from obverse.cards.reparse import reparse
from obverse.cards.unparse import unparse
from obverse.check.fix import fix
from obverse.compile.card import Card
from obverse.compile.parse import parse
from obverse.languages import tags
from obverse.values.source import Source
from projects import exported, imported, write

CASE: Final = Path(__file__).parents[2] / "shared" / "cases" / "import" / "tags" / "in.apkg"
ODD: Final = (
    *("#AK_Step1_v12::#B&B::03", "!Delete", "a+b", "c++", "c#", "c", "10", "2024::01", "x,", "(p)"),
    *(
        "ümlaut",
        "日本",
        "emoji😀",
        "a.b",
        "a/b",
        "a:b",
        "-neg",
        "a*b",
        '"q"',
        "a;b",
        "it's",
        "100%",
    ),
    *(
        "@at",
        "$x",
        "^up",
        "~t",
        "a|b",
        "[b]",
        "{b}",
        "<b>",
        "=eq",
        "?",
        "a\\b",
        "a\\",
        '\\"',
        "\\\\",
    ),
    *(
        "card::reversed",
        "card/list",
        "Card::draft",
        "fff",
        "#",
        '"',
        "''",
        "`x`",
        "**b**",
        "%%",
        "$$",
    ),
    *(
        "<!--",
        "-->",
        "{{c1::x}}",
        "}}",
        "[[x]]",
        "![x](y)",
        "&amp;",
        "[sound:a.mp3]",
        "==m==",
        "[^1]",
    ),
    *("x\xa0y", "a\x85b", "a\u2028b", "\ufeffa", "\ufffe", "a:::b", ":", "https://x.y/z#w", "~~~"),
    *(
        "a'b::c'd",
        "- x".replace(" ", ""),
        "|",
        "***",
        "---",
        "##",
        "Ärger::Ö",
        "\u202e",
        "```",
        "|a|b|",
    ),
)
SIGNS: Final = "ab1é\"'\\#/:,;*_~=`$%<>[]{}()|!&^+-.?@\xa0"
TAGS: Final = (
    (st.text(st.sampled_from(SIGNS), min_size=1, max_size=8) | st.text(min_size=1, max_size=8))
    .map(lambda text: text.encode("utf-8", "replace").decode())
    .map(tags.stored)
    .filter(bool)
)
SEVERAL: Final = st.lists(st.sampled_from(ODD) | TAGS, min_size=1, max_size=4, unique=True)


def cards(text: str) -> tuple[Card, ...]:
    """The cards of a source."""
    return parse(Source("deck.md", text)).cards


def rules(text: str) -> list[str]:
    """The rules that its findings are of."""
    return [each.rule for each in parse(Source("deck.md", text)).diagnostics]


def source(line: str) -> str:
    """A source of one card with a last line."""
    return f"## Question?\n\nAnswer.\n\n{line}\n"


def stored(desk: Desk) -> dict[str, tuple[str, ...]]:
    """The tags of the notes of a collection by guid."""
    assert desk.col.db
    found = desk.col.db.all("select guid, tags from notes order by id")
    return {guid: tags.split(written) for guid, written in found}


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    """A collection for all examples of a test."""
    with TemporaryDirectory() as folder, Desk(Path(folder)) as opened:
        yield opened


@given(
    st.text(max_size=12) | st.text(st.sampled_from(SIGNS + "\x1f\x7f\u2003\u2028\x85"), max_size=9)
)
@settings(max_examples=150)
def test_a_tag_is_stored_as_ankis_engine_stores_it(desk: Desk, text: str) -> None:
    text = text.replace(" ", "").replace("\u3000", "").encode("utf-8", "replace").decode()
    text = "".join(each for each in text if not "\ufdd0" <= each <= "\ufdd3")
    if not text:
        return
    note_type = desk.col.models.by_name("Basic")
    assert note_type
    note = desk.col.new_note(note_type)
    note["Front"], note.tags = "x", [text]
    desk.col.add_note(note, desk.col.decks.id_for_name("Default") or desk.col.decks.all()[0]["id"])
    note.load()
    (there,) = note.tags
    # Anki keeps the case that a tag had first.
    assert there.casefold() == tags.stored(text).casefold()


@given(SEVERAL, st.booleans(), st.booleans())
@example(several=list(ODD), in_front=False, pinned=True)
@example(several=list(ODD), in_front=True, pinned=False)
def test_any_tag_goes_into_markdown_and_comes_back(
    several: list[str],
    in_front: bool,  # noqa: FBT001
    pinned: bool,  # noqa: FBT001
) -> None:
    written = tuple(map(tags.spelt, several))
    card = WrittenCard("Question?", "Answer.\n\nMore $x$ and `y`.", pin="name" * pinned)
    card = WrittenCard(card.front, card.back, pin=card.pin, tags=() if in_front else written)
    deck = WrittenDeck((card, WrittenCard("Other?", "- x")), tags=written if in_front else ())
    text = unparse(deck)
    assert reparse(text) == deck
    assert unparse(reparse(text)) == text
    made = cards(text)
    assert made[0].tags == tags.join(several)
    assert made[1].tags == (tags.join(several) if in_front else ())
    assert [each.rule for each in parse(Source("d.md", text)).diagnostics] == []
    assert fix("d.md", text.encode()) == text.encode()


@given(SEVERAL)
@example(["$$", "a*b"])
def test_a_tag_in_a_heading_or_a_sentence_is_one_too(several: list[str]) -> None:
    run_of = " ".join(f"#{tags.put_in_quotes(each)}" for each in several)
    (heading,) = cards(f"## Question? {run_of}\n\nAnswer.\n")
    assert heading.tags == tags.join(several)
    (sentence,) = cards(source(f"Text {run_of} and more."))
    assert sentence.tags == tags.join(several)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ('#"c++"', ["c++"]),
        ('#"c++", #"c#";', ["c++", "c#"]),
        ('#law #"Oceans+Seas"', ["law", "Oceans+Seas"]),
        ('#"a/b"', ["a/b"]),
        ('#"a::b"', ["a::b"]),
        ('#"say \\"x\\""', ['say-"x"']),
        ('#"card/reversed"', ["card/reversed"]),
        ('*see* #"a*b*c"', ["a*b*c"]),
        ('**#"c++"** is a language', ["c++"]),
        ('`#"c++"`', []),
        ('\\#"c++"', []),
        ('a#"c++"', []),
        ('let s = #"text"#', []),
        ('let s = #"some text"#', []),
        ('#""', []),
    ],
)
def test_what_is_a_tag_in_quotes(line: str, found: list[str]) -> None:
    (card,) = cards(source(line))
    assert list(card.tags) == found
    assert card.kinds == ("basic",)


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ('#"c++', 'write `#"c++"`'),
        ('text #"c++ text', 'write `#"c++"`'),
        ('#"a"b"', 'write `#"a\\"b"`'),
        ('#"c++"x', 'write `#"c++\\"x"`'),
        ('#law #"c++', 'write `#"c++"`'),
    ],
)
def test_a_quote_that_is_not_closed_is_found_with_what_to_write(line: str, hint: str) -> None:
    (found,) = parse(Source("deck.md", source(line))).diagnostics
    assert (found.rule, found.hint) == ("unclosed-tag", hint)
    assert found.place.line == 5
    right = source(line).replace(line[found.place.column - 1 :].split(maxsplit=1)[0], hint[7:-1])
    assert rules(right) == []
    assert len(cards(right)[0].tags) > len(cards(source(line))[0].tags)


def test_a_heading_and_front_matter_find_it_too() -> None:
    assert "unclosed-tag" in rules('## Question? #"c++\n\nAnswer.\n')
    assert rules("---\ntags:\n  - '#\"c++'\n---\n\n" + source("")) == ["unclosed-tag"]
    (found,) = parse(Source("d.md", '---\ntags:\n  - #"c++"\n---\n\n' + source(""))).diagnostics
    assert found.hint == "write `tags:` and below it `  - '#\"c++\"'`"


def test_a_tag_begins_no_math_and_no_comment_below_it() -> None:
    text = '## Question? #"a$$b"\n\n#"$$" #"%%"\n\n$$\nx\n$$\n\n%% not shown %%\n'
    (card,) = cards(text)
    assert card.tags == ("a$$b", "$$", "%%")
    assert [token.type for token in card.below] == ["math_block"]


@pytest.mark.parametrize("line", ['#"client care"', '#"a\u3000b"'])
def test_a_blank_in_quotes_is_found(line: str) -> None:
    (found,) = parse(Source("deck.md", source(line))).diagnostics
    assert found.rule == "tag-sanitized"
    assert "-" in cards(source(line))[0].tags[0]


def test_front_matter_says_how_to_keep_a_tag() -> None:
    front = "---\ntags:\n  - c#\n---\n\n"
    (found,) = parse(Source("deck.md", front + source(""))).diagnostics
    assert found.hint == "to keep it as it is, write `'#\"c#\"'`"
    kept = "---\ntags:\n  - '#\"c#\"'\n  - '#\"a/b\"'\n---\n\n" + source("")
    assert cards(kept)[0].tags == ("c#", "a/b")


@given(st.lists(SEVERAL, min_size=1, max_size=3))
@settings(max_examples=15)
@example([[each] for each in ODD])
def test_any_tag_goes_through_a_package_and_back(notes: list[list[str]]) -> None:
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        made = [Note((f"q{at}", "a"), tags=" ".join(each)) for at, each in enumerate(notes)]
        first = package(folder / "in.apkg", made)
        result = run("import", first, folder / "one")
        assert result.exit_code == 0
        assert "tag" not in result.output
        assert run("build", folder / "one").exit_code == 0
        (built,) = (folder / "one" / "build").glob("*.apkg")
        statement = "select tags from notes where guid like 'guid%' order by id"
        there = [set(tags.split(row)) for (row,) in rows(built, statement)]
        assert there == [set(tags.join(each)) for each in notes]
        with Desk(folder / "desk") as desk:
            desk.import_package(built)
            in_anki = [{each.casefold() for each in found} for found in stored(desk).values()]
        assert in_anki == [{each.casefold() for each in several} for several in notes]
        assert run("import", built, folder / "two").exit_code == 0
        assert [each.tags for each in cards(sources(folder / "two"))] == [
            each.tags for each in cards(sources(folder / "one"))
        ]


@pytest.mark.parametrize("name", ["csv", "json", "anki-text", "crowdanki", "apkg"])
def test_every_format_keeps_every_tag(name: str, tmp_path: Path) -> None:
    lines = "\n".join(f"## q{at}\n\na\n\n#{tags.spelt(each)}\n" for at, each in enumerate(ODD))
    folder = write(tmp_path / "p", {"obverse.toml": 'content = "."\n', "d.md": lines})
    if name == "crowdanki":
        target = tmp_path / "deck.json"
    else:
        target = tmp_path / {"anki-text": "d.txt"}.get(name, f"d.{name}")
    raw = exported(folder, name, target)
    imported(raw, name, target, tmp_path / "back")
    back = [
        each.tags
        for path in (tmp_path / "back").rglob("*.md")
        for each in cards(path.read_text("utf-8"))
    ]
    assert sorted(back) == sorted((each,) for each in ODD)


def test_all_tags_of_the_case_come_back_as_they_were(tmp_path: Path) -> None:
    if not CASE.exists():
        pytest.skip(f"{CASE} is not here")
    result = run("import", CASE, tmp_path / "p")
    assert (result.exit_code, "warning" in result.output) == (0, False)
    assert run("build", tmp_path / "p").exit_code == 0
    (built,) = (tmp_path / "p" / "build").glob("*.apkg")
    there = dict(rows(built, "select guid, tags from notes"))
    with Desk(tmp_path / "desk") as desk:
        desk.import_package(CASE)
        before = stored(desk)
    assert {guid: tags.split(text) for guid, text in there.items()} == before
