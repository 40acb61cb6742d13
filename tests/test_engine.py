"""The facts of Anki's import that obverse rests on, shown on packages written here row by row."""

import json
import sqlite3
import time
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import pytest

from engine import OPTIONS, Desk, Ease, ImportLog

SCHEMA: Final = """
create table col (id, crt, mod, scm, ver, dty, usn, ls, conf, models, decks, dconf, tags);
create table notes (id, guid, mid, mod, usn, tags, flds, sfld, csum, flags, data);
create table cards (id, nid, did, ord, mod, usn, type, queue, due, ivl, factor, reps, lapses, left,
    odue, odid, flags, data);
create table revlog (id, cid, usn, ease, ivl, lastIvl, factor, time, type);
create table graves (usn, oid, type);
"""
BUILT: Final = 1_700_000_000  # the time of a first build, well before any test runs
DECK_ID: Final = 1_500_000_000_000


@dataclass(frozen=True, slots=True)
class NoteType:
    """A note type in a package; with `ids`, its fields and templates carry integer ids."""

    name: str = "Two ways"
    id: int = 11
    fields: tuple[str, ...] = ("Front", "Back")
    fronts: tuple[str, ...] = ("{{Front}}", "{{Back}}")
    cloze: bool = False
    mod: int = BUILT
    ids: bool = True

    def as_json(self) -> dict[str, Any]:
        """Give what the `models` column holds of it."""
        looks = {"font": "", "size": 20, "sticky": False, "rtl": False}
        flds: list[dict[str, Any]] = [{"name": name, **looks} for name in self.fields]
        tmpls = [{"name": f"Card {n}", "qfmt": q, "afmt": q} for n, q in enumerate(self.fronts)]
        for number, part in [*enumerate(flds), *enumerate(tmpls)]:
            part.update({"ord": number, "id": 100 + number} if self.ids else {"ord": number})
        own = {"id": self.id, "name": self.name, "type": int(self.cloze), "mod": self.mod}
        rest = {"css": "", "did": None, "usn": -1, "sortf": 0, "flds": flds, "tmpls": tmpls}
        return own | rest


@dataclass(frozen=True, slots=True)
class Note:
    """A note in a package, with the numbers of its card rows."""

    guid: str = "g"
    fields: tuple[str, ...] = ("front", "back")
    mod: int = BUILT
    tags: str = ""
    cards: tuple[int, ...] = (0,)
    note_type: NoteType = NoteType()


NOTE: Final = Note()
NEWER: Final = replace(NOTE, mod=BUILT + 1, fields=("reworded", "back"))
CLOZE: Final = NoteType("Gaps", 12, ("Text", "Extra"), ("{{cloze:Text}}",), cloze=True)


def database(notes: Sequence[Note], deck: str) -> bytes:
    """Give the SQLite file of a package; note ids and positions count from one."""
    note_types = {str(note.note_type.id): note.note_type.as_json() for note in notes}
    days = dict.fromkeys(("newToday", "revToday", "lrnToday", "timeToday"), (0, 0))
    zeros = dict.fromkeys(("mod", "usn", "dyn", "conf"), 0)
    deck_json = {"id": DECK_ID, "name": deck, "desc": "", "collapsed": False, **days, **zeros}
    texts = json.dumps(note_types), json.dumps({str(DECK_ID): deck_json})
    with closing(sqlite3.connect(":memory:")) as db:
        db.executescript(SCHEMA)
        db.execute("insert into col values (1,0,0,0,11,0,0,0,'{}',?,?,'{}','{}')", texts)
        for n, note in enumerate(notes, start=1):
            row = (n, note.guid, note.note_type.id, note.mod, note.tags, "\x1f".join(note.fields))
            db.execute("insert into notes values (?,?,?,?,-1,?,?,'',0,0,'')", row)
            rows = [(10 * n + ord_, n, DECK_ID, ord_, note.mod, n) for ord_ in note.cards]
            sql = "insert into cards values (?,?,?,?,?,-1,0,0,?,0,0,0,0,0,0,0,0,'')"
            db.executemany(sql, rows)
        db.commit()
        return db.serialize()


class Learner(Desk):
    """A desk that takes packages as notes."""

    def take(self, *notes: Note, deck: str = "Deck", **members: str) -> ImportLog:
        """Import a package of NOTES, with more MEMBERS of the zip by name."""
        path = Path(self.col.path).with_name("deck.apkg")
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("collection.anki2", database(notes, deck))
            for name, content in ({"media": "{}"} | members).items():
                archive.writestr(name, content)
        return self.import_package(path)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Learner]:
    """Open an empty collection."""
    with Learner(tmp_path / "desk") as desk:
        yield desk


def test_the_options_are_those_of_a_new_profile(desk: Learner) -> None:
    backend = desk.col._backend  # noqa: SLF001 - the dialogue's defaults have no other door
    assert backend.get_import_anki_package_presets() == OPTIONS


