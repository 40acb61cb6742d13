"""Pages that cards show: their text is in the field, and every build sees a change of them."""

import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Final

import pytest

from obverse.incremental import outcome
from obverse.incremental.relink import Relinked
from obverse.link.embed_pages import LARGEST, MOST
from projects import NOW, PICTURE, built, write
from test_any_edit import DAY, build, same

TOML: Final = 'content = "notes"\nname = "documents"\n'
PAGE: Final = """\
---
a: b
---

# Fees

Before *any* work. {{c1::no deletion}} #no-tag

## When fees change #x

In a new letter.

### More

- one
- two ^item
  - deeper

last words ^last

## End

The end.

^end
"""


def back(folder: Path, embed: str, **files: str | bytes) -> tuple[str, list[str]]:
    """Give the answer of a card that shows this, and what is found."""
    sources = {"obverse.toml": TOML, "Page.md": PAGE, "notes/a.md": f"## Q\n\n{embed}\n"}
    made = built(write(folder, sources | files))
    (note,) = made.collection.notes
    return note.fields[1], [each.rule for each in made.diagnostics]


@pytest.mark.parametrize(
    ("embed", "shown"),
    [
        ("![[Page#^last]]", "<p>last words</p>"),
        ("![[Page#^end]]", "<p>The end.</p>"),
        ("![[Page#^item]]", "<ul>\n<li>two\n<ul>\n<li>deeper</li>\n</ul>\n</li>\n</ul>"),
        ("![[Page#End]]", "<p>The end.</p>"),
        ("![[Page#when FEES change]]", "<p>In a new letter.</p>\n<h3>More</h3>"),
        ("see ![[Page#^last|x]] here", "<p>see last words here</p>"),
        ("![[#Own]]\n\n### Own\n\nmine", "<p>mine</p>\n<h3>Own</h3>\n<p>mine</p>"),
    ],
)
def test_a_card_shows_the_part_that_is_named(embed: str, shown: str, tmp_path: Path) -> None:
    answer, found = back(tmp_path, embed)
    assert answer.startswith(shown)
    assert not found


def test_deletions_and_tags_of_a_page_are_text(tmp_path: Path) -> None:
    made = built(
        write(
            tmp_path,
            {
                "obverse.toml": TOML,
                "Page.md": PAGE,
                "notes/a.md": "## Q\n\n{{c1::x}}\n\n![[Page]]\n",
            },
        )
    )
    (note,) = made.collection.notes
    assert note.cards == (0,)
    assert note.tags == ()
    assert note.fields[1].count("{{") == 1
    assert "no deletion" in note.fields[1]
    assert "#no-tag" in note.fields[1]


@pytest.mark.parametrize(
    ("embed", "files"),
    [
        ("![[Nowhere]]", {}),
        ("![[Page#No heading]]", {}),
        ("![[Page#^none]]", {}),
        ("![[../../outside]]", {}),
        ("![[Loop]]", {"Loop.md": "a ![[Round]]", "Round.md": "b ![[Loop]]"}),
        ("![[Loop]]", {"Loop.md": "a ![[#b]]\n\n# b\n\n![[Loop]]"}),
        ("![[Big]]", {"Big.md": "x " * LARGEST}),
        ("![[Many]]", {"Many.md": "![[Page#^end]]\n\n" * (MOST + 1)}),
    ],
)
def test_what_cannot_be_shown_is_said(embed: str, files: dict[str, str], tmp_path: Path) -> None:
    _, found = back(tmp_path, embed, **files)
    assert set(found) == {"embedded-page"}


def test_pictures_and_pages_of_a_page_come_along(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "notes/own.png": PICTURE + b"1",
        "sub/p.png": PICTURE,
        "sub/In.md": "![](p.png)\n\n![[Page#^end]]",
    }
    answer, found = back(tmp_path, "![](own.png)\n\n![[In]]\n\n![](own.png)", **files)
    assert not found
    images = [part.partition('"')[0] for part in answer.split('src="')[1:]]
    assert len(images) == 3
    assert images[0] == images[2] != images[1]
    assert "<p>The end.</p>" in answer


def test_the_text_is_in_the_digest_and_the_name_in_the_keys(tmp_path: Path) -> None:
    back(tmp_path / "a", "![[Page#End]]")
    one = built(tmp_path / "a").identity.notes[0]
    write(tmp_path / "a", {"Page.md": PAGE.replace("The end.", "Another end.")})
    two = built(tmp_path / "a").identity.notes[0]
    assert (one.note.front_key, one.note.back_key) == (two.note.front_key, two.note.back_key)
    assert one.after.digest != two.after.digest
    write(tmp_path / "a", {"notes/a.md": "## Q\n\n![[Page#More]]\n"})
    assert built(tmp_path / "a").identity.notes[0].note.back_key != one.note.back_key


