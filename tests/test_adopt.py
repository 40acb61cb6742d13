"""A learner's collection, exported by Anki, adopted, built and imported again: nothing is lost."""

import json
import re
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner, Result

from engine import Desk
from obverse.cli import main

PICTURE: Final = b"\x89PNG\r\n\x1a\n not much of a picture"
SOUND: Final = b"ID3 not much of a sound"
OCCLUSIONS: Final = (
    "{{c1::image-occlusion:rect:left=.2325:top=.3261:width=.202:height=.0975:oi=1}}<br>"
    "{{c2::image-occlusion:rect:left=.1:top=.2:width=.202:height=.0975}}"
)
CONDITIONAL: Final = (
    "{{#Hint}}<i>{{Hint}}</i>{{/Hint}}{{^Hint}}no hint{{/Hint}}<div>{{Word}}</div>",
    '{{FrontSide}}<hr id=answer><b>{{Meaning}}</b>{{#Notes}}<p class="n">{{Notes}}</p>{{/Notes}}',
)
NOTES: Final = (
    # (note type, deck, fields, tags)
    ("Basic", "Geo::Europe", ("Capital of <b>France</b>?", "Paris"), ("geo::eu", "capital")),
    ("Basic", "Geo::Europe", ("Capital of Italy?", "Rome<br>or <i>Roma</i>"), ("geo::eu",)),
    (
        *("Basic", "Geo"),
        ("<div>Two</div><div>lines &amp; #notatag</div>", "<ul><li>a</li><li>b</li></ul>"),
        (),
    ),
    ("Basic", "Geo", ('<img src="pic one.png">', "[sound:s.mp3] heard"), ("2024",)),
    ("Basic", "Geo", ("<ol><li>first</li><li>of a list</li></ul>", "1. no list"), ("c++",)),
    ("Basic", "Geo", ("same", "card"), ("one",)),
    ("Basic", "Geo", ("same", "card"), ("two",)),
    ("Basic", "Default", ("# not a heading", "***<br>---<br>$5 and $6, ==x== `y`"), ()),
    (
        *("Basic (and reversed card)", "Geo"),
        ("Front", '<div style="text-align: center">Back <u>side</u></div>'),
        (),
    ),
    (
        *("Basic (optional reversed card)", "Geo"),
        ("Q", "<table><tr><td>A</td></tr></table>", "y"),
        (),
    ),
    ("Basic (optional reversed card)", "Geo", ("Q once", "A", ""), ()),
    ("Basic (type in the answer)", "Geo", ("Type", "an answer"), ()),
    (
        *("Cloze", "Clozes"),
        (
            "{{c1::Paris}} is \\(x_1^2\\), <i>of</i> {{c2::France::country}}<br>\\[\\frac{1}{2}\\]",
            "<pre>code {\n  x\n}</pre>",
        ),
        (),
    ),
    ("Image Occlusion", "Pictures", (OCCLUSIONS, '<img src="pic one.png">', "Head", "bx", ""), ()),
    ("Word", "Words::Deep::Down", ("chat", "cat", "", "an <em>animal</em><br><br>tame"), ()),
    ("Word", "Words::Deep::Down", ("chien", "dog", "barks", ""), ()),
)


def run(*arguments: str | Path, stdin: bytes | None = None) -> Result:
    """Run `obverse` with these arguments; an exception that no command caught rises."""
    words = [str(each) for each in arguments]
    return CliRunner().invoke(main, words, input=stdin, catch_exceptions=False)


def add_word_type(desk: Desk) -> None:
    """Add a note type of the learner's own, with sections in its template."""
    models = desk.col.models
    word = models.new("Word")
    for name in ("Word", "Meaning", "Hint", "Notes"):
        models.add_field(word, models.new_field(name))
    template = models.new_template("Ask")
    template["qfmt"], template["afmt"] = CONDITIONAL
    models.add_template(word, template)
    word["css"] = ".card { color: navy }\n.n { margin: 0 }"
    models.add(word)


