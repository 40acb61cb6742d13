"""With the real desktop and the real add-on, where they are to be had: both ways once."""

import os
from pathlib import Path

import pytest

from obverse.anki_connect.address import anki_address
from obverse.anki_connect.open_anki import open_anki
from shell import let_a_tick_pass, run
from test_push import CARDS

URL = os.environ.get("OBVERSE_TEST_ANKI", "")


@pytest.mark.skipif(
    not URL, reason="OBVERSE_TEST_ANKI does not name a real AnkiConnect, whose profile may change"
)
def test_both_ways_with_the_real_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("OBVERSE_ANKI_URL", URL)
    folder, anki = tmp_path / "project", open_anki(anki_address())
    (folder / "c").mkdir(parents=True)
    (folder / "obverse.toml").write_text('name = "d"\ncontent = "c"\n', "utf-8")
    source = folder / "c" / "a.md"

    def pushed(text: str) -> str:
        let_a_tick_pass(folder)
        source.write_text(text, "utf-8")
        ran = run(folder, "push")
        assert ran.status == 0, ran.out + ran.err
        return ran.out

    try:
        assert "created    3 notes" in pushed(CARDS)
        assert "nothing to push: Anki has 3 notes" in pushed(CARDS)
        (first,) = anki.find_notes('"first of all"')
        anki.add_tag([first], "learner")
        deck = "---\ndeck: Moved\n---\n\n"
        said = pushed(deck + CARDS.replace("Ann of", "Anna of").replace("#old", "#new"))
        assert "updated    1 note" in said
        assert "moved      3 notes" in said
        note = anki.notes([first])[first]
        assert "Anna of old" in note.fields[1]
        assert {*note.tags} == {"learner", "new"}
        assert {*anki.decks_of(note.cards).values()} == {"Moved"}
        assert run(folder, "pull").out.startswith("left       c/a.md")
        name = anki.field_names(note.note_type)[1]
        edited = {"id": first, "fields": {name: note.fields[1].replace("Anna of", "Anita of")}}
        anki.client.tell("updateNoteFields", note=edited)
        assert "1 note brought into the Markdown" in run(folder, "pull").out
        assert "Anita of old" in source.read_text("utf-8")
        assert "nothing to push" in run(folder, "push").out
        assert '"same": 3' in run(folder, "status", "--format", "json").out
    finally:
        anki.delete_notes(anki.find_notes('deck:Moved "note:Obverse"'))
        anki.delete_notes(anki.find_notes('deck:T "note:Obverse"'))
