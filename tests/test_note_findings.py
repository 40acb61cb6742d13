"""An import says each kind of thing once, with how many notes it is about, and `-v` names them."""

import random
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anki_packages import Note, package, run
from obverse.cards.note_findings import NoteFindings, OfNotes
from obverse.values.diagnostic import Severity
from obverse.values.source import Place

LIST: Final = OfNotes("a-rule", "left out: {}")
KINDS: Final = (LIST, OfNotes("b-rule", "joined"), OfNotes("c", "kept: {}", severity=Severity.INFO))
TOLD: Final = st.lists(
    st.tuples(st.sampled_from(KINDS), st.integers(0, 5), st.sampled_from(["<a>", "<b>", "size"]))
)


@given(TOLD)
def test_a_kind_is_one_finding_that_counts_each_note_once(
    told: list[tuple[OfNotes, int, str]],
) -> None:
    findings = NoteFindings(Place("in.apkg"))
    for kind, note, name in told:
        findings.tell(kind, note, f"q{note}", name if "{}" in kind.message else "")
    found = findings.diagnostics()
    assert len(found) == len({kind for kind, _, _ in told})
    for each, lines in found.items():
        notes = {note for kind, note, _ in told if kind.rule == each.rule}
        assert len(lines) == len(notes)
        assert ("1 note:" if len(notes) == 1 else f"{len(notes)} notes, the first:") in each.message
    assert [each.severity for each in found] == sorted(each.severity for each in found)


def test_names_are_listed_by_how_many_notes_have_them_and_cut() -> None:
    findings = NoteFindings(Place("in.apkg"))
    told = [(note, name) for note in range(3) for name in ("<b>", "<a>")]
    told += [(3, f"<x{number}>") for number in range(9)] + [(4, "<b>")]
    random.Random(1).shuffle(told)
    for note, name in sorted(told):
        findings.tell(LIST, note, "q", name)
    (found,) = findings.diagnostics()
    assert found.message.startswith(
        "left out: `<b>`, `<a>`, `<x0>`, `<x1>`, `<x2>`, `<x3>` and 5 more"
    )
    assert "(5 notes" in found.message


@pytest.mark.parametrize("verbose", [False, True])
def test_an_import_counts_notes_not_fields_and_lists_them_if_asked(
    verbose: bool,  # noqa: FBT001
    tmp_path: Path,
) -> None:
    notes = [
        Note(("one <hl>x</hl>", "<hl>y</hl> <hl>z</hl>")),
        Note(("two", "<hl size=3>y</hl>")),
        Note(("three", "plain")),
    ]
    made = package(tmp_path / "in.apkg", notes)
    result = run("import", *(["-v"] if verbose else []), made, tmp_path / "p")
    (line,) = [each for each in result.output.split("\n") if "left out" in each]
    assert "`<hl>`, `size` (2 notes, the first: “one x”)" in line
    listed = ["    “one x”: `<hl>`", "    “two”: `<hl>`, `size`"]
    assert [each for each in result.output.split("\n") if each.startswith("    “")] == (
        listed if verbose else []
    )
    assert ("add `-v`" in result.output) is not verbose


def test_a_table_counts_its_rows(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text(
        "Question,Answer\na <hl>x</hl>,<b>b</b>\n,lost\nb,<hl>c</hl>\n,lost\n", "utf-8"
    )
    output = run("import", table, tmp_path / "p").output
    assert "`<hl>` (2 notes, the first: “a x”)" in output
    assert (
        "t.csv:3:1: warning: 2 rows without a question are skipped, the first in line 3" in output
    )