def fill(desk: Desk) -> None:
    """Put the notes into a collection, and answer, flag and suspend some of their cards."""
    add_word_type(desk)
    desk.col.media.write_data("pic one.png", PICTURE)
    desk.col.media.write_data("s.mp3", SOUND)
    for name, deck, fields, tags in NOTES:
        note_type = desk.col.models.by_name(name)
        assert note_type is not None
        note = desk.col.new_note(note_type)
        note.fields[: len(fields)] = list(fields)
        note.tags = list(tags)
        deck_id = desk.col.decks.id(deck)
        assert deck_id is not None
        desk.col.add_note(note, deck_id)
    desk.review("deck:*", 3)
    desk.review('"deck:Geo::Europe"', 4)
    desk.suspend("Italy")
    desk.set_flag("France", 2)


@dataclass(frozen=True, slots=True)
class Learner:
    """A desk with reviews, and the package that was exported from it."""

    desk: Desk
    package: Path


CONTAINERS: Final[dict[str, Callable[[Desk, Path], object]]] = {
    "legacy.apkg": lambda desk, path: desk.export(
        path, legacy=True, with_scheduling=True, with_media=True
    ),
    "new.apkg": lambda desk, path: desk.export(
        path, legacy=False, with_scheduling=True, with_media=True
    ),
    "no-reviews.apkg": lambda desk, path: desk.export(
        path, legacy=False, with_scheduling=False, with_media=True
    ),
    "legacy.colpkg": lambda desk, path: export_collection(desk, path, legacy=True),
    "new.colpkg": lambda desk, path: export_collection(desk, path, legacy=False),
}


def export_collection(desk: Desk, path: Path, *, legacy: bool) -> None:
    """Export the whole collection, which closes it."""
    desk.col.export_collection_package(str(path), include_media=True, legacy=legacy)
    desk.col.reopen()


@pytest.fixture(params=CONTAINERS)
def learner(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Learner]:
    with Desk(tmp_path / "desk") as desk:
        fill(desk)
        package = tmp_path / request.param
        CONTAINERS[request.param](desk, package)
        yield Learner(desk, package)


def adopted(learner: Learner, folder: Path) -> Path:
    """Import the learner's package into a project and build it; gives the new package."""
    result = run("import", learner.package, folder)
    assert result.exit_code == 0, result.output
    return built(folder)


def built(folder: Path) -> Path:
    """Build a project; gives the package."""
    result = run("build", folder)
    assert result.exit_code == 0, result.output
    return next((folder / "build").glob("*.apkg"))


class Shown(HTMLParser):
    """What a card shows, as text with a sign for each thing that is more than text."""

    LINES: Final = "p div br tr ul ol li hr pre table blockquote section".split()
    SAME: Final = {"strong": "b", "em": "i"}
    MARKED: Final = "b i u li td code sub sup a span".split()

    def __init__(self) -> None:
        super().__init__()
        self.out: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """See HTMLParser."""
        name = self.SAME.get(tag, tag)
        if tag in self.LINES:
            self.out.append("\n")
        if name in self.MARKED:
            self.out.append(f"<{name}>" if name != "span" else f"<{dict(attrs).get('class')}>")
        if tag == "img":
            stem = re.sub(r"-[0-9a-f]{12}(?=\.)", "", str(dict(attrs)["src"]))
            self.out.append(f"[{stem.replace(' ', '-')}]")

    def handle_endtag(self, tag: str) -> None:
        """See HTMLParser."""
        name = self.SAME.get(tag, tag)
        if tag in self.LINES:
            self.out.append("\n")
        if name in self.MARKED and name != "code":
            self.out.append(f"</{name}>")

    def handle_data(self, data: str) -> None:
        """See HTMLParser."""
        self.out.append(data)


def shown(html: str) -> list[str]:
    """List the lines of a rendered card."""
    parser = Shown()
    parser.feed(re.sub(r"<(style|script)>.*?</\1>", "", html, flags=re.DOTALL))
    parser.close()
    text = "".join(parser.out).replace("<code>", "").replace("\\( ", "\\(")
    text = re.sub(r"data-cloze=\"[^\"]*\"", "", text)
    return [line for each in text.split("\n") if (line := " ".join(each.split()))]


