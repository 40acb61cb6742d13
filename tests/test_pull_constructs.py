"""Every construct, edited as Anki's editor does, comes back or is refused with a reason."""

import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import pytest

from engine import Desk
from obverse.exchange.pull.three_ways import as_seen
from projects import PICTURE, built
from pull_constructs import EDITS, WORD, construct_files
from shell import run
from test_pull import Both, edit_note

_FILES = {"paste-1.png": PICTURE + b"1", "rec-1.mp3": b"ID3" + bytes(40)}
_STORED = re.compile(r"(paste-1|rec-1)-[0-9a-f]{12}")
_CELLS = {"row", "further column", "csv", "csv of others"}
_LINES = {"inline", "inline tight"}
_FOOTNOTES = {"footnote", "inline footnote", "in a footnote"}
# What cannot be said in the Markdown of that card; all else comes back.
REFUSED: Final[Mapping[str, set[str]]] = {
    "div": {
        *(_CELLS | _LINES | _FOOTNOTES),
        *("choice", "marked paragraph", "question mark"),
    },
    "item": {"list card", "choice", "choice with more", *_FOOTNOTES},
    "list": {
        *(_CELLS | _LINES | _FOOTNOTES),
        *("first column", "list card", "choice"),
    },
}


@pytest.fixture(name="published", scope="module")
def _published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A project with all constructs, and a collection that has it."""
    folder = tmp_path_factory.mktemp("constructs")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OBVERSE_ALLOW", "1")
        Both(folder, construct_files()[1]).publish()
        yield folder


@pytest.mark.parametrize("edit", EDITS)
def test_each_construct_comes_back_beside_untouched_neighbours(
    published: Path, tmp_path: Path, edit: str
) -> None:
    shutil.copytree(published, tmp_path / "both")
    named, files = construct_files()
    both = Both(tmp_path / "both", {"obverse.toml": files["obverse.toml"]})
    before = built(both.project)
    starts = {each.after.guid: each.note.place for each in before.identity.notes}
    theirs = _edited(both, edit)
    assert len(theirs) >= 14
    told = both.values()
    assert told["conflicts"] == []
    done = {each["guid"] for each in told["edited"]}
    refused = {each["guid"]: each for each in told["refused"]}
    # A word that is bold already is not edited by making it bold.
    assert len(theirs.keys() - done - refused.keys()) <= (edit == "bold")
    names = {path: name for name, path in named.items()}
    assert {names[starts[guid].path] for guid in refused} == REFUSED.get(edit, set())
    for each in refused.values():
        assert each["reason"] not in ("", "no change of the Markdown gives what Anki has")
        assert each["mine"] != each["theirs"]
    after = {note.guid: note for note in built(both.project).collection.notes}
    for note in before.collection.notes:
        fields = zip(note.fields, after[note.guid].fields, strict=True)
        for at, (was, now) in enumerate(fields):
            if (
                note.guid in done
                and before.collection.note_types[note.note_type].fields[at][0] != "Typing"
            ):
                assert as_seen(_STORED.sub(r"\1", now)) == as_seen(theirs[note.guid][at])
            elif note.guid not in done:
                assert was == now
    for guid in done:
        source, line = starts[guid].path, starts[guid].line
        text = files[source]
        assert isinstance(text, str)
        ends = [each.line for each in starts.values() if each.path == source and each.line > line]
        lines = text.splitlines(keepends=True)
        after_pull = (both.project / source).read_bytes().decode()
        assert after_pull.startswith("".join(lines[: line - 1]))
        assert after_pull.endswith("".join(lines[min(ends) - 1 :]) if ends else "")
    again = both.values()
    assert (again["edited"], again["written"], again["conflicts"]) == ([], [], [])


def _edited(both: Both, edit: str) -> dict[str, list[str]]:
    """Edit the one card of each construct; gives the fields in Anki by guid."""
    theirs = {}
    with Desk(both.anki) as desk:
        for name, content in _FILES.items():
            (Path(desk.col.media.dir()) / name).write_bytes(content)
        for note_id in desk.col.find_notes(WORD):
            note = desk.col.get_note(note_id)
            fields = [
                EDITS[edit](text) if WORD in text and name != "Typing" else text
                for name, text in note.items()
            ]
            if fields != note.fields:
                note.fields = fields
                desk.col.update_note(note)
                theirs[note.guid] = fields
    return theirs


@pytest.mark.parametrize(
    ("field", "reason"),
    [
        ("Context", "`Context` shows the headings above the card"),
        ("Reversed", "`Reversed` is what `#card/reversed` fills"),
        ("Typing", "`Typing` is what `#card/typing` fills"),
        ("Extra", "write it into the answer"),
    ],
)
def test_fields_that_no_text_of_a_card_fills_are_refused_with_a_reason(
    tmp_path: Path, field: str, reason: str
) -> None:
    both = Both(tmp_path, {"c/a.md": "# T\n\n## Who is it?\n\nIt is Ann here.\n"})
    both.publish()
    with Desk(both.anki) as desk:
        note = desk.col.get_note(desk.col.find_notes("Ann")[0])
        note[field] = "something else"
        note["Back"] = "<p>It is <b>Ann</b> here.</p>"
        desk.col.update_note(note)
    (refused,) = both.values()["refused"]
    assert reason in refused["reason"]
    assert "something else" in refused["theirs"]
    assert "It is Ann here." in both.read()


def adopted(folder: Path) -> Both:
    """A project made of a deck of Anki, whose notes keep their HTML, and the learner's Anki."""
    both = Both(folder, {"c/mine.md": "## Mine?\n\nYes.\n"})
    with Desk(both.anki) as desk:
        basic, io = desk.col.models.by_name("Basic"), desk.col.models.by_name("Image Occlusion")
        assert basic
        assert io
        desk.col.media.write_data("heart.png", PICTURE)
        deck = desk.col.decks.id("Theirs")
        assert deck
        for number, back in enumerate(
            ("one<br>two&nbsp;three plainword", "<div>a</div><div>b plainword</div>")
        ):
            note = desk.col.new_note(basic)
            note.fields = [f"Who is number {number}?", back]
            desk.col.add_note(note, deck)
        note = desk.col.new_note(io)
        mask = "{{c1::image-occlusion:rect:left=.1:top=.1:width=.2:height=.1:oi=1}}"
        note.fields[:4] = [mask, '<img src="heart.png">', "The heart", "Below plainword it"]
        desk.col.add_note(note, deck)
        package = folder / "theirs.apkg"
        desk.export(package, legacy=False, with_scheduling=True, with_media=True)
    assert run(both.project, "import", str(package), ".").status == 0
    assert (both.project / "c" / "obverse.fields").exists()
    both.publish()
    assert both.pull().out.startswith("nothing has changed in Anki\n")
    return both


