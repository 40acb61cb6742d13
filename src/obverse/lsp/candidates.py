"""Candidates: what an author may want to write next, from what the project has."""

import os
import re
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from inspect import cleandoc
from pathlib import PurePosixPath
from typing import NamedTuple

from obverse.check import rules
from obverse.check.manual import manual
from obverse.compile import kinds, shapes
from obverse.languages import pin, tags
from obverse.link.custom_note_types import custom_note_types
from obverse.link.identity.pins import short_id
from obverse.lsp.session import About
from obverse.lsp.symbols import question_of
from obverse.report import plural

_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(\S.*)")
_LONGEST = 80  # characters of a question
# What the keys of front matter are for.
KEYS = {
    "tags": "tags of all cards of this file",
    "deck": "the deck of this file, `::` between levels",
    "card": "the kind of cards that ask for none",
    "cards": "which text of this file is a card",
    "note-type": "the custom note type of all cards of this file",
    "draft": "`true` keeps all cards of this file out of the package",
    "breaks": "whether the end of a line is a line break on the card",
}


class Candidate(NamedTuple):
    """A text to write, and what it is; the first of a list is the likeliest."""

    text: str
    detail: str = ""


def key_candidates(_: About) -> Iterator[Candidate]:
    """The keys of front matter."""
    return (Candidate(f"{name}: ", what) for name, what in KEYS.items())


def tag_candidates(about: About) -> Iterator[Candidate]:
    """The tags of the project as they are written after `#`, those of most cards first."""
    notes = about.seen.built.identity.notes
    counted = Counter(tag for each in notes for tag in each.packed.tags)
    for tag, count in counted.most_common():
        yield Candidate(tags.spelt(tag), plural(count, "note"))


def kind_candidates(_: About) -> Iterator[Candidate]:
    """The kinds of card, and what a draft has in place of one."""
    for name in kinds.names():
        written = import_module(f"obverse.compile.kinds.{name}").__doc__
        yield Candidate(name, cleandoc(written or "").partition("\n")[0])
    yield Candidate(kinds.DRAFT, "A card that is in no package yet.")


def deck_candidates(about: About) -> Iterator[Candidate]:
    """The decks of the project, below its root deck, as front matter names them."""
    notes = (note for each in about.seen.built.compiled for note in each.notes)
    for deck, count in sorted(Counter(note.deck for note in notes if note.deck).items()):
        yield Candidate(deck, plural(count, "note"))


def note_type_candidates(about: About) -> Iterator[Candidate]:
    """The custom note types of the project."""
    for name, each in custom_note_types(about.project)[0].items():
        yield Candidate(name, each.name)


def shape_candidates(_: About) -> Iterator[Candidate]:
    """The words of `cards`."""
    for name in shapes.names():
        written = import_module(f"obverse.compile.shapes.{name.replace('-', '_')}").__doc__
        yield Candidate(name, cleandoc(written or "").partition("\n")[0])


def truth_candidates(_: About) -> Iterator[Candidate]:
    """Yes and no."""
    return map(Candidate, ("true", "false"))


def rule_candidates(_: About) -> Iterator[Candidate]:
    """The rules that may be allowed."""
    return (Candidate(name, manual(name).summary) for name in rules.names())


def name_candidates(about: About) -> Iterator[Candidate]:
    """The ids by which this card keeps its history, and the names of cards that are no more."""
    for each in about.alone.built.identity.notes:
        if not each.note.pin:
            said = f"the id of “{question_of(each.note)[:_LONGEST]}”"
            yield Candidate(short_id(each.after.guid), said)
    living = {each.after.guid for each in about.seen.built.identity.notes}
    for known in about.seen.built.before.notes.values():
        if known.guid not in living:
            name = known.pin or short_id(known.guid)
            yield Candidate(name, f"was “{known.front[:_LONGEST]}”")


def media_candidates(about: About, *, is_embed: bool) -> Iterator[Candidate]:
    """The pictures and sounds of the project: by name in an embed, else from this file's folder."""
    project = about.project
    keys = sorted(project.key_of(project.root / path) for path in about.held.live.media_paths())
    named = Counter(PurePosixPath(key).name for key in keys)
    for key in keys:
        name = PurePosixPath(key).name
        if is_embed:
            yield Candidate(name if named[name] == 1 else key, key)
        else:
            yield Candidate(from_folder(about.key, key), key)


def page_candidates(about: About, *, is_embed: bool) -> Iterator[Candidate]:
    """The sources of the project: by name in an embed, else from this file's folder."""
    keys = [*about.seen.sources]
    named = Counter(PurePosixPath(key).stem for key in keys)
    for key in keys:
        stem = PurePosixPath(key).stem
        if not is_embed:
            yield Candidate(from_folder(about.key, key), key)
        else:
            yield Candidate(stem if named[stem] == 1 else key.rpartition(".")[0], key)


def part_candidates(about: About, page: str) -> Iterator[Candidate]:
    """The headings of a page, and the ids of its blocks."""
    for line in about.held.lines(page):
        if found := _HEADING.match(line):
            start, _ = tags.run_at_end(found[1])
            yield Candidate(found[1][:start].strip(), "heading")
        elif "^" in line and (block := pin.block_id(line)):
            yield Candidate(f"^{block[0]}", line[: block[1]].strip()[:_LONGEST] or "block")


def from_folder(key: str, other: str) -> str:
    """The path of a file as another file in the project names it."""
    return os.path.relpath(other, os.path.dirname(key) or ".").replace(os.sep, "/")  # noqa: PTH120