@pytest.mark.parametrize("page", ["Page.md", "notes/Page.md"])
def test_a_build_sees_a_change_of_a_page(page: str, tmp_path: Path) -> None:
    here = write(
        tmp_path / "here",
        {
            "obverse.toml": TOML + 'cards = ["inline"]\n',
            page: PAGE,
            "notes/a.md": "Q :: ![[Page#End]]\n",
            "notes/b.md": "R :: answer\n",
        },
    )
    edits: tuple[dict[str, str], ...] = (
        {},
        {page: PAGE.replace("The end.", "Another end.")},
        {"notes/b.md": "R :: another\n"},
        {"notes/a.md": "S :: s\n\nQ :: ![[Page#End]]\n"},
        {page: PAGE.replace("## End", "## No end")},
        {page: PAGE},
    )
    for number, files in enumerate(edits):
        write(here, files)
        same(here, tmp_path / "cold", NOW + number * DAY)


@pytest.fixture(name="narrow")
def _narrow(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Count the builds that linked only what was edited."""
    made: list[int] = []
    relink = outcome.__dict__["relink"]

    def counted(*arguments: Any) -> Relinked:  # noqa: ANN401  # handed on
        linked: Relinked = relink(*arguments)
        made.append(len(linked.identity.notes))
        return linked

    monkeypatch.setattr(outcome, "relink", counted)
    return made


def test_an_edit_next_to_a_page_links_its_source_alone(tmp_path: Path, narrow: list[int]) -> None:
    embeds = "Q :: ![[Page#End]]\n\nO :: ![[#Own]]\n\n# Own\n\nmine\n\n# Next\n"
    files = {
        "obverse.toml": TOML + 'cards = ["inline"]\nsource = "https://h/{path}#L{line}"\n',
        "Page.md": PAGE,
        "notes/a.md": f"one :: 1\n\n{embeds}\ntwo :: 2\n",
        "notes/b.md": "R :: answer\n",
    }
    here = write(tmp_path / "here", files)
    edits = (
        (0, files["notes/a.md"]),
        (1, f"one :: 1, reworded\n\n{embeds}\ntwo :: 2\n"),
        (1, f"new :: 0\n\none :: 1, reworded\n\n{embeds}\ntwo :: 2\n"),
        (0, f"new :: 0\n\n{embeds.replace('mine', 'yours')}\ntwo :: 2\n"),
        (1, f"new :: 0\n\n{embeds.replace('mine', 'yours')}\ntwo :: 2, reworded\n"),
    )
    for number, (times, text) in enumerate(edits):
        write(here, {"notes/a.md": text})
        narrow.clear()
        same(here, tmp_path / "cold", NOW + number * DAY)
        assert len(narrow) == times, number


def test_a_line_above_a_thousand_cards_links_their_source_alone(
    tmp_path: Path, narrow: list[int]
) -> None:
    cards = "\n\n".join(f"question {at} :: answer {at}" for at in range(1000))
    toml = TOML + 'cards = ["inline"]\nsource = "https://h/{path}#L{line}"\n'
    here = write(tmp_path / "here", {"obverse.toml": toml, "notes/a.md": cards})
    for number, text in enumerate((cards, f"a line\n\n{cards}")):
        write(here, {"notes/a.md": text})
        narrow.clear()
        same(here, tmp_path / "cold", NOW + number * DAY)
    assert narrow == [1000]
    built_fields = fields_of(here / "build" / "documents.apkg")
    assert sum("#L1999" in each for each in built_fields) == 1


def fields_of(package: Path) -> list[str]:
    with zipfile.ZipFile(package) as archive, NamedTemporaryFile() as copy:
        copy.write(archive.read("collection.anki2"))
        copy.flush()
        with closing(sqlite3.connect(copy.name)) as connection:
            return [row[0] for row in connection.execute("SELECT flds FROM notes")]


@pytest.mark.parametrize("where", ["Later.md", "pages/deep/Later.md", "notes/Later.md"])
def test_a_page_that_appears_is_seen_at_the_next_build(where: str, tmp_path: Path) -> None:
    toml = TOML + 'cards = ["inline"]\nexclude = ["Later.md"]\n'
    here = write(
        tmp_path / "here", {"obverse.toml": toml, "notes/a.md": "Q :: ![[Later#End]]\n\nR :: r\n"}
    )
    assert "does not exist" in build(here, NOW)
    assert "nothing has changed" in build(here, NOW)
    write(here, {where: PAGE})
    same(here, tmp_path / "cold", NOW + DAY)
    assert any("The end." in each for each in fields_of(here / "build" / "documents.apkg"))
    (here / where).unlink()
    same(here, tmp_path / "cold", NOW + 2 * DAY)
