"""The project's own content: every card there is, under its topic, and the figures of its build."""

import hashlib
import os
import re
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from difflib import get_close_matches
from pathlib import Path
from typing import Final

import pytest

from obverse.build import Built, build
from obverse.project import project
from obverse.project.job import Job
from shell import run

ROOT: Final = Path(__file__).parents[1]
CONTENT: Final = ROOT / "content"
DIGESTS: Final = Path(__file__).with_name("content.digests")
SEEDS: Final = ROOT.parent / "shared" / "seeds"

REPORT: Final = (
    "Talk me through one of the reports you prepare for your client and how this meets their needs"
)
# Deck, tags of the whole file, and its cards in order with the tags of their own.
CARDS: Final = {
    "adr.md": ("RICS APC::ADR", {"rics-apc", "adr"}, [("What ADR is there?", "")]),
    "client-care.md": (
        "RICS APC::Client care",
        {"rics-apc", "client-care"},
        [
            ("Important considerations for Level 1 Client Care", "level-1"),
            ("Important considerations for Level 2 Client Care", "level-2"),
            ("What is client care?", "kpis"),  # from its twin in kpis.md
            ("Examples of client care?", ""),
            ("How can you ensure client care?", ""),
            ("Why is client care important in your organisation?", "firm-specific"),
            ("What are your firm's divisional standards?", "firm-specific"),
            ("How would you identify the needs of the client?", ""),
            ("What is a client brief?", ""),
            ("What is recorded in the terms of engagement?", ""),
            ("How would you calculate a fee proposal?", ""),
            ("When should you decline an instruction of new work from a client?", ""),
            ("What is your company's procedure for client feedback?", "firm-specific"),
        ],
    ),
    "complaints-procedure.md": (
        "RICS APC::Complaints procedure",
        {"rics-apc", "complaints-procedure"},
        [
            ("What is a complaints handling procedure?", ""),
            ("How would you handle a complaint?", ""),
            ("What is your firm's complaints handling procedure?", "firm-specific"),
            ("What is Workman's complaints handling procedure?", "firm-specific"),
        ],
    ),
    "kpis.md": (
        "RICS APC::KPIs",
        {"rics-apc", "kpis"},
        [
            ("What are KPIs?", ""),
            ("What are your rent KPIs?", "firm-specific"),
            (REPORT, "firm-specific"),
        ],
    ),
}


@pytest.fixture(scope="module")
def built() -> Built:
    """Give a build of the content, of which nothing is written."""
    the_project = project.find(ROOT)
    return build(Job(the_project, 1_800_000_000), the_project.read(), the_project.read_lock())


def line_of(place: str) -> str:
    """Give the line of a source that a place names."""
    path, line, _ = place.split(":")
    return (ROOT / path).read_text(encoding="utf-8").splitlines()[int(line) - 1]


def test_twenty_four_cards_make_twenty_one_notes(built: Built) -> None:
    assert sum(each.cards for each in built.compiled) == 24
    assert len(built.deduped.merges) == 2
    assert sum(len(each.drafts) for each in built.compiled) == 1
    assert len(built.collection.notes) == 21
    assert sum(len(note.cards) for note in built.collection.notes) == 21


def test_the_two_merges_name_their_places(built: Built) -> None:
    places = [(str(each.kept.place), str(each.dropped.place)) for each in built.deduped.merges]
    assert places == [
        ("content/client-care.md:29:1", "content/client-care.md:103:1"),
        ("content/client-care.md:25:1", "content/kpis.md:9:1"),
    ]
    assert [line_of(kept) for kept, _ in places] == [line_of(dropped) for _, dropped in places]


def test_the_card_without_an_answer_is_the_draft(built: Built) -> None:
    (draft,) = (draft for each in built.compiled for draft in each.drafts)
    assert draft.front == "Please talk me through where you have"


def test_nothing_is_wrong_with_the_content(built: Built) -> None:
    assert [str(each) for each in built.diagnostics if each.rule != "duplicate-card"] == []


@pytest.mark.parametrize("name", CARDS)
def test_every_card_is_under_its_topic_with_its_tags(built: Built, name: str) -> None:
    deck, file_tags, cards = CARDS[name]
    notes = [note for note in built.deduped.notes if note.place.path == f"content/{name}"]
    assert [note.front for note in notes] == [front for front, _ in cards]
    assert {note.deck for note in notes} == {deck}
    assert [set(note.tags) for note in notes] == [{*file_tags, *own.split()} for _, own in cards]


def test_the_list_above_is_of_all_sources() -> None:
    assert {path.name for path in CONTENT.glob("*.md")} == set(CARDS)


def test_the_committed_lock_is_that_of_the_content(built: Built) -> None:
    known = {note.guid for note in built.collection.notes}
    text = (CONTENT / "obverse.lock").read_text(encoding="utf-8")
    assert {line.split("\t")[0] for line in text.splitlines()[1:]} >= known
    assert {each.before is None for each in built.identity.notes} == {False}


def test_the_package_of_the_content_is_what_it_was(tmp_path: Path) -> None:
    shutil.copytree(CONTENT, tmp_path / "content")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    run(tmp_path, "build", SOURCE_DATE_EPOCH="1800000000")
    found = "".join(f"{line}\n" for line in digests(tmp_path))
    if os.environ.get("OBVERSE_UPDATE"):
        DIGESTS.write_text(found, encoding="utf-8")
    assert found == DIGESTS.read_text(encoding="utf-8")


def digests(folder: Path) -> Iterator[str]:
    """Yield a line for each table and member of the built package, and one for the lock."""
    with zipfile.ZipFile(folder / "build" / "rics-apc-client-care.apkg") as package:
        with closing(sqlite3.connect(":memory:")) as collection:
            collection.deserialize(package.read("collection.anki2"))
            yield f"rows {digest(chr(10).join(collection.iterdump()).encode())}"
        for name in package.namelist():
            if name != "collection.anki2":
                yield f"{name} {digest(package.read(name))}"
    yield f"content/obverse.lock {digest((folder / 'content' / 'obverse.lock').read_bytes())}"


def digest(content: bytes) -> str:
    """Give a short digest of bytes."""
    return hashlib.sha256(content).hexdigest()[:16]


def test_every_line_of_the_documents_it_came_from_is_there() -> None:
    if not SEEDS.is_dir():
        pytest.skip("the documents are not beside this checkout")
    lines = {
        plain(line)
        for path in CONTENT.glob("*.md")
        for line in path.read_text("utf-8").splitlines()
    }
    wanted = [
        plain(line)
        for path in SEEDS.glob("*.txt")
        for line in path.read_text("utf-8").splitlines()
        if plain(line) and plain(line) != "client care flashcards"
    ]
    assert len(wanted) > 80
    # Spelling and grammar were put right, a phrase made a sentence; nothing was left out.
    assert [line for line in wanted if not get_close_matches(line, lines, n=1, cutoff=0.7)] == []


def plain(line: str) -> str:
    """Give a line without signs and case."""
    return " ".join(re.findall(r"\w+", line.lower()))