@pytest.mark.parametrize("front", ["reworded", "front"])
def test_a_newer_time_updates_the_note_and_leaves_the_card(desk: Learner, front: str) -> None:
    assert desk.take(NOTE).counts == {"new": 1}
    desk.review("front", 4)
    desk.move("front", "Mine")
    desk.set_flag("front", 3)
    desk.suspend("front")
    before = desk.cards()
    card = before["g", 0]
    assert (card.reviews, card.reps, card.type, card.queue) == (1, 1, 2, -1)
    assert (card.deck, card.flags) == ("Mine", 3)
    assert desk.take(replace(NEWER, fields=(front, ""))).counts == {"updated": 1}
    assert desk.cards() == before
    assert desk.rendered("g") == (front, front)
    assert desk.notes()["g"].mod == NEWER.mod


@pytest.mark.parametrize("later", [0, -1])
def test_without_a_newer_time_nothing_is_taken(desk: Learner, later: int) -> None:
    desk.take(NOTE)
    before = desk.notes()
    assert desk.take(replace(NEWER, mod=BUILT + later, tags="new")).duplicate == ("g",)
    assert desk.notes() == before


def test_a_learners_tag_stops_older_updates_and_is_lost_to_newer_ones(desk: Learner) -> None:
    desk.take(replace(NOTE, tags="old"))
    desk.tag("front", "mine marked")  # which dates the note to now
    assert set(desk.notes()["g"].tags) == {"old", "mine", "marked"}
    assert desk.take(NEWER).duplicate == ("g",)
    assert desk.notes()["g"].fields["Front"] == "front"
    assert desk.take(replace(NEWER, mod=int(time.time()) + 60, tags="new")).updated == ("g",)
    assert desk.notes()["g"].tags == ("new",)


def test_a_card_row_that_is_gone_leaves_the_card(desk: Learner) -> None:
    desk.take(replace(NOTE, cards=(0, 1)))
    desk.review("front", 4)
    before = desk.cards()
    assert set(before) == {("g", 0), ("g", 1)}
    assert desk.take(NEWER).updated == ("g",)
    assert desk.cards() == before


@pytest.mark.parametrize(("later", "outcome"), [(1, "updated"), (0, "duplicate")])
def test_a_new_card_row_adds_a_card_at_any_time(desk: Learner, later: int, outcome: str) -> None:
    desk.take(NOTE)
    desk.review("front", 4)
    first = desk.cards()["g", 0]
    assert desk.take(replace(NOTE, mod=BUILT + later, cards=(0, 1))).counts == {outcome: 1}
    assert desk.cards()["g", 0] == first
    assert desk.cards()["g", 1].reviews == 0


def test_a_new_cloze_number_without_a_newer_time_has_no_text(desk: Learner) -> None:
    desk.take(Note(fields=("{{c1::x}}", ""), note_type=CLOZE))
    two = Note(fields=("{{c1::x}} {{c2::y}}", ""), cards=(0, 1), note_type=CLOZE)
    assert desk.take(two).duplicate == ("g",)
    assert "No cloze" in desk.rendered("g", 1)[0]
    assert desk.take(replace(two, mod=BUILT + 1)).updated == ("g",)
    assert "[...]" in desk.rendered("g", 1)[0]


def test_an_import_makes_no_cards_but_check_database_would(desk: Learner) -> None:
    desk.take(replace(NOTE, cards=()))
    assert desk.check() == ["`g` has no card 1", "`g` has no card 2"]
    assert desk.cards() == {}
    desk.take(replace(NOTE, cards=(0, 1)))
    assert desk.check() == []
    desk.take(replace(NOTE, cards=(0, 1, 2)))
    assert "missing template" in desk.check()[0]


def test_a_newer_note_type_changes_how_unchanged_notes_look(desk: Learner) -> None:
    desk.take(NOTE)
    bold = replace(NOTE.note_type, fronts=("<b>{{Front}}</b>", "{{Back}}"))
    desk.take(replace(NOTE, note_type=bold))
    assert desk.rendered("g")[0] == "front"
    assert desk.take(replace(NOTE, note_type=replace(bold, mod=BUILT + 1))).duplicate == ("g",)
    assert desk.rendered("g")[0] == "<b>front</b>"


@pytest.mark.parametrize("ids", [True, False])
def test_a_field_can_be_renamed_only_when_it_has_an_id(desk: Learner, *, ids: bool) -> None:
    old = replace(NOTE.note_type, ids=ids)
    new = replace(old, fields=("Front", "Rear"), fronts=("{{Front}}", "{{Rear}}"), mod=BUILT + 1)
    desk.take(replace(NOTE, note_type=old))
    log = desk.take(replace(NEWER, note_type=new))
    assert log.counts == {"updated" if ids else "conflicting": 1}
    assert list(desk.notes()["g"].fields) == ["Front", "Rear" if ids else "Back"]