def test_every_note_is_matched_and_every_review_kept(learner: Learner, tmp_path: Path) -> None:
    before = learner.desk.cards()
    log = learner.desk.import_package(adopted(learner, tmp_path / "project"))
    after = learner.desk.cards()
    assert after == before
    assert sum(card.reviews for card in after.values()) == sum(c.reviews for c in before.values())
    assert len(log.updated) + len(log.duplicate) == len(NOTES)
    assert not log.new
    assert not log.conflicting
    # Whether the engine has a card's last review time depends on the second it was answered in.
    own = ("Added last review time", "Database rebuilt and optimized")
    assert [each for each in learner.desk.check() if not each.startswith(own)] == []


def test_every_card_shows_what_it_showed(learner: Learner, tmp_path: Path) -> None:
    desk = learner.desk
    before = {key: desk.rendered(*key) for key in desk.cards()}
    desk.import_package(adopted(learner, tmp_path / "project"))
    for key, sides in before.items():
        for old, new in zip(sides, desk.rendered(*key), strict=True):
            assert shown(new) == shown(old), (old, new)


def test_tags_and_decks_stay(learner: Learner, tmp_path: Path) -> None:
    before = learner.desk.notes()
    log = learner.desk.import_package(adopted(learner, tmp_path / "project"))
    after = learner.desk.notes()
    assert not log.updated
    for guid, note in before.items():
        assert set(after[guid].tags) == set(note.tags)


def test_the_note_types_in_the_collection_are_left_alone(learner: Learner, tmp_path: Path) -> None:
    before = {each["id"]: each for each in learner.desk.col.models.all()}
    learner.desk.import_package(adopted(learner, tmp_path / "project"))
    after = {each["id"]: each for each in learner.desk.col.models.all()}
    assert after == before


def test_media_come_along(learner: Learner, tmp_path: Path) -> None:
    package = adopted(learner, tmp_path / "project")
    media = tmp_path / "project" / "media"
    assert (media / "pic one.png").read_bytes() == PICTURE
    assert (media / "s.mp3").read_bytes() == SOUND
    with zipfile.ZipFile(package) as archive:
        listing = json.loads(archive.read("media"))
        contents = {archive.read(member) for member in listing}
    assert contents == {PICTURE, SOUND}


def test_an_edit_after_the_adoption_reaches_the_note_it_is_of(
    learner: Learner, tmp_path: Path
) -> None:
    folder = tmp_path / "project"
    learner.desk.import_package(adopted(learner, folder))
    source = next(path for path in folder.rglob("*.md") if "Italy" in path.read_text("utf-8"))
    source.write_text(source.read_text("utf-8").replace("Rome", "Roma, Rome"), "utf-8")
    before = learner.desk.cards()
    log = learner.desk.import_package(built(folder))
    (guid,) = log.updated
    assert len(log.duplicate) == len(NOTES) - 1
    assert "Roma, Rome" in learner.desk.notes()[guid].fields["Back"]
    assert learner.desk.cards() == before


