"""What a pull takes for an edit: only what was changed in Anki, whatever an import skipped."""

from pathlib import Path

import pytest

from engine import Desk
from obverse.exchange.pull.three_ways import merged_fields
from test_pull import SMALL, Both, edit_note

TWO = "# T\n\n## Who was first?\n\nIt was Ann.\n\n***\n\nIn May.\n\n## And then?\n\nNo one.\n"


@pytest.fixture(name="both")
def _both(tmp_path: Path) -> Both:
    both = Both(tmp_path, {"c/a.md": SMALL})
    both.publish()
    return both


def test_a_version_that_an_import_skipped_is_not_an_edit(both: Both) -> None:
    """Anki skips a note that is newer there: a tag of the learner is enough."""
    both.write(SMALL.replace("It was Ann", "It was Annette"))
    both.build()
    with Desk(both.anki) as desk:
        desk.tag("first", "mine")
        log = desk.import_package(both.project / "build" / "d.apkg")
        assert log.counts["duplicate"] == 3
    told = both.values()
    assert told["edited"] == []
    assert ["did not take its last build" in each["reason"] for each in told["left"]] == [
        False,
        True,
    ]
    assert "It was Annette" in both.read()
    both.publish()
    with Desk(both.anki) as desk:
        assert "Annette" in str(desk.notes())
    assert both.values()["left"] == []


def test_an_edit_of_a_version_that_an_import_skipped_is_a_conflict(both: Both) -> None:
    both.write(SMALL.replace("It was Ann", "It was Annette"))
    both.build()
    both.edit("first", lambda field: field.replace("It was", "It may have been"))
    told = both.values()
    assert told["edited"] == []
    assert ["It may have been Ann" in each["theirs"][1] for each in told["conflicts"]] == [True]
    assert "It was Annette" in both.read()


def test_an_edit_after_an_import_that_was_never_pulled_is_one(both: Both) -> None:
    assert both.pull().out == "nothing has changed in Anki\n"
    both.write(SMALL.replace("It was Ann", "It was Annette"))
    both.publish()
    both.edit("first", lambda field: field.replace("It was", "It may have been"))
    told = both.values()
    assert told["conflicts"] == []
    assert "It may have been Annette." in both.read()


def test_edits_of_different_fields_on_both_sides_come_together(both: Both) -> None:
    assert both.pull().out == "nothing has changed in Anki\n"
    both.write(SMALL.replace("It was Ann", "It was Annette"))
    both.edit("first", lambda field: field.replace("Who was first", "Who really was first"))
    told = both.values()
    assert told["conflicts"] == []
    assert "## Who really was first?\n\nIt was Annette." in both.read()


def test_where_a_card_was_written_is_no_edit(tmp_path: Path) -> None:
    both = Both(
        tmp_path,
        {
            "obverse.toml": 'name = "d"\ncontent = "c"\nsource = "https://x.org/{path}"\n',
            "c/a.md": SMALL,
        },
    )
    both.publish()
    both.write(SMALL, "b")
    (both.project / "c" / "a.md").unlink()
    both.build()
    assert both.pull().out == "nothing has changed in Anki\n"
    both.edit("Bob", lambda field: field.replace("Bob", "Bobby"))
    assert [each["place"] for each in both.values()["edited"]] == ["c/b.md:9:1"]


def test_a_tag_that_the_author_added_and_anki_never_got_is_not_removed(both: Both) -> None:
    both.write(SMALL.replace("#old", "#old #new"))
    both.build()
    with Desk(both.anki) as desk:
        desk.tag("first", "mine")
    both.pull("--tags")
    assert "#old #new #mine" in both.read()


def test_a_tag_that_the_author_removed_and_anki_still_has_does_not_come_back(both: Both) -> None:
    both.write(SMALL.replace("\n#old\n", ""))
    both.build()
    with Desk(both.anki) as desk:
        desk.tag("second", "mine")
    both.pull("--tags")
    assert "#old" not in both.read()
    assert "#mine" in both.read()


def test_tags_of_both_sides_come_together(both: Both) -> None:
    assert both.pull("--tags").out == "nothing has changed in Anki\n"
    both.write(SMALL.replace("#old", "#older"))
    with Desk(both.anki) as desk:
        desk.tag("first", "mine")
    both.pull("--tags")
    assert "#older #mine" in both.read()
    assert both.pull("--tags").out == "nothing has changed in Anki\n"


def test_a_note_that_was_removed_here_and_edited_in_anki_is_said_once(both: Both) -> None:
    both.write(SMALL.replace("## Who was second?\n\nThat was Bob.\n\n", ""))
    both.edit("second", lambda field: field.replace("Bob", "Bobby"))
    assert "removed here: it stays in Anki" in both.pull().out
    assert both.pull().out == "nothing has changed in Anki\n"
    with Desk(both.anki) as desk:
        edit_note(desk, "second", lambda field: field.replace("Bobby", "Robert"))
    assert "Robert" in both.pull().out


def test_a_note_of_another_note_type_in_anki_is_said(both: Both) -> None:
    with Desk(both.anki) as desk:
        basic = desk.col.models.by_name("Basic")
        assert basic
        (note_id,) = desk.col.find_notes("first")
        old = desk.col.get_note(note_id).mid
        info = desk.col.models.change_notetype_info(
            old_notetype_id=old, new_notetype_id=basic["id"]
        )
        request = info.input
        request.note_ids.extend([note_id])
        desk.col.models.change_notetype_of_notes(request)
    assert "another note type in Anki" in both.pull().out


@pytest.mark.parametrize(
    ("was", "mine", "theirs", "merged"),
    [
        ("a b c", "a b c", "a x c", "a x c"),
        ("a b c", "a x c", "a b c", "a x c"),
        ("a b c d", "a x c d", "a x c y", "a x c y"),  # an import brought the author's edit
        ("a b c d", "a x c d", "a b c y", None),
        ("a b c", "a x c", "a y c", None),
        ("a b c", "a x c", "a x c", "a x c"),
        ("a b c", "", "a b c", ""),
    ],
)
def test_a_field_is_merged_three_ways(was: str, mine: str, theirs: str, merged: str | None) -> None:
    assert merged_fields([was], [mine], [theirs]) == (None if merged is None else (merged,))
