"""Survey: what a folder of notes holds, counted, before anything is proposed."""

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from obverse.compile.lines_like_cards import lines_like_cards, ranked, tables_in, word_for
from obverse.compile.tags_of_note import tags_of_note
from obverse.errors import ObverseError
from obverse.languages import tags
from obverse.machine import files
from obverse.project.find_sources import FoundSources
from obverse.project.project import Project
from obverse.project.settings import Settings
from obverse.project.tables_there import tables_there
from obverse.project.vault import VAULT
from obverse.report import plural

# Tags that people mark notes for a flashcard tool with.
_TAGS = ("flashcards", "flashcard", "anki", "cards", "spaced")
_LARGEST = 10_000_000  # bytes of a note


class NoteSeen(NamedTuple):
    """One note: how many lines look like cards by the word of `cards`, its tags, its tables.

    `tags` are those of `_TAGS` that it has, each as far as it goes: `flashcards/law`.
    """

    path: str
    signs: Mapping[str, int]
    tags: tuple[str, ...]
    tables: int


class Survey(NamedTuple):
    """A folder of notes: its notes, its csv and tsv files, and whose folder it is."""

    notes: tuple[NoteSeen, ...]
    tables: tuple[str, ...]
    is_vault: bool
    is_logseq: bool

    def tagged(self, tag: str) -> list[NoteSeen]:
        """The notes with a tag, or one nested below it."""
        return [note for note in self.notes if any(_is_of(each, tag) for each in note.tags)]

    @property
    def tag(self) -> str:
        """The tag of flashcards that most notes have; empty if none has one."""
        counts = Counter({tag: len(self.tagged(tag)) for tag in _TAGS})
        tag, number = counts.most_common(1)[0]
        return tag if number else ""


def survey(folder: Path, found: FoundSources) -> Survey:
    """Survey at the sources of a folder. Raises nothing for a note that cannot be read."""
    notes = (_seen(key, path) for key, path in found.paths.items())
    return Survey(
        tuple(note for note in notes if note),
        tables_there(Project(folder, Settings(), folder)),
        any(each.path.endswith(f"{VAULT}/") for each in found.left_out),
        (folder / "logseq").is_dir(),
    )


def told(seen: Survey) -> str:
    """What was found, in a line: `57 notes, 14 with #flashcards, 31 :: lines`."""
    whose = " of Obsidian" if seen.is_vault else " of Logseq" if seen.is_logseq else ""
    parts = [plural(len(seen.notes), "note") + whose] if seen.notes else []
    if seen.tag:
        parts.append(f"{len(seen.tagged(seen.tag)):,} with `#{seen.tag}`")
    counts = sign_counts(seen.notes)
    parts += (plural(counts[word], each.about) for word, each in ranked() if counts[word])
    if tables := sum(note.tables for note in seen.notes):
        parts.append(plural(tables, "table"))
    if seen.tables:
        parts.append(plural(len(seen.tables), "csv file"))
    return ", ".join(parts)


def sign_counts(notes: Sequence[NoteSeen]) -> Counter[str]:
    """How many lines of these notes look like cards, by the word of `cards`."""
    counts: Counter[str] = Counter()
    for note in notes:
        counts.update(note.signs)
    return counts


def _seen(key: str, path: str) -> NoteSeen | None:
    try:
        if os.path.getsize(path) > _LARGEST:  # noqa: PTH202
            return None
        text = files.read_regular(path).decode("utf-8", "replace")
    except (OSError, ObverseError):
        return None
    lines = text.removeprefix("\ufeff").splitlines()
    signs = {word: len(found) for word, found in lines_like_cards(lines).items()}
    # A tag at the end of a question marks that card and not the note.
    others = [line for line in lines if "#" not in line or word_for(line) != "marked"]
    own = dict.fromkeys(tags.to_anki(each).casefold() for each in tags_of_note(others))
    return NoteSeen(key, signs, tuple(each for each in own if _is_known(each)), tables_in(lines))


def _is_known(tag: str) -> bool:
    return tag.partition("::")[0] in _TAGS


def _is_of(tag: str, known: str) -> bool:
    return tag == known or tag.startswith(f"{known}::")
