"""The stand-in has each trap of the real AnkiConnect, and the client minds them."""

import json
import os
import socket
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread
from typing import Any, Final
from zipfile import ZipFile

import pytest
from anki.collection import Collection

from anki_connect import PROFILE, FakeAnki, listening
from engine import Desk
from obverse.anki_connect.address import AnkiAddress, Key, anki_address
from obverse.anki_connect.client import MOST_BYTES, AnkiSaysError, Client, NoAnkiError
from obverse.anki_connect.open_anki import OpenAnki, open_anki
from obverse.errors import ObverseError
from obverse.exchange.running.carry import carry_in, carry_out
from obverse.project import own_folder
from obverse.project.own_folder import own_folder as folder_of_settings
from shell import let_a_tick_pass, run, write

CARDS: Final = (
    "# T\n\n## Who was first of all?\n\nIt was the First.\n\n#a\n\n"
    "## Who was second then?\n\nThat was a Second.\n\n## And the third one?\n\nNo Third at all.\n"
)
ANSWERS: Final = Path(__file__).with_name("anki_connect_answers.json")


@pytest.fixture(name="package")
def _package(tmp_path: Path) -> Path:
    """A package with three notes."""
    return built(tmp_path / "project", CARDS, 1_700_000_000)


@pytest.fixture(name="col")
def _col(tmp_path: Path) -> Iterator[Collection]:
    with Desk(tmp_path / "anki") as desk:
        yield desk.col


@pytest.fixture(name="fake")
def _fake(col: Collection) -> FakeAnki:
    return FakeAnki(col)


@pytest.fixture(name="anki")
def _anki(fake: FakeAnki) -> Iterator[OpenAnki]:
    with listening(fake) as url:
        yield open_anki(anki_address(url))


def built(folder: Path, cards: str, at: int) -> Path:
    """The package of these cards, as of that time."""
    write(folder / "content", a=cards)
    (folder / "obverse.toml").write_text('name = "d"\n', encoding="utf-8")
    let_a_tick_pass(folder)
    ran = run(folder, "build", SOURCE_DATE_EPOCH=str(at))
    assert ran.status == 0, ran.err
    return folder / "build" / "d.apkg"


def all_notes(anki: OpenAnki) -> list[int]:
    return anki.find_notes("")


# The traps, by their numbers in what was measured.


def test_1_an_import_tells_nothing_of_what_it_skips(anki: OpenAnki, package: Path) -> None:
    for _ in range(2):
        assert anki.client.tell("importPackage", path=str(package)) is True
    assert len(all_notes(anki)) == 3


def test_1_an_import_leaves_its_options_switched_on(
    anki: OpenAnki, package: Path, col: Collection
) -> None:
    anki.import_package(str(package))
    now = col._backend.get_import_anki_package_presets()  # noqa: SLF001  # what the dialog reads
    assert (now.merge_notetypes, now.with_scheduling, now.with_deck_configs) == (True, True, True)


def test_2_a_package_with_a_field_more_is_merged_in_without_its_texts(
    anki: OpenAnki, package: Path, tmp_path: Path
) -> None:
    anki.import_package(str(package))
    with ZipFile(package) as archive:
        raw = archive.read("collection.anki2")
    file = tmp_path / "more.anki2"
    file.write_bytes(raw)
    with sqlite3.connect(file) as connection:
        (models,) = connection.execute("select models from col").fetchone()
        made = json.loads(models)
        for each in made.values():
            each["flds"].append({**each["flds"][-1], "name": "More", "id": 77, "ord": 99})
            for at, field in enumerate(each["flds"]):
                field["ord"] = at
            each["mod"] += 1_000
        connection.execute("update col set models = ?", (json.dumps(made),))
        connection.execute("update notes set flds = flds || char(31) || 'more', mod = mod + 1000")
    connection.close()
    other = tmp_path / "more.apkg"
    with ZipFile(other, "w") as archive:
        archive.writestr("collection.anki2", file.read_bytes())
        archive.writestr("media", "{}")
    assert anki.client.tell("importPackage", path=str(other)) is True
    note = next(iter(anki.notes(all_notes(anki)).values()))
    assert "More" in anki.field_names(note.note_type)
    assert "more" not in note.fields