@pytest.mark.parametrize("edit", ["word", "typed", "bold", "span", "picture", "br", "math", "div"])
def test_notes_of_an_adopted_deck_come_back(tmp_path: Path, edit: str) -> None:
    both = adopted(tmp_path)
    theirs = _edited(both, edit)
    assert len(theirs) == 3
    told = both.values()
    assert (told["conflicts"], told["refused"]) == ([], [])
    assert {each["guid"] for each in told["edited"]} == theirs.keys()
    after = {note.guid: note.fields for note in built(both.project).collection.notes}
    for guid, fields in theirs.items():
        for one, other in zip(after[guid], fields, strict=True):
            assert as_seen(_STORED.sub(r"\1", one)) == as_seen(other)
    assert both.pull().out.startswith("nothing has changed in Anki\n")


def test_a_mask_of_an_occlusion_that_was_moved_comes_back(tmp_path: Path) -> None:
    both = adopted(tmp_path)
    with Desk(both.anki) as desk:
        edit_note(desk, "image-occlusion", lambda field: field.replace("left=.1", "left=.3"))
    told = both.values()
    assert (len(told["edited"]), told["refused"]) == (1, [])
    texts = "".join(path.read_text("utf-8") for path in (both.project / "c").rglob("*.md"))
    assert "left=.3" in texts
