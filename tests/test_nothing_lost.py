"""Whatever a person writes is on a card, in a draft, or named by a finding: whole documents."""

import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from itertools import count, takewhile
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

from hypothesis import given, settings

from obverse.build import Built, build
from obverse.cards.reparse import reparse
from obverse.cards.unparse import unparse
from obverse.check.review import Wanted, review
from obverse.compile.compile_source import compile_source
from obverse.link.custom_note_types import custom_note_types
from obverse.project import project
from obverse.project.job import Job
from obverse.project.project import Project
from obverse.values.diagnostic import Diagnostic
from obverse.values.note import Note
from obverse.values.render_settings import RenderSettings
from reviewed import NOW, write
from whole_documents import SURROUNDINGS, WORDS, documents

PATH: Final = "notes/a.md"
RENDER: Final = RenderSettings()
# What is said in the documents and has no meaning: each gets a number, so that no two are alike.
PLAIN: Final = "bold soft struck marked quoted hidden deeper indented"
SAID: Final = re.compile(rf"(?<![\w/#=\\])(?:{'|'.join((*WORDS, *PLAIN.split()))})\b")
HOLES: Final = {"\ufdd0", "\ufdd1"}


@cache
def surroundings() -> Project:
    """Give the project that the documents speak of; its sources are given to the build."""
    folder = Path(mkdtemp(prefix="obverse-"))
    write(folder, SURROUNDINGS)
    return project.find(folder)


def reviewed(text: str) -> tuple[Built, tuple[Diagnostic, ...]]:
    """Build a document as a project, and give all that is found."""
    sources = {PATH: text.encode()}
    built = build(Job(surroundings(), NOW), sources, b"")
    return built, review(surroundings(), built, sources, Wanted())


def told_apart(text: str) -> str:
    """Give the document with a number after each word that is said, behind the front matter."""
    numbers = count(1)
    head, fence, body = text.rpartition("\n---\n\n") if text.startswith("---\n") else ("", "", text)
    return head + fence + SAID.sub(lambda found: f"{found[0]}{next(numbers)}", body)


def shown(built: Built) -> Iterator[str]:
    """Give all that is on a card, that of drafts too."""
    for compiled in built.compiled:
        for note in (*compiled.notes, *compiled.drafts):
            yield from map(unescape, note.fields)
            yield from (use.path for use in note.media)


def named(found: tuple[Diagnostic, ...], lines: list[str]) -> set[int]:
    """Give the lines that a finding is about; of a card that is skipped, all of its lines."""
    numbers = {each.place.line for each in found}
    for each in found:
        if each.rule == "malformed-card-skipped":
            rest = enumerate(lines[each.place.line :], start=each.place.line + 1)
            numbers |= {at for at, _ in takewhile(lambda one: not one[1].startswith("## "), rest)}
    return numbers


@given(documents())
@settings(max_examples=100)
def test_every_word_is_on_a_card_or_in_a_line_of_a_finding(text: str) -> None:
    lines = (text := told_apart(text)).split("\n")
    built, found = reviewed(text)
    there = set(re.findall(r"\w+", " ".join(shown(built))))
    first = next((at for at, line in enumerate(lines) if line.startswith("## ")), len(lines))
    told = named(found, lines)
    for number, line in enumerate(lines[first:], start=first + 1):
        for word in re.findall(r"\w*[^\W\d_]\d+\b", line):
            if SAID.fullmatch(word.rstrip("0123456789")) and number not in told:
                assert word in there, (word, line)
    for each in found:
        assert not HOLES & {*each.message, *(each.hint or "")}, each
    for note in built.collection.notes:
        assert not HOLES & {*"".join(note.fields)}
    assert not HOLES & {*built.lock.decode()}


@given(documents())
@settings(max_examples=100)
def test_a_document_in_canonical_form_makes_the_same_cards(text: str) -> None:
    types = custom_note_types(surroundings())[0]
    again = unparse(reparse(text, types))
    assert unparse(reparse(again, types)) == again
    before, after = (compile_source((PATH, each.encode()), RENDER, types) for each in (text, again))
    assert [noted(each) for each in after.notes] == [noted(each) for each in before.notes]
    assert [noted(each) for each in after.drafts] == [noted(each) for each in before.drafts]


def noted(note: Note) -> tuple[object, ...]:
    """Give what a note says, white space aside."""
    fields = tuple(re.sub(r"\s", "", field) for field in note.fields)
    return fields, {*note.tags}, note.kind, note.pin, note.deck