def test_3_a_note_that_is_newer_in_anki_is_skipped_for_good(
    anki: OpenAnki, package: Path, tmp_path: Path
) -> None:
    anki.import_package(str(package))
    ids = all_notes(anki)
    anki.add_tag(ids, "learner")
    later = built(tmp_path / "project", CARDS.replace("First", "Other"), 1_700_100_000)
    anki.import_package(str(later))
    assert not any("Other" in note.fields[1] for note in anki.notes(ids).values())


def test_4_an_update_replaces_all_tags(anki: OpenAnki, package: Path, tmp_path: Path) -> None:
    anki.import_package(str(package))
    ids = all_notes(anki)
    anki.add_tag(ids, "learner")
    far = int(time.time()) + 1_000
    anki.import_package(str(built(tmp_path / "project", CARDS.replace("First", "Other"), far)))
    tags = {note.fields[0]: note.tags for note in anki.notes(ids).values()}
    assert sorted(tags.values()) == [("a",), ("learner",), ("learner",)]


def test_4_an_export_without_scheduling_drops_two_tags(
    anki: OpenAnki, package: Path, tmp_path: Path
) -> None:
    anki.import_package(str(package))
    for tag in ("marked", "leech"):
        anki.add_tag(all_notes(anki), tag)
    found = {}
    for is_whole in (False, True):
        path = tmp_path / f"{is_whole}.apkg"
        anki.client.tell("exportPackage", deck="T", path=str(path), includeSched=is_whole)
        found[is_whole] = _rows(path, "collection.anki21", "select tags from notes")
    assert "marked" not in str(found[False])
    assert "marked" in str(found[True])
    assert {"marked", "leech"} <= {*anki.notes(all_notes(anki)).popitem()[1].tags}


def test_5_an_export_has_its_notes_in_the_newer_of_two_collections(
    anki: OpenAnki, package: Path, tmp_path: Path
) -> None:
    anki.import_package(str(package))
    path = tmp_path / "out.apkg"
    assert anki.export_deck("T", str(path))
    assert len(_rows(path, "collection.anki21", "select id from notes")) == 3
    assert len(_rows(path, "collection.anki2", "select id from notes")) == 1
    assert not anki.export_deck("Unknown", str(tmp_path / "no.apkg"))
    assert carry_out(anki, "Unknown") == b""


def test_5_a_small_package_goes_through_the_media_folder_of_another_machine(
    anki: OpenAnki, fake: FakeAnki, package: Path
) -> None:
    fake.elsewhere = True
    there = open_anki(anki.address)
    assert not there.is_here
    with pytest.raises(AnkiSaysError, match="No such file"):
        there.import_package(str(package))
    carry_in(there, lambda stream: stream.write(package.read_bytes()))
    assert len(all_notes(there)) == 3
    assert not [*Path(fake.col.media.dir()).glob("*.apkg")]
    assert carry_out(there, "T").startswith(b"PK")
    assert not [*Path(fake.col.media.dir()).glob("*.apkg")]
    with pytest.raises(ObverseError, match="does not see the files of this machine"):
        carry_in(there, lambda stream: stream.write(bytes(MOST_BYTES)))