def test_building_twice_changes_nothing(learner: Learner, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    adopted(learner, folder)
    lock = (folder / "obverse.lock").read_bytes()
    assert run("build", "--locked", folder).exit_code == 0
    assert (folder / "obverse.lock").read_bytes() == lock


def test_adopting_again_brings_nothing_twice(learner: Learner, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    adopted(learner, folder)
    files = {path: path.read_bytes() for path in folder.rglob("*.md")}
    result = run("import", learner.package, folder)
    assert result.exit_code == 0
    assert f"{len(NOTES)} cards already in the lock" in result.output
    assert {path: path.read_bytes() for path in folder.rglob("*.md")} == files


def test_fresh_cards_are_new_notes_of_our_own_kinds(learner: Learner, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    result = run("import", "--fresh", learner.package, folder)
    assert result.exit_code == 0, result.output
    assert not (folder / "note-types").exists()
    before = learner.desk.cards()
    log = learner.desk.import_package(built(folder))
    kinds = {learner.desk.notes()[guid].note_type for guid in log.new}
    assert kinds == {"Obverse", "Obverse Cloze"}
    # The picture with hidden parts is a draft, and two cards that say the same are one.
    assert len(log.new) == len(NOTES) - 2
    assert {key: learner.desk.cards()[key] for key in before} == before


def test_our_own_package_comes_back_as_our_own_kinds(tmp_path: Path) -> None:
    source = (
        "# Deck\n\n## Plain\n\nanswer\n\n## Both ways\n\n- a\n- b\n\n#card/reversed #x/y\n\n"
        "## Typed\n\nword\n\n#card/typing\n\n## Gap\n\nA {{c1::gap}} and $x^2$.\n\n"
        "## A {{c2::second}} gap\n\nbelow\n"
    )
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    (first / "deck.md").write_text(source, "utf-8")
    package = built(first)
    assert run("import", package, second).exit_code == 0
    with Desk(tmp_path / "desk") as desk:
        desk.import_package(package)
        desk.review("deck:*")
        before, notes = desk.cards(), desk.notes()
        log = desk.import_package(built(second))
        assert desk.cards() == before
        assert log.counts == {"duplicate": 5} or not log.new
        for guid, note in desk.notes().items():
            assert note.fields == notes[guid].fields
    lines = [
        line for line in (second / "deck.md").read_text("utf-8").split("\n") if "#card" in line
    ]
    assert lines == ["#card/reversed #x/y", "#card/typing"]


def test_ids_that_anki_does_not_know_stay_unknown(tmp_path: Path) -> None:
    with Desk(tmp_path / "desk") as desk:
        fill(desk)
        desk.export(tmp_path / "old.apkg", legacy=True, with_scheduling=True, with_media=True)
    package = without_ids(tmp_path / "old.apkg")
    folder = tmp_path / "project"
    assert run("import", package, folder).exit_code == 0
    toml = (folder / "note-types" / "basic" / "note-type.toml").read_text("utf-8")
    assert re.findall(r"^id = (.*)$", toml, re.MULTILINE)[1:] == ["0", "0", "0"]
    with zipfile.ZipFile(built(folder)) as archive:
        (tmp_path / "built.anki2").write_bytes(archive.read("collection.anki2"))
    with closing(sqlite3.connect(tmp_path / "built.anki2")) as connection:
        ((models,),) = connection.execute("select models from col")
    basic = next(each for each in json.loads(models).values() if each["name"] == "Basic")
    assert not any("id" in each for each in (*basic["flds"], *basic["tmpls"]))
    with Desk(tmp_path / "learner") as desk:
        desk.import_package(package)
        assert not desk.import_package(built(folder)).conflicting


def test_a_package_without_media_keeps_the_learner_s_pictures(tmp_path: Path) -> None:
    with Desk(tmp_path / "desk") as desk:
        fill(desk)
        desk.export(tmp_path / "bare.apkg", legacy=False, with_scheduling=True, with_media=False)
        cards, media = desk.cards(), desk.media()
        folder = tmp_path / "project"
        result = run("import", tmp_path / "bare.apkg", folder)
        assert result.exit_code == 0
        assert "[missing-media]" in result.output
        log = desk.import_package(built(folder))
        assert not log.new
        assert desk.cards() == cards
        assert desk.media() == media
        assert all(
            'src="pic one.png"' in str(n.fields)
            for n in desk.notes().values()
            if "pic" in str(n.fields)
        )


def without_ids(package: Path) -> Path:
    """Make the package one of an Anki that gave fields and templates no ids."""
    made = package.with_name("ancient.apkg")
    database = package.with_suffix(".db")
    with zipfile.ZipFile(package) as archive, zipfile.ZipFile(made, "w") as out:
        for name in archive.namelist():
            content = archive.read(name)
            if name == "collection.anki21":
                database.write_bytes(content)
                connection = sqlite3.connect(database)
                ((models,),) = connection.execute("select models from col")
                types = json.loads(models)
                for each in (part for t in types.values() for part in (*t["flds"], *t["tmpls"])):
                    each.pop("id", None)
                connection.execute("update col set models = ?", (json.dumps(types),))
                connection.commit()
                connection.close()
                content = database.read_bytes()
            out.writestr(name, content)
    return made
