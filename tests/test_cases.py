"""Golden cases: `cases/STATION/NAME.md` goes through the station, `NAME.out` is what comes out.

A station is a function below, from a case's file to a text. With OBVERSE_UPDATE=1 (`make update`)
the `.out` files are written anew, and the difference is the review.
"""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pytest

from obverse.build import build
from obverse.check.review import Wanted, review
from obverse.compile.card import Card
from obverse.compile.parse import parse
from obverse.compile.render import render
from obverse.errors import TextError
from obverse.languages import markdown
from obverse.languages.fingerprint import plain
from obverse.note_types import built_in
from obverse.project import project
from obverse.project.job import Job
from obverse.report import forms
from obverse.report.forms.text import finding
from obverse.values.diagnostic import Diagnostic, in_order, of_text_error
from obverse.values.note import Note, fill_holes
from obverse.values.source import Source, decode

CASES: Final = Path(__file__).parent / "cases"
UPDATING: Final = bool(os.environ.get("OBVERSE_UPDATE"))
NOW: Final = 1_700_000_000


def parse_case(case: Path) -> str:
    """Give the deck, then each card: kinds, tags, pin, whether a draft, front and back as text."""
    source = source_of(case)
    if isinstance(source, Diagnostic):
        return text_of([str(source)])
    document = parse(source)
    lines = [f"title: {document.title}", f"deck: {document.deck}"]
    if document.skipped:
        lines.append(f"skipped: {document.skipped}")
    for card in document.cards:
        lines += ["", *card_lines(card)]
    return text_of([*lines, *findings(document.diagnostics)])


def render_case(case: Path) -> str:
    """Give each note: its type, kind, deck and tags, then every field that is not empty."""
    source = source_of(case)
    if isinstance(source, Diagnostic):
        return text_of([str(source)])
    compiled = render(parse(source))
    lines: list[str] = []
    for note in compiled.notes:
        lines += [*note_lines(note), ""]
    lines += [f"draft at {note.place}" for note in compiled.drafts]
    return text_of([*lines[:-1], *findings(compiled.diagnostics)])


def check_case(case: Path) -> str:
    """Give the findings of a build of this one file, as a terminal without colour shows them."""
    with TemporaryDirectory() as folder:
        shutil.copy(case, folder)
        the_project = project.find(Path(folder))
        sources = the_project.read()
        found = review(the_project, build(Job(the_project, NOW), sources, b""), sources, Wanted())
        lines = forms.lines_below(the_project.root)
        return text_of([finding(each, lines) for each in found])


STATIONS: Final[dict[str, Callable[[Path], str]]] = {
    "parse": parse_case,
    "render": render_case,
    "check": check_case,
}


def source_of(case: Path) -> Source | Diagnostic:
    """Read a case's file as a project's source is read; its path is its name."""
    try:
        return Source(case.name, decode(case.read_bytes()))
    except TextError as fault:
        return of_text_error(case.name, fault)


def card_lines(card: Card) -> Iterator[str]:
    """Give a card, a line for each line of its texts."""
    words = [f"card {card.place.line}:{card.place.column}", "+".join(card.kinds)]
    words += [f"#{tag}" for tag in card.tags]
    words += [f"^{card.pin}"] if card.pin else []
    words += ["draft"] if card.draft else []
    words += ["separated"] if card.separated else []
    yield " ".join(words)
    for name, tokens in (("front", [*card.heading, *card.above]), ("back", card.below)):
        for line in plain(markdown.text(tokens)).split("\n"):
            yield f"  {name:<5} | {line}".rstrip()


def note_lines(note: Note) -> Iterator[str]:
    """Give a note with its fields by name; a hole that linking fills shows as `⟨name number⟩`."""
    tags = "".join(f" #{tag}" for tag in note.tags)
    yield f"note {note.place.line}:{note.place.column} {note.note_type} {note.kind}{tags}"
    yield f"  deck  {note.deck}"
    yield from (f"  media {use.place}: {use.path}" for use in note.media)
    yield from (f"  deletion {deletion.text}" for deletion in note.deletions)
    fields = fill_holes(note.fields, lambda name, number: f"⟨{name} {number}⟩")
    for (name, _), field in zip(built_in(note.note_type).fields, fields, strict=True):
        if field:
            yield f"  {name}:"
            yield from (f"    {line}".rstrip() for line in field.split("\n"))


def findings(diagnostics: Iterable[Diagnostic]) -> Iterator[str]:
    """Give the findings below an empty line, each on a line, in the order a report has."""
    found = in_order(diagnostics)
    yield from ("", *map(str, found)) if found else ()


def text_of(lines: Iterable[str]) -> str:
    """Give the text of a `.out` file."""
    return "".join(f"{line}\n" for line in lines)


@pytest.mark.parametrize(
    "case",
    sorted(CASES.glob("*/*.md")),
    ids=lambda case: f"{case.parent.name}/{case.stem}",
)
def test_a_case_comes_out_as_written(case: Path) -> None:
    came_out = STATIONS[case.parent.name](case)
    golden = case.with_suffix(".out")
    if UPDATING:
        golden.write_text(came_out, encoding="utf-8", newline="\n")
    assert not {"\ufdd0", "\ufdd1"} & {*came_out}, "a hole is shown that linking fills"
    assert golden.is_file(), f"`make update` writes {golden.name}"
    assert came_out == golden.read_text(encoding="utf-8")


def test_every_outcome_has_its_case() -> None:
    assert [out for out in CASES.glob("*/*.out") if not out.with_suffix(".md").is_file()] == []


def test_every_folder_of_cases_is_a_station() -> None:
    assert {folder.name for folder in CASES.iterdir()} <= set(STATIONS)