def test_a_field_added_to_the_note_type_refuses_every_known_note(desk: Learner) -> None:
    desk.take(NOTE)
    desk.review("front", 4)
    before = desk.notes(), desk.cards()
    wider = replace(NOTE.note_type, fields=("Front", "Back", "More"), mod=BUILT + 1)
    known = replace(NEWER, fields=("reworded", "back", "more"), note_type=wider)
    assert desk.take(known).conflicting == ("g",)
    assert (desk.notes(), desk.cards()) == before
    log = desk.take(known, replace(known, guid="h"))
    assert (log.conflicting, log.new) == (("g",), ("h",))
    assert desk.notes()["h"].note_type == "Two ways+"


@pytest.mark.parametrize("later", [-1, 0, 1])
def test_a_known_guid_of_another_note_type_is_refused(desk: Learner, later: int) -> None:
    desk.take(NOTE)
    desk.review("front", 4)
    before = desk.notes(), desk.cards()
    cloze = Note("g", ("{{c1::x}} {{c2::y}}", ""), BUILT + later, "", (0, 1), CLOZE)
    assert desk.take(cloze).counts == {"conflicting": 1}
    assert (desk.notes(), desk.cards()) == before
    assert desk.col.models.by_name("Gaps") is not None


@pytest.mark.parametrize("legacy", [True, False])
def test_an_export_is_known_by_its_guids(desk: Learner, tmp_path: Path, *, legacy: bool) -> None:
    desk.take(Note("b", ("word", "")), Note("c", ("{{c1::x}}", ""), note_type=CLOZE))
    desk.review("word", 4)
    path = tmp_path / "export.apkg"
    assert desk.export(path, legacy=legacy, with_scheduling=True, with_media=False) == 2
    with zipfile.ZipFile(path) as archive:
        assert ("collection.anki21b" in archive.namelist()) != legacy
    assert desk.import_package(path).duplicate == ("b", "c")
    with Learner(tmp_path / "another") as another:
        another.take(Note("c"), Note("z"))  # so that note 2 is `c` there, and `z` here
        log = another.import_package(path)
        assert (log.new, log.conflicting) == (("b",), ("c",))
        assert another.cards()["b", 0].reviews == 0


def test_an_unknown_member_of_the_zip_is_ignored(desk: Learner) -> None:
    assert desk.take(NOTE, **{"obverse.lock": "g"}).counts == {"new": 1}
    assert desk.media() == set()
    assert desk.rendered("g")[0] == "front"


def test_a_renamed_deck_is_a_second_deck(desk: Learner) -> None:
    desk.take(NOTE)
    desk.take(NEWER, Note("h"), deck="Renamed")
    assert [card.deck for card in desk.cards().values()] == ["Deck", "Renamed"]


def test_of_two_notes_with_one_guid_only_one_is_updated(desk: Learner) -> None:
    assert desk.take(NOTE, replace(NOTE, fields=("twin", "back"))).new == ("g", "g")
    assert desk.search("") == ["g", "g"]
    with pytest.raises(ValueError, match="two notes share the guid `g`"):
        desk.notes()
    assert desk.take(NEWER, replace(NEWER, fields=("newer", "back"))).updated == ("g", "g")
    assert desk.search("newer") == desk.search("front or twin") == ["g"]


def test_a_dropped_note_stays_and_a_deleted_one_returns(desk: Learner) -> None:
    desk.take(NOTE, Note("h", ("second", "")))
    assert [card.due for card in desk.cards().values()] == [1, 2]
    desk.delete("front")
    with pytest.raises(LookupError, match="nothing is found by `front`"):
        desk.delete("front")
    assert desk.take(NOTE).new == ("g",)
    assert set(desk.notes()) == {"g", "h"}


def test_media_come_with_the_notes_that_name_them_and_replace_none(desk: Learner) -> None:
    note = replace(NOTE, fields=('<img src="a.png">', ""))
    names = '{"0": "a.png", "1": "_font.woff", "2": "unnamed.png"}'
    first = {"media": names, "0": "picture", "1": "font", "2": "nothing"}
    desk.take(note, **first)
    assert desk.media() == {"a.png", "_font.woff"}
    desk.take(replace(note, mod=BUILT + 1), **first | {"0": "other picture", "1": "other font"})
    (renamed,) = desk.media() - {"a.png", "_font.woff"}
    assert desk.notes()["g"].fields["Front"] == f'<img src="{renamed}">'
    assert Path(desk.col.media.dir(), "_font.woff").read_text() == "font"


@pytest.mark.parametrize(("ease", "kind"), [(1, 1), (2, 1), (3, 2), (4, 2)])
def test_answers_are_scheduled(desk: Learner, tmp_path: Path, ease: Ease, kind: int) -> None:
    with Learner(tmp_path / "another") as another:
        for each in (desk, another):
            each.take(NOTE)
            each.review("front", ease)
            each.review("front", ease)
        card, same = desk.cards()["g", 0], another.cards()["g", 0]
    assert (card.reviews, card.reps, card.type) == (2, 2, kind)
    assert card.interval == same.interval
