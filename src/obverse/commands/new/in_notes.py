"""In notes: `obverse new` in a folder that has notes: look, propose, show, write one file."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import click

from obverse.commands import dry_build, progress
from obverse.commands.new.propose import Proposal, propose
from obverse.commands.new.survey import Survey, sign_counts, survey, told
from obverse.compile.lines_like_cards import ranked, word_for
from obverse.compile.table_source import columns_shown
from obverse.errors import ObverseError, TextError
from obverse.machine import files
from obverse.project.find_sources import FoundSources
from obverse.project.project import CONFIGURATIONS, Project
from obverse.project.settings import Settings
from obverse.project.tables_there import tables_there
from obverse.project.vault import read_vault
from obverse.report import count, plural
from obverse.report.left_out import left_out_lines
from obverse.values.card_settings import HEADINGS, TableSettings
from obverse.values.diagnostic import Severity
from obverse.values.source import Place, decode

_SHOWN = 3  # cards of each shape
_LONGEST = 60  # characters of a question


def has_notes(folder: Path) -> FoundSources | None:
    """The notes in a folder; `None` if it has none and no table, or is a project already."""
    configured = (folder / name for name, _ in CONFIGURATIONS)
    if not folder.is_dir() or next(configured).exists():
        return None
    project = Project(folder, Settings(), folder)
    found = project.find_sources()
    return found if found.paths or tables_there(project) else None


def new_in_notes(folder: Path, found: FoundSources, name: str, deck: str) -> None:
    """Write a configuration for the notes in a folder, and show what it makes of them."""
    project = Project(folder, Settings(), folder)
    path = project.inside(folder / CONFIGURATIONS[0][0])
    seen = survey(folder, found)
    vault, _ = read_vault(str(folder), project.is_inside)
    proposal = propose(seen, name, deck, shows_line_ends=vault.shows_line_ends and seen.is_vault)
    click.echo(f"found      {told(seen)}")
    for line in left_out_lines(found.left_out, is_verbose=False):
        click.echo(line.replace(" (-v names them)", ""))
    for line in _columns(project, proposal):
        click.echo(line)
    for line in _cards(Project(folder, proposal.settings, folder)):
        click.echo(line)
    for line in _unread(seen, proposal):
        click.echo(line)
    with files.replacing(path) as stream:
        stream.write(proposal.text.encode())
    click.echo(f"wrote      {path.as_posix()}, and nothing else:\n")
    for line in proposal.text.splitlines():
        if line and not line.startswith("#"):
            click.echo(f"  {line}")


def _columns(project: Project, proposal: Proposal) -> Iterator[str]:
    """What the columns of the tables that are read would be."""
    title = "columns"
    for path in proposal.tables[:_SHOWN]:
        with suppress(ObverseError, TextError):
            (raw,) = project.read({path: str(project.root / path)}).values()
            shown = columns_shown(decode(raw), path, TableSettings(path))
            listed = ", ".join(f"`{name}` ({what})" for name, what in shown)
            yield f"{title:<10} {path}: {listed}"
            title = ""


def _cards(project: Project) -> Iterator[str]:
    """What would become cards: how many, a few of each shape, and what is wrong."""
    try:
        with progress("reading"):
            sources = project.read()
            built = dry_build(project, sources)
    except ObverseError as reason:
        yield f"cards      none yet: {reason.message}"
        return
    notes = sorted((each.note for each in built.identity.notes), key=lambda note: note.place)
    yield f"cards      {plural(len(notes), 'card')}" + (", such as" if notes else " so far")
    if not notes:
        yield "           a card is a line such as `## What is a lease?` with the answer below it"
    shown: dict[str, set[str]] = {}
    for note in notes:
        files_shown = shown.setdefault(_sign(sources[note.place.path], note.place), set())
        if len(files_shown) < _SHOWN and note.place.path not in files_shown:
            files_shown.add(note.place.path)
            front = " ".join(note.front.split())
            cut = front if len(front) <= _LONGEST else f"{front[: _LONGEST - 1]}…"
            yield f"           {cut}  ({note.place.path}:{note.place.line})"
    errors = [each for each in built.diagnostics if each.severity is Severity.ERROR]
    if notes and errors:
        yield f"wrong      {count(errors)}: `obverse build` shows where, and what to do"


def _sign(raw: bytes, place: Place) -> str:
    """What the line looks like that a card begins at."""
    lines = raw.decode("utf-8", "replace").splitlines()
    return word_for(lines[place.line - 1]) if place.line <= len(lines) else ""


def _unread(seen: Survey, proposal: Proposal) -> Iterator[str]:
    """What else looks like cards: another word reads it."""
    if proposal.unread:
        counts = sign_counts(seen.notes)
        names = dict(ranked())
        lines = ", ".join(plural(counts[word], names[word].about) for word in proposal.unread)
        words = ", ".join(f'"{word}"' for word in proposal.unread)
        yield f"not read   {lines}: `cards = [{words}]` reads them instead"
    if seen.tag:
        tagged = seen.tagged(seen.tag)
        counts = sign_counts([note for note in seen.notes if note not in tagged])
        others = [each for each in ranked() if counts[each[0]] and each[0] != HEADINGS]
        if others:
            lines = ", ".join(plural(counts[word], each.about) for word, each in others)
            yield f"not read   {lines} in notes without `#{seen.tag}`: `tags-only` leaves them out"
    if unnamed := [each for each in seen.tables if each not in proposal.tables]:
        yield f"not read   {plural(len(unnamed), 'csv file')}, such as `{unnamed[0]}`"