def test_5_where_anki_sees_only_its_own_folder_the_package_goes_there(
    anki: OpenAnki, fake: FakeAnki, package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = Path(fake.col.media.dir()).parent
    seen = fake.seen

    def only_its_own(path: str) -> Path:
        if not Path(path).is_relative_to(own):
            raise ValueError(f"Failed to open '{path}': No such file or directory (os error 2)")
        return seen(path)

    monkeypatch.setattr(fake, "seen", only_its_own)
    carry_in(anki, lambda stream: stream.write(package.read_bytes()))
    assert len(all_notes(anki)) == 3
    assert carry_out(anki, "T").startswith(b"PK")
    assert not [*own.glob("*.apkg")]


def test_6_no_body_is_large(anki: OpenAnki, fake: FakeAnki) -> None:
    ids = [*range(1_700_000_000_000, 1_700_000_100_000)]
    assert anki.times(ids) == {}
    assert fake.longest < 30_000
    with pytest.raises(ValueError, match="a body of"):
        anki.client.ask("findNotes", query="x" * MOST_BYTES)


def test_7_each_call_has_a_connection_of_its_own_and_only_reads_are_tried_again(
    anki: OpenAnki, fake: FakeAnki
) -> None:
    fake.breaks = 2
    assert anki.find_notes("") == []
    fake.breaks = 1
    with pytest.raises(ObverseError, match="the connection to Anki was lost") as raised:
        anki.sync()
    assert "run the same again" in str(raised.value.hint)
    assert "sync" not in fake.writes


def test_7_errors_come_with_status_200_and_unknown_names_pass_in_silence(
    anki: OpenAnki, package: Path
) -> None:
    anki.import_package(str(package))
    with pytest.raises(AnkiSaysError, match="does not know `nothing`"):
        anki.client.ask("nothing")
    note_id = all_notes(anki)[0]
    was = anki.times([note_id])[note_id]
    anki.client.tell("updateNoteFields", note={"id": note_id, "fields": {"No such": "x"}})
    assert anki.times([note_id])[note_id] > was
    assert anki.notes([1]) == {}
    assert anki.times([1]) == {}


def test_8_an_open_editor_writes_its_text_back_but_not_over_an_import(
    anki: OpenAnki, fake: FakeAnki, package: Path, tmp_path: Path
) -> None:
    anki.import_package(str(package))
    note_id = min(all_notes(anki))
    fake.open_editor(note_id)
    assert anki.selected_notes() == [note_id]
    field = anki.field_names(anki.notes([note_id])[note_id].note_type)[1]
    old = anki.notes([note_id])[note_id].fields
    anki.client.tell("updateNoteFields", note={"id": note_id, "fields": {field: "lost"}})
    assert anki.notes([note_id])[note_id].fields == old
    far = int(time.time()) + 1_000
    cards = CARDS.replace("First", "Other").replace("Second", "Other").replace("Third", "Other")
    anki.import_package(str(built(tmp_path / "project", cards, far)))
    assert "Other" in anki.notes([note_id])[note_id].fields[1]
    fake.leave_editor()
    assert anki.notes([note_id])[note_id].fields == old
    anki.empty_editor()
    assert anki.selected_notes() == []


def test_9_without_a_profile_only_some_calls_answer(anki: OpenAnki, fake: FakeAnki) -> None:
    fake.is_open = False
    assert anki.client.ask("version") == 6
    assert anki.client.ask("getActiveProfile") == PROFILE
    with pytest.raises(ObverseError, match="Anki has no profile open"):
        open_anki(anki.address)


def test_10_a_filtered_deck_is_named_and_a_move_empties_it(
    anki: OpenAnki, package: Path, col: Collection
) -> None:
    anki.import_package(str(package))
    filtered = col.decks.new_filtered("Cram")
    cards = anki.find_cards("deck:T")
    col.sched.rebuild_filtered_deck(filtered)
    config = col.sched.get_or_create_filtered_deck(filtered)
    config.config.search_terms[0].search = "deck:T"
    col.sched.add_or_update_filtered_deck(config)
    assert {*anki.decks_of(cards).values()} == {"Cram"}
    assert anki.filtered_cards() == {*cards}
    anki.change_deck(cards[:1], "New::Deck")
    assert anki.filtered_cards() == {*cards[1:]}
    assert "New::Deck" in anki.client.ask("deckNames")
    assert "T" in anki.client.ask("deckNames")


def test_10_deleting_a_deck_takes_its_cards(anki: OpenAnki, package: Path) -> None:
    anki.import_package(str(package))
    anki.client.tell("deleteDecks", decks=["T"], cardsToo=True)
    assert all_notes(anki) == []


def test_11_remove_empty_notes_removes_note_types(anki: OpenAnki) -> None:
    before = anki.note_types()
    anki.client.tell("removeEmptyNotes")
    assert len(anki.note_types()) < len(before)
    with pytest.raises(AnkiSaysError):
        anki.client.ask("executeSql")


def test_11_setting_the_css_makes_that_of_the_next_package_older(
    anki: OpenAnki, package: Path, tmp_path: Path
) -> None:
    anki.import_package(str(package))
    name = next(iter(anki.notes(all_notes(anki)).values())).note_type
    anki.client.tell("updateModelStyling", model={"name": name, "css": "b { color: red }"})
    (tmp_path / "project" / "s.css").write_text("i { color: blue }", encoding="utf-8")
    (tmp_path / "project" / "obverse.toml").write_text('name = "d"\nstyle = "s.css"\n', "utf-8")
    ran = run(tmp_path / "project", "build", SOURCE_DATE_EPOCH="1700100000")
    assert ran.status == 0
    anki.import_package(str(package))
    assert anki.looks(name)[0] == "b { color: red }"


def test_12_a_sync_without_a_login_is_an_error(anki: OpenAnki, fake: FakeAnki) -> None:
    with pytest.raises(ObverseError, match="not logged in"):
        anki.sync()
    fake.is_logged_in = True
    anki.sync()


def test_13_a_key_is_sent_and_never_shown(fake: FakeAnki, monkeypatch: pytest.MonkeyPatch) -> None:
    fake.key = "secret-key"
    with listening(fake) as url:
        with pytest.raises(ObverseError, match="asks for a key") as raised:
            open_anki(anki_address(url))
        assert "config.toml" in str(raised.value.hint)
        monkeypatch.setenv("OBVERSE_ANKI_KEY", "wrong-key")
        with pytest.raises(ObverseError) as raised:
            open_anki(anki_address(url))
        assert "wrong-key" not in f"{raised.value}{raised.value.hint}"
        monkeypatch.setenv("OBVERSE_ANKI_KEY", "secret-key")
        address = anki_address(url)
        assert open_anki(address).profile == PROFILE
        assert "secret-key" not in repr(address)
        assert Client(address).ask("requestPermission")["requireApikey"] is True


def test_13_a_call_with_an_origin_is_refused(anki: OpenAnki, fake: FakeAnki) -> None:
    origin = {"Origin": "https://example.org"}
    assert said(anki.address, b'{"action": "version"}', origin)[0] == 403
    assert ("version", {}) not in fake.calls[4:]


def said(address: AnkiAddress, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
    """The status and the bytes that come back."""
    with closing(HTTPConnection(address.host, address.port)) as connection:
        connection.request("POST", "/", body, dict(headers))
        with connection.getresponse() as answer:
            return answer.status, answer.read()


def test_14_an_import_is_taken_back_with_one_undo(
    anki: OpenAnki, package: Path, col: Collection
) -> None:
    anki.import_package(str(package))
    assert col.undo_status().undo == "Import"
    col.undo()
    assert all_notes(anki) == []


def test_15_a_note_whose_id_is_taken_gets_another(
    anki: OpenAnki, package: Path, col: Collection
) -> None:
    (taken,) = _rows(package, "collection.anki2", "select min(id) from notes")[0]
    basic = col.models.by_name("Basic")
    assert basic
    note, deck = col.new_note(basic), col.decks.id("Mine")
    assert deck
    note.fields = ["mine", "mine"]
    col.add_note(note, deck)
    assert col.db
    col.db.execute("update notes set id = ? where id = ?", taken, note.id)
    col.db.execute("update cards set nid = ? where nid = ?", taken, note.id)
    anki.import_package(str(package))
    assert anki.notes([taken])[taken].fields == ("mine", "mine")
    assert len(all_notes(anki)) == 4


def _rows(package: Path, member: str, query: str) -> list[Any]:
    with ZipFile(package) as archive:
        connection = sqlite3.connect(":memory:")
        connection.deserialize(archive.read(member))
        found = connection.execute(query).fetchall()
        connection.close()
        return found


# The address.


def test_the_address_is_this_machine_unless_the_user_says_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert anki_address() == AnkiAddress("127.0.0.1", 8765)
    settings = tmp_path / "obverse" / "config.toml"
    settings.parent.mkdir()
    settings.write_text('[anki]\nurl = "http://desk:1"\nkey = "k"\nprofile = "P"\n', "utf-8")
    assert anki_address() == AnkiAddress("desk", 1, Key("k"), "P")
    monkeypatch.setenv("OBVERSE_ANKI_URL", "http://[::1]:2/")
    assert anki_address() == AnkiAddress("::1", 2, Key("k"), "P")
    assert anki_address("http://localhost", "Q") == AnkiAddress("localhost", 8765, Key("k"), "Q")
    assert folder_of_settings() == settings.parent
    assert own_folder.own_settings()["anki"]["profile"] == "P"


@pytest.mark.parametrize(
    ("url", "is_loopback"),
    [
        ("http://127.0.0.1:1", True),
        ("http://127.9.9.9:1", True),
        ("http://[::1]", True),
        ("http://localhost", True),
        ("http://192.168.1.2", False),
        ("http://localhost.example.org", False),
    ],
)
def test_what_is_this_machine(url: str, *, is_loopback: bool) -> None:
    assert anki_address(url).is_loopback is is_loopback


@pytest.mark.parametrize(
    "url", ["ftp://x", "127.0.0.1:8765", "http://", "http://u:p@x", "http://x/p", "http://x:y"]
)
def test_what_is_no_address_is_refused_and_not_shown(url: str) -> None:
    with pytest.raises(ObverseError, match="is not one") as raised:
        anki_address(url)
    assert "u:p" not in f"{raised.value}{raised.value.hint}"


@pytest.mark.parametrize("written", ["anki = 1\n", "[anki]\nkey = 1\n", "[anki\n"])
def test_settings_that_cannot_be_used_are_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "obverse").mkdir()
    (tmp_path / "obverse" / "config.toml").write_text(written, "utf-8")
    with pytest.raises(ObverseError, match=r"config\.toml"):
        anki_address()


def test_a_project_says_nothing_of_the_address(tmp_path: Path) -> None:
    write(tmp_path / "content", a=CARDS)
    (tmp_path / "obverse.toml").write_text('[anki]\nurl = "http://evil:1"\n', encoding="utf-8")
    (tmp_path / "config.toml").write_text('[anki]\nurl = "http://evil:1"\n', encoding="utf-8")
    assert anki_address().host == "127.0.0.1"


def test_nothing_that_listens_is_said_with_the_add_on() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(NoAnkiError, match="does not answer") as raised:
        open_anki(AnkiAddress(port=port))
    assert "2055492159" in str(raised.value.hint)


@pytest.mark.parametrize("said", [b"no JSON", b"[]", b'{"result": 1}', b"\xff", b"[" * 100_000])
def test_what_is_not_anki_connect_is_said(said: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            client, _ = server.accept()
            client.recv(65_536)
            head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(said)}\r\n\r\n"
            client.sendall(head.encode() + said)
            client.close()

        thread = Thread(target=answer, daemon=True)
        thread.start()
        with pytest.raises(ObverseError, match="is not AnkiConnect"):
            open_anki(AnkiAddress(port=server.getsockname()[1]))
        thread.join()


@pytest.mark.parametrize(
    ("action", "odd"),
    [
        ("deckNames", None),
        ("findNotes", {"a": 1}),
        ("findCards", "x"),
        ("notesModTime", [{"noteId": 1}]),
        ("notesInfo", [{"noteId": 1, "fields": []}]),
        ("getDecks", [1]),
        ("modelNamesAndIds", {"A": None}),
        ("modelFieldNames", 1),
        ("modelStyling", {}),
        ("guiSelectedNotes", None),
    ],
)
def test_an_answer_of_another_form_is_said(
    anki: OpenAnki, fake: FakeAnki, action: str, odd: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fake, f"do_{action}", lambda **_: odd)
    calls: dict[str, Callable[[], object]] = {
        "deckNames": lambda: open_anki(anki.address),
        "findNotes": lambda: anki.find_notes(""),
        "findCards": lambda: anki.find_cards(""),
        "notesModTime": lambda: anki.times([1]),
        "notesInfo": lambda: anki.notes([1]),
        "getDecks": lambda: anki.decks_of([1]),
        "modelNamesAndIds": anki.note_types,
        "modelFieldNames": lambda: anki.field_names("A"),
        "modelStyling": lambda: anki.looks("A"),
        "guiSelectedNotes": anki.selected_notes,
    }
    with pytest.raises(ObverseError, match="is not AnkiConnect"):
        calls[action]()


def test_what_a_stranger_says_steers_no_terminal(fake: FakeAnki) -> None:
    fake.name = "a\x1b[31mb\nc"
    with listening(fake) as url, pytest.raises(ObverseError) as raised:
        open_anki(anki_address(url, "Other"))
    assert "\x1b" not in raised.value.message
    assert "\n" not in raised.value.message


def test_the_profile_that_is_meant_has_to_be_open(anki: OpenAnki) -> None:
    with pytest.raises(ObverseError, match="has the profile `User 1` open, not `Other`"):
        open_anki(anki.address._replace(profile="Other"))


# What the real one answered.


def asked(url: str, package: Path) -> Iterator[tuple[str, object]]:
    """Calls and answers on a fresh profile; ids, times and paths are left out."""
    note_ids: list[int] = []
    cards: list[int] = []
    calls: list[tuple[str, dict[str, Any]]] = [
        ("version", {}),
        ("deckNames", {}),
        ("importPackage", {"path": "/nonexistent/x.apkg"}),
        ("importPackage", {"path": str(Path(__file__))}),
        ("importPackage", {"path": str(package)}),
        ("deckNames", {}),
        ("findNotes", {"query": ""}),
        ("notesInfo", {"notes": note_ids}),
        ("notesModTime", {"notes": note_ids}),
        ("notesModTime", {"notes": [1]}),
        ("notesInfo", {"notes": [1]}),
        ("findCards", {"query": "deck:filtered"}),
        ("findCards", {"query": ""}),
        ("getDecks", {"cards": cards}),
        ("addTags", {"notes": note_ids, "tags": "x"}),
        ("removeTags", {"notes": note_ids, "tags": "nothing"}),
        ("changeDeck", {"cards": cards, "deck": "Elsewhere"}),
        ("getDecks", {"cards": cards}),
        ("exportPackage", {"deck": "Unknown", "path": "/nonexistent/y.apkg"}),
        ("guiSelectedNotes", {}),
        ("modelFieldNames", {"modelName": "Obverse"}),
        ("modelFieldNames", {"modelName": "Unknown"}),
        ("modelStyling", {"modelName": "Basic"}),
        ("modelTemplates", {"modelName": "Basic"}),
        ("sync", {}),
        ("nothing", {}),
        ("requestPermission", {}),
        ("deleteNotes", {"notes": note_ids}),
        ("findNotes", {"query": ""}),
        ("getDecks", {"cards": [1]}),
    ]
    for action, params in calls:
        body = json.dumps({"action": action, "version": 6, "params": params}).encode()
        told = json.loads(said(anki_address(url), body, {})[1])
        if action == "findNotes" and told["result"]:
            note_ids[:] = told["result"]
        if action == "findCards" and told["result"]:
            cards[:] = told["result"]
        yield action, _form(told)


def _form(told: object) -> object:
    """An answer without what is another each time."""
    if isinstance(told, dict):
        return {
            key: "…" if key in {"profile", "css", "Front", "Back"} else _form(value)
            for key, value in told.items()
        }
    if isinstance(told, list):
        return [*map(_form, told)]
    if isinstance(told, str) and "/.tmp" in told:
        return told.partition(" at path")[0]
    return 0 if isinstance(told, int) and told > 1_000_000 else told


def test_the_stand_in_answers_as_the_real_one_did(fake: FakeAnki, package: Path) -> None:
    recorded = json.loads(ANSWERS.read_text("utf-8"))
    with listening(fake) as url:
        answers = [[action, told] for action, told in asked(url, package)]
    assert answers == recorded


def test_the_real_one_answers_as_it_did(package: Path) -> None:
    url = os.environ.get("OBVERSE_TEST_ANKI", "")
    if not url:
        pytest.skip("OBVERSE_TEST_ANKI does not name a real AnkiConnect with an empty profile")
    answers = [[action, told] for action, told in asked(url, package)]
    if os.environ.get("OBVERSE_TEST_RECORD"):
        ANSWERS.write_text(json.dumps(answers, indent=1, ensure_ascii=False) + "\n", "utf-8")
    assert answers == json.loads(ANSWERS.read_text("utf-8"))
