"""What `obverse import` makes of files, of standard input, and of what a person decides."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner, Result

from obverse import formats
from obverse.cards.cards import WrittenCard
from obverse.cards.reparse import reparse
from obverse.cards.to_json import to_json
from obverse.cli import main
from obverse.exchange.adopt import adopt
from obverse.exchange.decide import decide
from obverse.formats import Contents

DECK: Final = "# Client care\n\n## What?\n\nThat.\n\n#one\n"
PAGE: Final = (
    WrittenCard("# Why?", "- because\n- of 2 * 2\n#1 reason"),
    WrittenCard(
        *("A scene\nwith $5 in it", "1. first\n2) second"),
        confidence=0.4,
        sure=False,
        draft=True,
        comment="the border may be one line lower -- or not",
    ),
    WrittenCard("", "no question", confidence=0.5, sure=False, draft=True, comment="no question"),
)


def run(*words: str | Path, stdin: str | bytes | None = None) -> Result:
    """Run `obverse` with these words; an exception that no command caught rises."""
    return CliRunner().invoke(main, [str(each) for each in words], stdin, catch_exceptions=False)


def test_the_formats_are_listed_with_what_can_be_done() -> None:
    result = run("formats")
    assert result.exit_code == 0
    rows = {line.split()[0]: line.split()[1:3] for line in result.output.splitlines()[1:]}
    assert rows["apkg"] == ["yes", "yes"]
    assert set(rows) == set(formats.names())


@pytest.mark.parametrize("name", ["notes.xyz", "notes"])
def test_a_format_that_cannot_be_told_is_an_error_that_lists_what_there_is(
    name: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(b"\x00\x01")
    result = run("import", path, tmp_path / "out")
    assert result.exit_code == 2
    assert f"the format of `{path}` cannot be recognised" in result.output
    assert all(f"`{each}`" in result.output for each in formats.readers())
    assert not (tmp_path / "out").exists()


def test_an_unknown_format_is_an_error_with_a_suggestion(tmp_path: Path) -> None:
    result = run("import", "--format", "markdwon", tmp_path / "x", tmp_path)
    assert result.exit_code == 2
    assert "did you mean `markdown`?" in result.output or "cannot read" in result.output


def test_a_package_is_known_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "deck"
    path.write_bytes(b"PK\x03\x04 not quite")
    assert "the file is not a package" in run("import", path, tmp_path / "out").output


def test_standard_input_becomes_files(tmp_path: Path) -> None:
    result = run("import", "--format", "markdown", "-", tmp_path, stdin=DECK)
    assert result.exit_code == 0, result.output
    assert (tmp_path / "client-care.md").read_text("utf-8") == DECK


def test_standard_input_becomes_json_on_standard_output() -> None:
    result = run("import", "--format", "markdown", "--to", "json", "-", stdin=DECK)
    assert json.loads(result.stdout) == [
        {"front": "What?", "back": "That.", "tags": ["one"], "confidence": 1.0, "sure": True}
    ]


def test_a_file_that_is_no_text_is_a_finding(tmp_path: Path) -> None:
    path = tmp_path / "deck.md"
    path.write_bytes(b"# D\xff\n")
    result = run("import", path, tmp_path / "out")
    assert result.exit_code == 1
    assert "[not-utf-8]" in result.output


def test_no_file_is_written_over_unless_that_is_said(tmp_path: Path) -> None:
    there = tmp_path / "client-care.md"
    there.write_text("mine", "utf-8")
    result = run("import", "--format", "markdown", "-", tmp_path, stdin=DECK)
    assert result.exit_code == 2
    assert "would be overwritten" in result.output
    assert there.read_text("utf-8") == "mine"
    assert (
        run("import", "--format", "markdown", "--force", "-", tmp_path, stdin=DECK).exit_code == 0
    )
    assert there.read_text("utf-8") == DECK


def test_the_same_file_again_is_no_trouble(tmp_path: Path) -> None:
    for _ in range(2):
        assert run("import", "--format", "markdown", "-", tmp_path, stdin=DECK).exit_code == 0


def test_an_option_that_a_format_does_not_have_is_an_error(tmp_path: Path) -> None:
    words = ("import", "--format", "markdown", "--set", "separator=;", "-", tmp_path)
    result = run(*words, stdin=DECK)
    assert result.exit_code == 2
    assert "`markdown` has no option `separator`" in result.output


def test_plain_text_becomes_markdown_that_says_just_that() -> None:
    adopted = adopt(Contents("A page", PAGE, plain=True))
    assert adopted.texts() == {
        "a-page.md": (
            "# A page\n\n"
            "## # Why?\n\n- because\n- of 2 * 2\n\n\\#1 reason\n\n"
            "## A scene\n\nwith \\$5 in it\n\n***\n\n1. first\n2. second\n\n"
            "<!-- the border may be one line lower - - or not -->\n\n#card/draft\n\n"
            "## <wbr>\n\nno question\n\n<!-- no question -->\n\n#card/draft\n"
        )
    }


def test_json_of_a_pasted_page_has_the_lines_as_they_were() -> None:
    cards = json.loads(to_json(PAGE))
    assert [(each["front"], each["back"]) for each in cards] == [
        (each.front, each.back) for each in PAGE
    ]
    assert [each["sure"] for each in cards] == [True, False, False]
    assert cards[1]["comment"] == PAGE[1].comment


def test_decks_become_files_and_shared_tags_go_to_the_top() -> None:
    cards = (
        WrittenCard("a", "1", tags=("x", "y"), deck="Geo::Europe"),
        WrittenCard("b", "![](media/p.png)", tags=("x",), deck="Geo::Europe"),
        WrittenCard("c", "![](media/other.png) ![](media/p.png)", deck="Geo"),
    )
    texts = adopt(Contents("t", cards, {"p.png": b""})).texts()
    assert list(texts) == ["geo/europe.md", "geo.md"]
    deck = reparse(texts["geo/europe.md"])
    assert (deck.deck, deck.title, deck.tags) == ("Geo::Europe", "Europe", ("x",))
    assert [card.tags for card in deck.cards] == [("y",), ()]
    assert "![](../media/p.png)" in texts["geo/europe.md"]
    assert "![](media/other.png) ![](media/p.png)" in texts["geo.md"]


def test_of_two_cards_with_one_guid_the_first_has_it_and_both_are_kept(tmp_path: Path) -> None:
    cards: list[dict[str, object]] = [
        {"front": "Q", "back": text, "tags": [], "guid": "abc"} for text in ("A", "A", "B")
    ]
    told = run("import", "--format", "json", "-", tmp_path, stdin=json.dumps(cards))
    assert told.exit_code == 0, told.output
    assert run("build", tmp_path).exit_code == 0
    lock = (tmp_path / "obverse.lock").read_text("utf-8").splitlines()
    assert [line.split("\t")[0] for line in lock if "\tQ\t" in f"{line}\t"].count("abc") == 1
    texts = "".join(path.read_text("utf-8") for path in tmp_path.rglob("*.md"))
    assert texts.count("## Q") == 3


def test_deck_names_that_make_one_file_name_make_two() -> None:
    cards = tuple(WrittenCard("a", "1", deck=deck) for deck in ("A b", "a-B", "a/b"))
    assert list(adopt(Contents("t", cards)).texts()) == ["a-b.md", "a-b-2.md", "a-b-3.md"]


@pytest.mark.parametrize(
    ("words", "cards"),
    [
        (["keep"], [("q", "a1\na2", True)]),
        (["skip"], [("q", "a1\na2", False)]),
        (["down", "keep"], [("q\na1", "a2", True)]),
        (["down", "down", "down", "up", "keep"], [("q\na1", "a2", True)]),
        (["up", "keep"], [("q", "a1\na2", True)]),
        (["quit"], [("q", "a1\na2", False)]),
    ],
)
def test_a_review_does_what_is_decided(
    words: list[str], cards: list[tuple[str, str, bool]]
) -> None:
    answers = iter(words)
    doubtful = WrittenCard("q", "a1\na2", sure=False, draft=True, comment="why")
    done = decide([doubtful], lambda shown: next(answers) if "why" in shown else "quit")
    assert [(card.front, card.back, card.sure) for card in done] == cards
    assert [card.draft for card in done] == [not sure for _, _, sure in cards]


def test_a_review_joins_a_card_to_the_one_before() -> None:
    sure = WrittenCard("q", "a")
    doubtful = WrittenCard("b", "c", sure=False, draft=True)
    assert decide([sure, doubtful, sure], lambda _: "join") == (replace(sure, back="a\nb\nc"), sure)


def test_a_review_asks_in_the_terminal(tmp_path: Path) -> None:
    result = run("import", "--review", "--format", "markdown", "-", tmp_path, stdin=DECK)
    assert result.exit_code == 2
    assert "`--review` reads your answers from standard input" in result.output


@pytest.mark.skipif("pasted" not in formats.names(), reason="nothing reads pasted pages yet")
def test_a_pasted_page_is_imported_with_its_doubts_as_drafts(tmp_path: Path) -> None:
    page = "Client Care Flashcards\nWhat is $5?\nA #price of 5\nWhat are KPIs?\n# of things\n"
    result = run("import", "--format", "pasted", "-", tmp_path, stdin=page)
    assert result.exit_code == 0, result.output
    text = next(tmp_path.glob("*.md")).read_text("utf-8")
    assert "## What is \\$5?" in text
    assert "A \\#price of 5" in text
    cards = json.loads(run("import", "--format", "pasted", "--to", "json", "-", stdin=page).stdout)
    assert cards[0]["front"] == "What is $5?"
    drafts = text.count("#card/draft")
    assert drafts == sum(not each["sure"] for each in cards)
    if drafts:
        assert f"{len(cards) - drafts} sure, {drafts} doubtful" in result.output


@pytest.mark.parametrize(
    ("name", "text", "front"),
    [
        ("a.txt", "What is a?\tb\nWhat is c?\td\n", "What is a?"),
        ("a.txt", "Q: What is a?\nA: b\n\nQ: What is c?\nA: d\n", "What is a?"),
        ("a.text", "What is a?\nb\n\nWhat is c?\nd\n", "What is a?"),
        ("a.txt", "#separator:tab\n#html:true\nx\ty\n", "x"),
    ],
)
def test_a_text_is_a_page_unless_it_is_what_anki_wrote(
    tmp_path: Path, name: str, text: str, front: str
) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    result = run("import", tmp_path / name, "--to", "json")
    assert json.loads(result.output)[0]["front"] == front


@pytest.mark.parametrize(
    ("name", "said"),
    [
        *((f"a.{each}", "CSV") for each in ("xlsx", "XLS", "ods", "numbers")),
        *((f"a.{each}", "`.txt` file") for each in ("docx", "pdf", "odt", "rtf", "html", "htm")),
    ],
)
def test_what_cannot_be_read_is_said_with_a_way(tmp_path: Path, name: str, said: str) -> None:
    """Some of them are archives, as a package is."""
    (tmp_path / name).write_bytes(b"PK\3\4 and more")
    result = run("import", tmp_path / name, tmp_path / "out")
    assert result.exit_code == 2
    assert said in result.output
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.md", "What is a?\tb\n"), ("a.csv", "Front,Back\n"), ("a.json", "[]"), ("a.txt", " \n")],
)
def test_a_file_without_cards_is_said_and_makes_no_folder(
    tmp_path: Path, name: str, text: str
) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    for where in ([tmp_path / "out"], ["--to", "json"]):
        result = run("import", tmp_path / name, *where)
        assert result.exit_code == 1
        assert "there are no cards in" in result.output
    assert not (tmp_path / "out").exists()
