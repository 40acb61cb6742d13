"""Propose: the configuration for a folder of notes, from what it holds."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from obverse.commands.new.survey import NoteSeen, Survey, sign_counts
from obverse.errors import TextError
from obverse.project import settings
from obverse.project.settings import Settings

_HEADINGS, _MARKED = "headings", "marked"
# The shapes that can be read together; ` :: ` is what `inline-tight` does not read.
_SHAPES = (_MARKED, "callouts", "qa", "question-mark", "inline", "inline-tight")
_SHOWN = 3  # tables that are named


class Proposal(NamedTuple):
    """A configuration as a text and as settings, what it does not read, and the tables it reads."""

    text: str
    settings: Settings
    unread: tuple[str, ...]
    tables: tuple[str, ...] = ()


def propose(seen: Survey, name: str, deck: str, *, shows_line_ends: bool) -> Proposal:
    """The configuration; a key that this version does not know is left out.

    `name` is that of the package, `deck` the root deck.
    """
    scope = seen.tagged(seen.tag) if seen.tag else list(seen.notes)
    words, unread = _words(scope, seen)
    lines = [
        "# The name of the package: build/NAME.apkg.",
        f"name = {_quoted(name)}",
        "",
        "# The root deck in Anki: all others become its subdecks.",
        f"deck = {_quoted(deck)}",
        "",
        "# The folder with the notes.",
        'content = "."',
    ]
    for comment, line in _optional(seen, scope, words, shows_line_ends=shows_line_ends):
        if _is_known(line):
            lines += ["", f"# {comment}", line]
    text = "\n".join([*lines, ""])
    read = settings.read(text)
    assert read is not None  # noqa: S101  # it is a table
    return Proposal(text, read, unread, () if seen.notes else seen.tables)


def _optional(
    seen: Survey, scope: list[NoteSeen], words: list[str], *, shows_line_ends: bool
) -> Iterator[tuple[str, str]]:
    """(comment, line) of what is not the same for every folder."""
    if seen.tag:
        yield (
            "Only notes with this tag, or one nested below it.",
            f"tags-only = [{_quoted(seen.tag)}]",
        )
    if seen.notes:
        yield "Which text is a card.", f"cards = {_list(words)}"
    if any("::" in tag for note in scope for tag in note.tags) and seen.tag:
        yield f"`#{seen.tag}/a/b` is the deck a::b.", 'decks = "tag"'
    elif any("/" in note.path for note in scope):
        yield "Folders are decks, and the title of a note the last of them.", 'decks = "path"'
    if shows_line_ends:
        yield "The end of a line is one on the card too, as Obsidian shows it.", "breaks = true"
    if not seen.notes:
        yield from (("Each row of such a table is a card.", line) for line in _named(seen.tables))
        return
    for path in seen.tables[:_SHOWN]:
        yield "A table is read if it is named: remove the `#`.", f"# [tables.{_quoted(path)}]"


def _named(tables: Sequence[str]) -> list[str]:
    """The lines that name these tables: each alone where they are few."""
    globs = dict.fromkeys(f"*{path[path.rindex('.') :]}" for path in tables)
    return [f"[tables.{_quoted(each)}]" for each in (tables if len(tables) <= _SHOWN else globs)]


def _words(scope: list[NoteSeen], seen: Survey) -> tuple[list[str], tuple[str, ...]]:
    """The words for `cards`, and those that the notes would have too."""
    counts = sign_counts(scope)
    shapes = [word for word in _SHAPES if counts[word] and _is_known(f"cards = {_list([word])}")]
    others = sum(counts[word] for word in shapes)
    is_of_notes = seen.is_vault or seen.is_logseq
    if not shapes and is_of_notes and not seen.tag and _is_known(f"cards = {_list([_MARKED])}"):
        # The headings of a vault are those of its prose.
        return [_MARKED], (_HEADINGS,) if counts[_HEADINGS] else ()
    if not shapes or (counts[_HEADINGS] > others and (seen.tag or not is_of_notes)):
        return [_HEADINGS], tuple(shapes)
    return shapes, (_HEADINGS,) if counts[_HEADINGS] else ()


def _is_known(line: str) -> bool:
    """Whether this version knows a setting and its value."""
    try:
        settings.read(f"{line}\n")
    except TextError:
        return False
    return True


def _list(words: Iterable[str]) -> str:
    listed = [_quoted(word) for word in words]
    return listed[0] if len(listed) == 1 else f"[{', '.join(listed)}]"


def _quoted(text: str) -> str:
    """A TOML basic string, which a JSON string is (TOML 1.0, String)."""
    return json.dumps(text, ensure_ascii=False)
