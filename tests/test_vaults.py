"""A whole vault of notes: exactly what is marked becomes a card, and prose is silent."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from obverse.build import build
from obverse.project import project
from obverse.project.job import Job
from obverse.values.diagnostic import Severity
from projects import NOW, write
from shell import run
from test_any_edit import DAY, same
from test_shapes import COMBINED, NOTES
from vaults import LATIN_1, vault

SETTINGS: Final = (
    'content = "."\nmarker = "#flashcard"\n'
    'cards = ["marked", "inline", "inline-tight", "question-mark", "qa", "callouts"]\n'
)


@pytest.mark.parametrize("seed", range(4))
def test_every_marked_text_of_a_vault_is_a_card_and_no_prose(seed: int, tmp_path: Path) -> None:
    made = vault(seed)
    here = project.find(write(tmp_path, {"obverse.toml": SETTINGS, **made.files}))
    built = build(Job(here, NOW), here.read(), b"")
    found = [each for each in built.diagnostics if each.severity is not Severity.INFO]
    assert [str(each) for each in found] == []
    assert [each.place.path for each in built.diagnostics if each.rule == "not-utf-8"] == [LATIN_1]
    notes = built.deduped.notes
    fronts = [" ".join(note.front.split()) for note in notes]
    assert sorted(fronts) == sorted(made.questions)
    assert not [field for note in notes for field in note.fields[:5] if "PROSE" in field]


WORD: Final = st.sampled_from((*COMBINED, "headings"))


@given(data=st.data(), word=WORD, other=WORD)
@settings(max_examples=25, deadline=None)
def test_a_note_edited_into_another_builds_as_it_does_from_nothing(
    data: st.DataObject, word: str, other: str
) -> None:
    words = f'["{word}", "{other}"]' if "headings" not in (word, other) else '"headings"'
    if word == other:
        words = f'"{word}"'
    settings = f'content = "notes"\nname = "documents"\ncards = {words}\n'
    table = "front,back\nin a table,an answer\n"
    files = {"obverse.toml": f'{settings}[tables."*.csv"]\n', "notes/t.csv": table}
    with TemporaryDirectory() as folder:
        here = write(Path(folder) / "here", files)
        for number in range(4):
            write(here, {f"notes/{number % 2}.md": data.draw(NOTES)})
            if number == 3:
                write(here, {"notes/t.csv": f"{table}another,answer\n"})
            same(here, Path(folder) / "cold", NOW + number * DAY)
        shutil.rmtree(here)


def test_an_edit_of_prose_changes_nothing_until_it_has_a_card(tmp_path: Path) -> None:
    settings = 'content = "."\nname = "vault"\ncards = ["marked", "inline"]\n'
    here = write(tmp_path, {"obverse.toml": settings, "a.md": "a :: b\n", "b.md": "prose\n"})
    assert "1 note" in run(here, "build").out
    for number, (text, said) in enumerate(
        (
            ("more prose\n", "nothing has changed"),
            ("# T\n\n`c :: d` is code\n", "nothing has changed"),
            ("c :: d\n", "1 new"),
            ("prose again\n", "1 removed"),
            ("---\ncards: qa\n---\n\nQ: x\nA: y\n", "1 new"),
        )
    ):
        write(here, {"b.md": text})
        ran = run(here, "build", SOURCE_DATE_EPOCH=str(NOW + number * DAY))
        assert said in ran.out, text
