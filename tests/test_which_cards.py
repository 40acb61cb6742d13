"""What the configuration says about which text is a card, and what it cannot say."""

from pathlib import Path
from time import process_time

import pytest

from obverse.compile import shapes
from obverse.errors import TextError
from obverse.project import settings
from obverse.project.which_cards import card_words
from obverse.values.card_settings import CardSettings, TableSettings
from projects import write
from shell import run


def cards(text: str) -> CardSettings:
    """What a configuration says of cards."""
    found = settings.read(text)
    assert found
    return found.cards


def test_a_word_or_a_list_of_them_says_which_text_is_a_card() -> None:
    assert cards("").words == ("headings",)
    assert cards('cards = "marked"').words == ("marked",)
    assert cards('cards = ["inline", "qa", "inline"]').words == ("inline", "qa")
    assert cards('marker = ["#FC", "quiz"]').marker == ("fc", "quiz")
    assert cards('clozes = "highlights"').highlights
    assert cards('end = "+++"').end == "+++"
    assert cards('callouts = ["Card", "ask"]').callouts == ("card", "ask")


def test_every_shape_but_rows_is_a_word() -> None:
    named = {name for name in shapes.names() if shapes.get(name).is_word}
    assert {*card_words()} == named
    alone = {name for name in named if shapes.get(name).alone}
    assert alone == {"headings", "none"}


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ('cards = "inlin"', "`cards` cannot be `inlin`", "did you mean `inline`?"),
        (
            'cards = "reversed"',
            "`reversed` is a kind of card, and `cards` says which text is a card",
            "write `card: reversed` in the front matter of a file",
        ),
        (
            'cards = ["headings", "inline"]',
            "`headings` is a word by itself in `cards`",
            "remove it, or write only `headings`",
        ),
        (
            "cards = 1",
            "`cards` is not a text or a list of texts",
            'write it as `cards = ["...", "..."]`',
        ),
        ("cards = []", "`cards` is empty", 'write `cards = "headings"`'),
        (
            'marker = "a b"',
            "`a b` cannot mark a card",
            'it is a tag, such as `marker = "#flashcard"`',
        ),
        (
            'clozes = "all"',
            "`clozes` cannot be `all`",
            'it is `"deletions"`, the default, or `"highlights"`',
        ),
        ("end = 3", "`end` is not a line of text", 'write a line such as `end = "+++"`'),
        ('tables = "x"', "`tables` is not a table of globs", 'write `[tables."vocabulary/*.csv"]`'),
        ('[tables."a.csv"]\nfrnt = "x"', "a table has no setting `frnt`", "did you mean `front`?"),
        (
            '[tables."a.csv"]\ntext = "html"',
            "`text` cannot be `html`",
            "it is `markdown` or `plain`",
        ),
        (
            '[tables."a.csv"]\ndelimiter = "::"',
            "`delimiter` cannot be `::`",
            "it is one character, or `tab`",
        ),
        (
            'card = "marked"',
            "there is no setting `card`",
            "write `cards` for which text is a card; a file says its kind with `card:`",
        ),
    ],
)
def test_what_it_cannot_be_is_said_with_what_to_write(text: str, message: str, hint: str) -> None:
    with pytest.raises(TextError) as fault:
        settings.read(text)
    assert (fault.value.message, fault.value.hint) == (message, hint)


@pytest.mark.parametrize(
    ("glob", "paths", "others"),
    [
        ("a.csv", ("a.csv", "x/a.csv", "x/y/a.csv"), ("b.csv", "a.csv/b.csv", "xa.csv")),
        ("*.csv", ("a.csv", "x/a.csv"), ("a.tsv", "csv")),
        ("x/*.csv", ("x/a.csv",), ("a.csv", "x/y/a.csv", "y/x/a.csv")),
        ("x/**/*.tsv", ("x/a.tsv", "x/y/z/a.tsv"), ("a.tsv", "x/a.csv")),
        ("**/v?.csv", ("v1.csv", "x/v2.csv"), ("v.csv", "v12.csv")),
        ("/top.csv", ("top.csv",), ("x/top.csv",)),
    ],
)
def test_a_glob_names_tables_below_the_content(
    glob: str, paths: tuple[str, ...], others: tuple[str, ...]
) -> None:
    found = cards(f'[tables."{glob}"]\nfront = 2\n')
    for folder in ("", "notes"):
        below = found.below(folder)
        before = f"{folder}/" if folder else ""
        for path in paths:
            assert below.table(before + path) == below.tables[0], path
        for path in others:
            table = below.table(before + path)
            assert table in (None, TableSettings("")), path


def test_no_glob_of_a_stranger_takes_long() -> None:
    found = cards(f'[tables."{"**/" * 40}x*y*z*.csv"]\nfront = 2\n')
    started = process_time()
    assert found.table("a/" * 400 + "x.csv") == TableSettings("")
    assert process_time() - started < 1


def test_tables_that_are_not_named_are_said_once(tmp_path: Path) -> None:
    files = {
        "a.md": "## a\n\nb\n",
        "x/one.csv": "a,b\n",
        "two.tsv": "a\tb\n",
        "named.csv": "q,a\nc,d\n",
    }
    write(tmp_path, {"obverse.toml": 'content = "."\n[tables."named.csv"]\n', **files})
    ran = run(tmp_path, "check")
    assert ran.out.count("is a source only if the configuration names it") == 1
    assert "`two.tsv`, and 1 more" in ran.out
    assert "2 cards" in ran.out
