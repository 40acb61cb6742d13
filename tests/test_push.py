"""A push brings what is new or changed into Anki, and loses nothing that a learner did there."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from anki.collection import Collection
from anki.decks import DeckConfigId
from anki.scheduler.v3 import CardAnswer, Scheduler

from anki_connect import WRITES, FakeAnki, listening
from engine import Desk
from obverse.anki_connect.client import Client
from obverse.exchange.push import push as pushing
from obverse.exchange.running.last_known import Memory
from projects import PICTURE
from shell import Ran, let_a_tick_pass, run

CARDS: Final = (
    "# T\n\n## Who was the first of all?\n\nIt was Ann of old.\n\n#old\n\n"
    "## Who was the second after her?\n\nThat was Bob from there.\n\n"
    "## And who came as the third?\n\nNo one at all came.\n"
)


class Killed(KeyboardInterrupt):
    """A push is killed."""


class Both:
    """An author with a project, and a learner with Anki open."""

    def __init__(self, folder: Path, col: Collection, url: str, fake: FakeAnki) -> None:
        self.folder, self.col, self.url, self.fake = folder, col, url, fake

    def write(self, text: str, name: str = "a.md") -> None:
        """Write a source."""
        path = self.folder / "c" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        let_a_tick_pass(path.parent)
        path.write_text(text, "utf-8")

    def push(self, *options: str) -> Ran:
        """Push; nothing that is wrong may be a fault of the add-on."""
        self.fake.calls.clear()
        return run(self.folder, "push", "--anki", self.url, *options)

    def pull(self, *options: str) -> Ran:
        """Pull from the open Anki."""
        self.fake.calls.clear()
        return run(self.folder, "pull", "--anki", self.url, *options)

    def values(self, *options: str) -> dict[str, Any]:
        """Push; gives what a program is told."""
        told: dict[str, Any] = json.loads(self.push("--format", "json", *options).out)
        return told

    def note(self, search: str) -> Any:  # noqa: ANN401  # Anki's note
        """The one note that a search finds."""
        (note_id,) = self.col.find_notes(search)
        return self.col.get_note(note_id)

    def edit(self, search: str, change: Callable[[str], str]) -> None:
        """Edit all fields of a note as the editor does."""
        note = self.note(search)
        note.fields = [change(field) for field in note.fields]
        self.col.update_note(note)

    def tag(self, search: str, tags: str) -> None:
        """Add tags."""
        self.col.tags.bulk_add(self.col.find_notes(search), tags)

    def state(self) -> dict[str, object]:
        """What Anki has of each note, by guid, without times."""
        assert self.col.db is not None
        found: dict[str, object] = {}
        for note_id, guid in self.col.db.all("select id, guid from notes"):
            note = self.col.get_note(note_id)
            decks = [self.col.decks.name(card.did) for card in note.cards()]
            found[guid] = (tuple(note.fields), tuple(sorted(note.tags)), decks)
        return found

    def decks(self, search: str) -> set[str]:
        """The decks of the cards that a search finds."""
        return {self.col.decks.name(self.col.get_card(c).did) for c in self.col.find_cards(search)}


@pytest.fixture(name="both")
def _both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Both]:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    with Desk(tmp_path / "anki") as desk:
        fake = FakeAnki(desk.col)
        with listening(fake) as url:
            both = Both(tmp_path / "project", desk.col, url, fake)
            both.write(CARDS)
            (both.folder / "obverse.toml").write_text('name = "d"\ncontent = "c"\n', "utf-8")
            yield both


def pushed(both: Both) -> None:
    """A first push, some time ago."""
    assert both.push().status == 0
    long_ago(both)


def long_ago(both: Both) -> None:
    """Have all that was done until now be an hour old, in Anki and in what is remembered."""
    assert both.col.db is not None
    now = int(time.time())
    both.col.db.execute("update notes set mod = mod - 3600 where mod > ?", now - 1800)
    for path in (both.folder.parent / "state").rglob("*.json"):
        said = json.loads(path.read_text("utf-8"))
        for each in [*said["notes"].values(), *said["under_way"].values()]:
            each[1] = each[1] - 3600 if each[1] > now - 1800 else each[1]
        path.write_text(json.dumps(said), "utf-8")


def test_a_push_creates_and_a_second_writes_nothing(both: Both) -> None:
    told = both.values()
    assert len(told["created"]) == 3
    assert both.fake.writes == ["importPackage"]
    assert {*both.decks("*")} == {"T"}
    for _ in range(2):
        assert "nothing to push: Anki has 3 notes" in both.push().out
        assert both.fake.writes == []


def test_new_cards_come_in_the_order_of_the_sources(both: Both) -> None:
    pushed(both)
    both.write(CARDS.replace("## And", "## Who was between these two?\n\nIt was Eve.\n\n## And"))
    assert len(both.values()["created"]) == 1
    card = both.col.get_card(both.col.find_cards("between")[0])
    third = both.col.get_card(both.col.find_cards("third")[0])
    assert (card.due, third.due) == (3, 3)


def test_an_edit_arrives_and_only_it_is_imported(both: Both) -> None:
    pushed(both)
    first = both.note("first")
    both.write(CARDS.replace("Ann of old", "Anna of old"))
    told = both.values()
    assert [each["guid"] for each in told["updated"]] == [first.guid]
    assert told["created"] == []
    assert "Anna" in both.note("first").fields[1]
    assert both.fake.writes == ["importPackage"]
    assert both.push().out.startswith("nothing to push")


def test_an_edit_arrives_although_the_learner_tagged_the_note_since(both: Both) -> None:
    pushed(both)
    both.tag("first", "mine marked leech")
    both.write(CARDS.replace("Ann of old", "Anna of old").replace("#old", "#new"))
    assert len(both.values()["updated"]) == 1
    note = both.note("first")
    assert "Anna" in note.fields[1]
    assert {*note.tags} == {"mine", "marked", "leech", "new"}
    assert both.fake.writes == ["importPackage", "addTags", "addTags", "addTags"]
    assert both.push().out.startswith("nothing to push")
    assert both.fake.writes == []


def test_only_tags_need_no_package(both: Both) -> None:
    pushed(both)
    both.tag("first", "mine")
    both.write(CARDS.replace("#old", "#new"))
    assert "+new -old" in both.push().out
    assert {*both.note("first").tags} == {"mine", "new"}
    assert both.fake.writes == ["addTags", "removeTags"]
    assert both.push().out.startswith("nothing to push")


def test_a_tag_that_the_learner_took_off_stays_off(both: Both) -> None:
    pushed(both)
    both.col.tags.bulk_remove(both.col.find_notes("first"), "old")
    assert both.push().out.startswith("nothing to push")
    both.write(CARDS.replace("Ann of old", "Anna of old"))
    both.push()
    assert both.note("first").tags == []
    assert "Anna" in both.note("first").fields[1]


def test_what_a_learner_did_stays(both: Both) -> None:
    pushed(both)
    cards = both.col.find_cards("first")
    both.col.set_user_flag_for_cards(3, cards)
    both.col.sched.suspend_cards(cards)
    card = both.col.get_card(both.col.find_cards("second")[0])
    card.start_timer()
    scheduler = both.col.sched
    assert isinstance(scheduler, Scheduler)
    states = both.col._backend.get_scheduling_states(card.id)  # noqa: SLF001
    scheduler.answer_card(scheduler.build_answer(card=card, states=states, rating=CardAnswer.GOOD))
    basic = both.col.models.by_name("Basic")
    assert basic
    mine, deck = both.col.new_note(basic), both.col.decks.id("T")
    assert deck
    mine.fields = ["Who was the first of all?", "A note of the learner"]
    both.col.add_note(mine, deck)
    before = both.col.db.all("select * from cards order by id") if both.col.db else []
    log = both.col.db.all("select * from revlog") if both.col.db else []
    assert log
    both.write(CARDS.replace("Ann", "Anna").replace("Bob", "Bobby"))
    assert len(both.values()["updated"]) == 2
    assert both.col.db
    assert both.col.db.all("select * from cards order by id") == before
    assert both.col.db.all("select * from revlog") == log
    assert both.note('"A note of the learner"').fields == mine.fields


def test_the_options_of_decks_stay(both: Both) -> None:
    decks = both.col.decks
    default = decks.get_config(DeckConfigId(1))
    assert default
    default["new"]["perDay"] = 7
    decks.update_config(default)
    pushed(both)
    own = decks.add_config("Own")
    own["new"]["perDay"] = 3
    decks.update_config(own)
    deck = decks.by_name("T")
    assert deck
    deck["conf"], deck["desc"] = own["id"], "about it"
    decks.save(deck)
    both.write(CARDS.replace("Ann of", "Anna of") + "\n## A fourth one came there?\n\nYes, Eve.\n")
    told = both.values()
    assert (len(told["updated"]), len(told["created"])) == (1, 1)
    now = decks.by_name("T")
    assert now
    assert (now["conf"], now["desc"]) == (own["id"], "about it")
    configs = {each["name"]: each["new"]["perDay"] for each in decks.all_config()}
    assert configs == {"Default": 7, "Own": 3}


def test_a_text_edited_in_anki_is_left_and_said(both: Both) -> None:
    pushed(both)
    both.edit("first", lambda field: field.replace("Ann", "Anita"))
    ran = both.push()
    assert ran.status == 0
    assert "left       1 note: edited in Anki" in ran.out
    assert both.fake.writes == []
    both.write(CARDS.replace("Ann of", "Anna of"))
    ran = both.push()
    assert ran.status == 1
    assert "conflict   c/a.md:3:1: edited here and in Anki" in ran.out
    assert "Anita" in ran.out
    assert "Anna" in ran.out
    assert both.fake.writes == []
    assert both.push("--overwrite").status == 0
    assert "Anna" in both.note("first").fields[1]
    assert both.push().out.startswith("nothing to push")


def test_what_only_looks_the_same_is_no_edit(both: Both) -> None:
    pushed(both)
    both.edit("first", lambda field: field.replace("<p>It was", "<p>It&nbsp;was"))
    assert both.push().out.startswith("nothing to push")
    assert both.push().out.startswith("nothing to push")


def test_without_what_was_seen_a_text_that_no_build_had_is_a_conflict(both: Both) -> None:
    pushed(both)
    both.edit("first", lambda field: field.replace("Ann", "Anita"))
    for path in (both.folder.parent / "state").rglob("*.json"):
        path.unlink()
    ran = both.push()
    assert ran.status == 1
    assert "Anki has a text that no build had" in ran.out
    assert both.fake.writes == []


def test_a_package_that_was_imported_by_hand_is_known(both: Both) -> None:
    assert run(both.folder, "build").status == 0
    both.fake.do_importPackage(str(both.folder / "build" / "d.apkg"))
    assert both.push().out.startswith("nothing to push: Anki has 3 notes")
    assert both.fake.writes == []


def test_cards_move_with_their_file_but_not_those_that_the_learner_moved(both: Both) -> None:
    pushed(both)
    deck = both.col.decks.id("Mine")
    assert deck
    both.col.set_deck(both.col.find_cards("second"), deck)
    both.write(CARDS.replace("# T", "---\ndeck: Other\n---\n\n# T"))
    ran = both.push()
    assert "moved      2 notes" in ran.out
    assert "a card is in a deck that the learner chose" in ran.out
    assert both.decks("first OR third") == {"Other"}
    assert both.decks("second") == {"Mine"}
    assert both.fake.writes == ["changeDeck"]
    assert both.push().out.startswith("nothing to push")
    assert both.fake.writes == []


def test_a_card_in_a_filtered_deck_is_left_there_until_it_is_back(both: Both) -> None:
    pushed(both)
    filtered = both.col.decks.new_filtered("Cram")
    config = both.col.sched.get_or_create_filtered_deck(filtered)
    config.config.search_terms[0].search = "first"
    both.col.sched.add_or_update_filtered_deck(config)
    assert both.decks("first") == {"Cram"}
    both.write(CARDS.replace("# T", "---\ndeck: Other\n---\n\n# T"))
    assert "a card is in a filtered deck" in both.push().out
    assert both.decks("first") == {"Cram"}
    assert both.decks("second") == {"Other"}
    both.col.sched.empty_filtered_deck(filtered)
    assert both.decks("first") == {"T"}
    assert "moved      1 note" in both.push().out
    assert both.decks("first") == {"Other"}
    assert both.push().out.startswith("nothing to push")


def test_a_removed_note_gets_a_tag_and_loses_it_when_it_is_back(both: Both) -> None:
    pushed(both)
    gone = CARDS[: CARDS.index("## And")]
    both.write(gone)
    assert "retired    1 note: search `tag:obverse::retired`" in both.push().out
    assert both.note("third").tags == ["obverse::retired"]
    assert both.push().out.startswith("nothing to push")
    assert both.fake.writes == []
    both.write(CARDS)
    both.push()
    assert both.note("third").tags == []
    assert both.push().out.startswith("nothing to push")


def test_a_removed_note_is_deleted_only_if_asked(both: Both) -> None:
    pushed(both)
    both.write(CARDS[: CARDS.index("## And")])
    assert "deleted    1 note" in both.push("--delete").out
    assert both.fake.writes == ["deleteNotes"]
    assert both.col.find_notes("third") == []
    assert both.push("--delete").out.startswith("nothing to push")
    both.write(CARDS)
    assert len(both.values()["created"]) == 1
    assert both.col.find_notes("third")


def test_what_was_edited_in_anki_or_is_much_is_not_deleted(both: Both) -> None:
    pushed(both)
    both.write(CARDS[: CARDS.index("## Who was the second")])
    ran = both.push("--delete")
    assert ran.status == 2
    assert "would delete 2 of 3 notes" in ran.err
    assert both.fake.writes == []
    both.edit("second", lambda field: field.replace("Bob", "Bobby"))
    ran = both.push("--delete")
    assert "deleted    1 note" in ran.out
    assert "removed here, but edited in Anki" in ran.out
    assert both.col.find_notes("second")
    assert not both.col.find_notes("third")


def test_a_note_that_the_learner_deleted_is_not_made_again(both: Both) -> None:
    pushed(both)
    both.col.remove_notes(both.col.find_notes("first"))
    for _ in range(2):
        assert "left       1 note: deleted in Anki" in both.push().out
        assert both.fake.writes == []
    assert len(both.values("--overwrite")["created"]) == 1
    assert both.push().out.startswith("nothing to push")


def test_a_note_type_of_other_fields_is_left_alone(both: Both) -> None:
    pushed(both)
    note_type = both.col.models.by_name("Obverse")
    assert note_type
    both.col.models.add_field(note_type, both.col.models.new_field("More"))
    both.col.models.update_dict(note_type)
    both.write(CARDS.replace("Ann of", "Anna of"))
    ran = both.push()
    assert ran.status == 1
    assert "has other fields in Anki: `More`" in ran.out
    assert both.fake.writes == []


def test_looks_go_along_without_an_edit_once(both: Both) -> None:
    pushed(both)
    (both.folder / "s.css").write_text("i { color: blue }", "utf-8")
    let_a_tick_pass(both.folder)
    settings = 'name = "d"\ncontent = "c"\nstyle = "s.css"\n'
    (both.folder / "obverse.toml").write_text(settings, "utf-8")
    before = both.state()
    ran = both.push()
    assert "the note types look otherwise" in ran.out
    both.col.models._clear_cache()  # noqa: SLF001  # the engine's Python remembers what it gave
    note_type = both.col.models.by_name("Obverse")
    assert note_type
    assert "i { color: blue }" in note_type["css"]
    assert both.state() == before
    assert both.push().out.startswith("nothing to push")
    assert both.fake.writes == []


def test_media_come_along(both: Both) -> None:
    (both.folder / "c" / "p.png").write_bytes(PICTURE)
    both.write(CARDS.replace("It was Ann", "![x](p.png) It was Ann"))
    pushed(both)
    (stored,) = Path(both.col.media.dir()).glob("*.png")
    assert stored.name in both.note("first").fields[1]


def test_a_dry_run_writes_nothing_anywhere(both: Both) -> None:
    before = {path: path.read_bytes() for path in both.folder.rglob("*") if path.is_file()}
    ran = both.push("--dry-run")
    assert "created    3 notes" in ran.out
    assert "nothing was written" in ran.out
    assert both.fake.writes == []
    assert not [*(both.folder.parent / "state").rglob("*.json")]
    after = {path: path.read_bytes() for path in both.folder.rglob("*") if path.is_file()}
    assert {path: after.get(path) for path in before} == before
    assert not [*both.folder.rglob("*.lock")]


def test_an_open_editor_is_emptied_first(both: Both) -> None:
    pushed(both)
    both.fake.open_editor(both.note("first").id)
    both.write(CARDS.replace("Ann of", "Anna of"))
    assert both.push().status == 0
    both.fake.leave_editor()
    assert "Anna" in both.note("first").fields[1]


def test_what_does_not_arrive_is_an_error(both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    pushed(both)
    monkeypatch.setattr(both.fake, "do_importPackage", lambda path: bool(path))  # noqa: PLW0108
    both.write(CARDS.replace("Ann of", "Anna of") + "\n## A fourth one came there?\n\nYes, Eve.\n")
    ran = both.push()
    assert ran.status == 1
    assert "error      c/a.md:3:1: Anki still has another text" in ran.out
    assert "Anki did not take this new note" in ran.out
    monkeypatch.undo()
    monkeypatch.setenv("XDG_STATE_HOME", str(both.folder.parent / "state"))
    assert both.push().status == 0
    assert "Anna" in both.note("first").fields[1]


def test_a_note_whose_id_is_taken_is_found_by_its_guid(both: Both) -> None:
    both.push("--dry-run")
    assert run(both.folder, "build").status == 0
    lock = (both.folder / "c" / "obverse.lock").read_text("utf-8")
    number = int(next(line for line in lock.split("\n") if "first of all" in line).split("\t")[1])
    basic, deck = both.col.models.by_name("Basic"), both.col.decks.id("Mine")
    assert basic
    assert deck
    note = both.col.new_note(basic)
    note.fields = ["mine", "mine"]
    both.col.add_note(note, deck)
    assert both.col.db
    both.col.db.execute("update notes set id = ? where id = ?", number, note.id)
    both.col.db.execute("update cards set nid = ? where nid = ?", number, note.id)
    ran = both.push()
    assert ran.status == 0, ran.out
    assert both.col.get_note(number).fields == ["mine", "mine"]  # type: ignore[arg-type]
    both.write(CARDS.replace("Ann of", "Anna of"))
    assert len(both.values()["updated"]) == 1
    assert "Anna" in both.note("first").fields[1]
    assert both.col.get_note(number).fields == ["mine", "mine"]  # type: ignore[arg-type]


def test_a_note_that_has_the_id_of_a_deleted_one_is_left_alone(both: Both) -> None:
    pushed(both)
    for name in ("first", "third"):
        note = both.note(name)
        both.col.remove_notes([note.id])
        obverse = both.col.models.by_name("Obverse")
        assert obverse
        other, deck = both.col.new_note(obverse), both.col.decks.id("Other project")
        assert deck
        other.fields[:2] = [f"A note of another project {name}x?", "It is not ours."]
        both.col.add_note(other, deck)
        assert both.col.db
        both.col.db.execute("update notes set id = ? where id = ?", note.id, other.id)
        both.col.db.execute("update cards set nid = ? where nid = ?", note.id, other.id)
    both.write(CARDS[: CARDS.index("## And")].replace("Ann of", "Anna of"))
    for elsewhere in (False, True):
        both.fake.elsewhere = elsewhere
        told = both.values("--delete")
        assert (told["deleted"], told["retired"], told["updated"]) == ([], [], [])
        assert [each["reason"][:15] for each in told["left"]] == ["deleted in Anki"]
        assert {*both.fake.writes} <= {"deleteMediaFile"}  # of an export
    both.fake.elsewhere = False
    assert len(both.col.find_notes('"A note of another project*"')) == 2
    assert not both.col.find_notes("tag:obverse::*")


def test_another_profile_is_another_memory(both: Both) -> None:
    pushed(both)
    assert both.push("--profile", "Other").status == 2
    both.col.remove_notes(both.col.find_notes(""))
    assert len(both.values()["created"]) == 3


def test_without_the_add_on_the_way_is_said(both: Both) -> None:
    ran = run(both.folder, "push", "--anki", "http://127.0.0.1:9")
    assert ran.status == 2
    assert "a push needs AnkiConnect" in ran.err
    assert "2055492159" in ran.err
    assert "obverse build --open" in ran.err


def test_a_key_is_in_no_output(both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    both.fake.key = "very-secret"
    monkeypatch.setenv("OBVERSE_ANKI_KEY", "not-right-secret")
    ran = both.push()
    assert ran.status == 2
    assert "secret" not in ran.out + ran.err
    monkeypatch.setenv("OBVERSE_ANKI_KEY", "very-secret")
    ran = both.push("--format", "json")
    assert ran.status == 0
    files = (path for path in both.folder.parent.rglob("*") if path.is_file())
    assert "very-secret" not in ran.out + ran.err
    assert not any(b"very-secret" in path.read_bytes() for path in files)


def test_a_sync_goes_before_and_after(both: Both) -> None:
    assert "not logged in" in both.push("--sync").err
    both.fake.is_logged_in = True
    assert both.push("--sync").status == 0
    actions = [action for action, _ in both.fake.calls]
    assert actions.index("sync") < actions.index("importPackage")
    assert actions[-1] == "sync"


def test_a_project_with_errors_pushes_nothing(both: Both) -> None:
    both.write(CARDS.replace("It was Ann", "![x](none.png) It was Ann"))
    ran = both.push()
    assert ran.status == 2
    assert "nothing was pushed" in ran.err
    assert both.fake.writes == []


# Killed between any two steps.


def steps(monkeypatch: pytest.MonkeyPatch, kill_at: int) -> list[str]:
    """Have a push be killed before its step of that number; gives the steps that were done."""
    done: list[str] = []

    def step(name: str) -> None:
        if len(done) == kill_at:
            raise Killed
        done.append(name)

    tell, remember, lock = Client.tell, Memory.write, pushing._write_lock  # noqa: SLF001

    def told(self: Client, action: str, /, **params: object) -> object:
        step(action)
        return tell(self, action, **params)

    def remembered(self: Memory, *arguments: Any) -> None:  # noqa: ANN401
        step("memory")
        remember(self, *arguments)

    def locked(*arguments: Any) -> None:  # noqa: ANN401
        step("lock")
        lock(*arguments)

    monkeypatch.setattr(Client, "tell", told)
    monkeypatch.setattr(Memory, "write", remembered)
    monkeypatch.setattr(pushing, "_write_lock", locked)
    return done


START: Final = {"a.md": CARDS, "b.md": "# B\n\n## A card to go away?\n\nIt goes away now.\n"}
FIRST_EDIT: Final = {
    "a.md": "---\ndeck: Moved\n---\n\n"
    + CARDS.replace("Ann of old", "Anna of late").replace("#old", "#old #new")
    + "\n## A wholly new card appears?\n\nYes, it is the fourth.\n\n#fresh\n",
    "b.md": "# B\n",
}
SECOND_EDIT: Final = {
    "a.md": "---\ndeck: Moved::Further\n---\n\n"
    + CARDS.replace("Ann of old", "Annette of now")
    .replace("#old", "#old #newer")
    .replace("Bob", "Bobby")
    + "\n## A wholly new card appears?\n\nYes, it is the fourth indeed.\n",
    "b.md": "# B\n",
}


def prepared(both: Both) -> None:
    """A deck that was pushed, and what the learner did since."""
    for name, text in START.items():
        both.write(text, name)
    pushed(both)
    both.tag("first", "mine marked")
    both.col.tags.bulk_remove(both.col.find_notes("first"), "old")
    both.tag("second", "mine too")
    deck = both.col.decks.id("Chosen")
    assert deck
    both.col.set_deck(both.col.find_cards("third"), deck)
    both.col.set_user_flag_for_cards(2, both.col.find_cards("first"))
    long_ago(both)


def wanted(both: Both, edits: dict[str, str]) -> dict[str, object]:
    """What Anki has after a push that is not killed."""
    for name, text in edits.items():
        both.write(text, name)
    ran = both.push()
    assert ran.status == 0, ran.out + ran.err
    return both.state()


def by_question(state: dict[str, object]) -> dict[str, object]:
    """The same by question, for the guids of new notes depend on when they were made."""
    return {str(value[0][0]): value for value in state.values()}  # type: ignore[index]


def opened(folder: Path, monkeypatch: pytest.MonkeyPatch, play: Callable[[Both], None]) -> None:
    """Play with a fresh Anki, project and memory, after what both did before."""
    monkeypatch.setenv("XDG_STATE_HOME", str(folder / "state"))
    with Desk(folder / "anki") as desk:
        fake = FakeAnki(desk.col)
        with listening(fake) as url:
            both = Both(folder / "project", desk.col, url, fake)
            both.folder.mkdir()
            (both.folder / "obverse.toml").write_text('name = "d"\ncontent = "c"\n', "utf-8")
            prepared(both)
            play(both)


@pytest.mark.parametrize("is_edited", [False, True])
@pytest.mark.parametrize("is_known", [True, False])
def test_a_push_that_is_killed_is_finished_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_edited: bool, is_known: bool
) -> None:
    edits = SECOND_EDIT if is_edited else FIRST_EDIT
    aim, seen, kill_at = dict[str, object](), set[str](), 0

    def forget(both: Both) -> None:
        if not is_known:  # as if the package had been imported by hand
            for path in (both.folder.parent / "state").rglob("*.json"):
                path.unlink()

    def play_through(both: Both) -> None:
        forget(both)
        aim.update(by_question(wanted(both, edits)))

    def play_killed(both: Both) -> None:
        forget(both)
        for name, text in FIRST_EDIT.items():
            both.write(text, name)
        with monkeypatch.context() as patch:
            done = steps(patch, kill_at)
            is_killed = both.push().status == 130
        seen.update(done if is_killed else [*done, "all"])
        long_ago(both)
        assert by_question(wanted(both, edits)) == aim, (kill_at, done)
        assert "nothing to push" in both.push().out, (kill_at, done)
        assert both.fake.writes == []
        assert len(both.col.find_cards("flag:2 first")) == 1
        assert {*both.note("first").tags} >= {"mine", "marked"}
        assert "old" not in both.note("first").tags or not is_known
        assert both.decks("third") == {"Chosen"}

    opened(tmp_path / "through", monkeypatch, play_through)
    assert len(aim) == 5
    while "all" not in seen:
        opened(tmp_path / f"{kill_at}", monkeypatch, play_killed)
        kill_at += 1
    assert seen >= {"memory", "lock", "importPackage", "changeDeck", "addTags"}
    assert ("removeTags" in seen) is is_known
    assert seen - {"memory", "lock", "all"} <= WRITES


# Both ways.


def test_an_edit_in_anki_is_pulled_from_the_open_anki_and_not_pushed_back(both: Both) -> None:
    pushed(both)
    both.edit("first", lambda field: field.replace("Ann of", "Anita of"))
    ran = both.pull()
    assert ran.status == 0, ran.err
    assert "1 note brought into the Markdown" in ran.out
    assert "Anita of old" in (both.folder / "c" / "a.md").read_text("utf-8")
    assert both.fake.writes == []
    assert both.push().out.startswith("nothing to push")
    assert both.fake.writes == []
    for _ in range(2):
        assert both.pull().out == "nothing has changed in Anki\n"


def test_an_edit_after_a_push_is_known_as_one_of_anki_alone(both: Both) -> None:
    pushed(both)
    both.write(CARDS.replace("Ann of", "Anna of"))
    assert both.push().status == 0
    both.edit("first", lambda field: field.replace("Anna of", "Anita of"))
    assert both.pull().status == 0
    assert "Anita of old" in (both.folder / "c" / "a.md").read_text("utf-8")


def test_what_both_edited_is_a_conflict_both_ways(both: Both) -> None:
    pushed(both)
    both.edit("first", lambda field: field.replace("Ann of", "Anita of"))
    both.write(CARDS.replace("Ann of", "Anna of"))
    for ran in (both.push(), both.pull(), both.push()):
        assert ran.status == 1
        assert "conflict   c/a.md:3:1" in ran.out
        assert "Anita" in ran.out
        assert "Anna" in ran.out
    assert "Anita" in both.note("first").fields[1]
    assert "Anna of" in (both.folder / "c" / "a.md").read_text("utf-8")


def test_a_second_pull_of_nothing_builds_nothing(
    both: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    pushed(both)
    assert both.pull().out == "nothing has changed in Anki\n"

    def never(*_: object) -> None:
        raise AssertionError

    with monkeypatch.context() as patch:
        patch.setattr("obverse.commands.pull.dry_build", never)
        assert both.pull().out == "nothing has changed in Anki\n"
    both.edit("second", lambda field: field.replace("Bob", "Bobby"))
    assert "1 note brought" in both.pull().out


def test_an_anki_elsewhere_is_read_by_exports(both: Both) -> None:
    both.write("# Other\n\n## What is in another deck here?\n\nThis one is.\n", "b.md")
    both.fake.elsewhere = True
    pushed(both)
    assert len(both.col.find_notes("")) == 4
    both.tag("another", "marked")
    both.edit("first", lambda field: field.replace("Ann of", "Anita of"))
    ran = both.pull("--tags")
    assert ran.status == 0, ran.err
    assert "Anita of old" in (both.folder / "c" / "a.md").read_text("utf-8")
    assert "marked" not in (both.folder / "c" / "b.md").read_text("utf-8")
    both.fake.elsewhere = False


def test_a_pull_without_anki_names_the_other_way(both: Both) -> None:
    pushed(both)
    ran = run(both.folder, "pull", "--anki", "http://127.0.0.1:9")
    assert ran.status == 2
    assert "does not answer" in ran.err
    assert "obverse pull --collection FILE" in ran.err
