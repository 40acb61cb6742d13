"""Follow note types: templates and CSS that the author left alone become those of the deck."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from obverse.exchange.follow.fit import Fitted
from obverse.exchange.follow.merge import MINE, THEIRS, BothTexts
from obverse.exchange.their_notes import type_texts
from obverse.note_types import NoteType
from obverse.project.import_base import ImportBase, part_digest
from obverse.project.project import NOTE_TYPES, Project


class FollowedTypes(NamedTuple):
    """The files of note types that change, what to remember, conflicts by file, what is said."""

    files: dict[Path, str]
    base: dict[str, tuple[str, ...]]
    conflicts: tuple[tuple[Path, BothTexts], ...]
    said: tuple[str, ...]


class _Side(NamedTuple):
    """One text of a note type: where it is kept (`None` if in several files), and what it says."""

    path: Path | None
    mine: str
    theirs: str
    before: str


def follow_types(
    fitted: Fitted,
    custom: Mapping[str, NoteType],
    base: ImportBase,
    project: Project,
    take: str,
) -> FollowedTypes:
    """What becomes of the note types that both the project and the deck have."""
    files: dict[Path, str] = {}
    remembered: dict[str, tuple[str, ...]] = {}
    conflicts: list[tuple[Path, BothTexts]] = []
    said: list[str] = []
    for key, theirs in fitted.types.items():
        said += _fields_said(custom[key], fitted.gone[key], fitted.extra[key])
        mine = custom[key]
        if not _is_of_one_form(mine, theirs):
            if [each.name for each in mine.templates] != [each.name for each in theirs.templates]:
                said.append(_templates_said(mine, theirs))
            continue
        known = []
        for side in _sides(mine, theirs, base.types.get(key, ()), project.root / NOTE_TYPES / key):
            seen, text, conflict = _settled(side, take)
            known.append(seen)
            if text is not None and side.path:
                files[side.path] = text
            if conflict and side.path:
                conflicts.append((side.path, conflict))
        remembered[key] = tuple(known)
    return FollowedTypes(files, remembered, tuple(conflicts), tuple(said))


def _is_of_one_form(mine: NoteType, theirs: NoteType) -> bool:
    return (
        [name for name, _ in mine.fields] == [name for name, _ in theirs.fields]
        and len(mine.templates) == len(theirs.templates)
        and mine.is_cloze == theirs.is_cloze
    )


def _sides(
    mine: NoteType, theirs: NoteType, known: tuple[str, ...], folder: Path
) -> Iterator[_Side]:
    texts = zip(_paths(folder, mine), type_texts(mine), type_texts(theirs), strict=True)
    for at, (path, here, there) in enumerate(texts):
        yield _Side(path, here, there, known[at] if at < len(known) else "")


def _settled(side: _Side, take: str) -> tuple[str, str | None, BothTexts | None]:
    """What to remember of a side, the text to write if it changes, and whether it is a conflict."""
    there = part_digest(side.theirs)
    if side.mine == side.theirs or there == side.before:
        return there, None, None
    if side.path and part_digest(side.mine) == side.before:
        return there, side.theirs, None
    conflict = BothTexts("", side.mine, side.theirs, take if side.path else "")
    if take == THEIRS and side.path:
        return there, side.theirs, conflict
    return there if take == MINE else side.before, None, conflict


def _paths(folder: Path, note_type: NoteType) -> list[Path | None]:
    """Where the CSS and the sides of the templates are kept."""
    written: dict[str, Any] = tomllib.loads((folder / "note-type.toml").read_text("utf-8"))
    css = written.get("css", ["style.css"])
    paths: list[Path | None] = [folder / css[0] if len(css) == 1 else None]
    default = [{"front": "front.html", "back": "back.html"}]
    templates = written.get("templates") or default
    names = [name for each in templates for name in (each["front"], each["back"])]
    paths += [folder / name if names.count(name) == 1 else None for name in names]
    return paths[: 1 + 2 * len(note_type.templates)]


def _fields_said(mine: NoteType, gone: frozenset[str], extra: Mapping[str, int]) -> Iterator[str]:
    for name in sorted(gone):
        yield f"the field `{name}` of `{mine.name}` is not in the deck any more; it stays here"
    for name, notes in sorted(extra.items()):
        lost = f", and {notes:,} of its notes say something there" if notes else ""
        yield (
            f"`{mine.name}` has a new field `{name}` in the deck{lost}: left out, because Anki "
            "would refuse every note that a learner has"
        )


def _templates_said(mine: NoteType, theirs: NoteType) -> str:
    return (
        f"`{mine.name}` has {len(theirs.templates)} templates in the deck and "
        f"{len(mine.templates)} here; they stay as they are here"
    )
