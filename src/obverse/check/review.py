"""Review: all that is found in a project, and what its author wants to hear of it.

Stations of the compiler find on their way; the rules look at the linked result. Then what is
allowed in a card, ignored or not selected goes, and a finding about a whole line gets its words.
"""

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from obverse.check import rules
from obverse.check.view import MediaFile, Reading
from obverse.errors import ObverseError, TextError
from obverse.languages import media
from obverse.project.media_files import MediaFiles
from obverse.project.project import MEDIA, Project
from obverse.project.tables_there import tables_there
from obverse.values.diagnostic import Diagnostic, Severity, in_order, line_extent, nearest
from obverse.values.outline import Allowance
from obverse.values.source import Place, decode

if TYPE_CHECKING:  # a build that has nothing to do judges what it kept, and compiles nothing
    from obverse.build import Built

_UNUSED = "unused-allowance"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted of the findings: only `select` where it is not empty, nothing of `ignore`.

    Errors are always wanted: with one of them nothing is written. With `strict` warnings are
    errors.
    """

    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    strict: bool = False

    def runs(self, name: str) -> bool:
        """Whether a rule is to be run."""
        return name not in self.ignore and (not self.select or name in self.select)

    def takes(self, found: Diagnostic) -> bool:
        """Whether a finding is wanted."""
        if found.severity is Severity.ERROR:
            return True
        return found.rule not in self.ignore and (not self.select or found.rule in self.select)


def run_rule(name: str, reading: Reading, check: rules.Check | None = None) -> Iterator[Diagnostic]:
    """What a rule finds, with another `check` than its own; nothing where a station reports it."""
    rule = rules.get(name)
    check = check or rule.check
    for each in check(reading) if check else ():
        yield Diagnostic(each.place, rule.severity, each.message, name, each.hint, each.related)


def source_lines(path: str, raw: bytes) -> Sequence[str]:  # noqa: ARG001  # some know it by its path
    """The lines of a source; none, if it is not a text."""
    try:
        return decode(raw).split("\n")
    except TextError:
        return ()


class Running(NamedTuple):
    """How a review runs: what gives the findings of a rule, and the lines of a source (its path).

    Who holds a project open remembers both.
    """

    rule: Callable[[str, Reading], Iterable[Diagnostic]] = run_rule
    lines: Callable[[str, bytes], Sequence[str]] = source_lines


_ANEW = Running()


def review(
    project: Project,
    built: "Built",
    sources: Mapping[str, bytes],
    wanted: Wanted,
    running: Running = _ANEW,
) -> tuple[Diagnostic, ...]:
    """Every finding of the stations and of the rules.

    Raises `ObverseError` for unknown names.
    """
    lines = {path: running.lines(path, raw) for path, raw in sources.items()}
    reading = _reading(project, built, lines)
    found = [*built.diagnostics]
    # What takes long may have begun elsewhere: it is waited for when all else is done.
    for name in sorted(filter(wanted.runs, rules.names()), key=rules.takes_long):
        found += running.rule(name, reading)
    allowances = [each for compiled in built.compiled for each in compiled.outline.allowances]
    kept = not_allowed(found, allowances)
    if not wanted.select or _UNUSED in wanted.select:
        kept += _unused(allowances, found, wanted)
    return _finish(kept, lines, wanted)


def pick(
    found: Sequence[Diagnostic], sources: Mapping[str, bytes], wanted: Wanted
) -> tuple[Diagnostic, ...]:
    """Those findings of a build that its author wants, each with the words it is about."""
    paths = {each.place.path for each in found}
    return _finish(
        found,
        {path: source_lines(path, sources[path]) for path in sources if path in paths},
        wanted,
    )


def not_allowed(found: Iterable[Diagnostic], allowances: Iterable[Allowance]) -> list[Diagnostic]:
    """The findings but for those that a comment in their section allows; errors never are."""
    by_rule = defaultdict(list)
    for each in allowances:
        by_rule[each.place.path, each.rule].append(each)
    return [
        each
        for each in found
        if each.severity is Severity.ERROR
        or not any(one.covers(each.place) for one in by_rule.get((each.place.path, each.rule), ()))
    ]


def check_names(names: Iterable[str]) -> None:
    """Raise `ObverseError`, with the nearest name there is, for a rule that is not known."""
    for name in names:
        if name not in rules.names():
            near = nearest(name, rules.names())
            hint = f"did you mean `{near}`?" if near else "`obverse explain` lists the rules"
            raise ObverseError(f"there is no rule `{name}`", hint)


def _reading(project: Project, built: "Built", lines: Mapping[str, Sequence[str]]) -> Reading:
    limits = {name: rule.limit for name in rules.names() if (rule := rules.get(name)).limit}
    uses = {
        (os.path.dirname(use.place.path), use.path, use.embed): use  # noqa: PTH120  # a text
        for compiled in built.compiled
        for note in (*compiled.notes, *compiled.drafts)
        for use in note.media
        if not use.code
    }
    media_files = MediaFiles(project)
    known = built.media.uses
    files = (
        Path(known[use][1]) if known.get(use, ("", ""))[1] else media_files.find(use)
        for use in uses.values()
    )
    of_types = map(Path, built.type_media.values())
    shown = {project.key_of(path) for path in (*files, *of_types) if isinstance(path, Path)}
    return Reading(
        built.deduped.notes,
        lines,
        {each.path: each.outline for each in built.compiled},
        tuple(_of_cards(_media_files(project), shown, project, built)),
        frozenset(shown),
        limits | {**project.settings.limits},
        project.rendering.cards,
        tables_there(project),
    )


def _of_cards(
    found: Iterable[MediaFile], shown: AbstractSet[str], project: Project, built: "Built"
) -> Iterator[MediaFile]:
    """The media that are there for cards; where not all notes are read, prose may show others."""
    is_whole = not (built.left_out or project.settings.include or project.settings.exclude)
    folders = tuple(f"{project.key_of(each / MEDIA)}/" for each in project.contents)
    for each in found:
        if is_whole or each.path in shown or each.path.startswith(folders):
            yield each


def _media_files(project: Project) -> Iterator[MediaFile]:
    for path in _files(project, media.is_media):
        # A link may lead nowhere.
        yield MediaFile(project.key_of(path), path.lstat().st_size)


def _files(project: Project, is_one: Callable[[str], bool]) -> Iterator[Path]:
    """The paths of such files in the content folder."""
    made, seen = project.build.resolve(), set[str]()
    walks = (os.walk(content) for content in project.contents)
    for folder, folders, names in chain.from_iterable(walks):
        here = Path(folder)
        if folder in seen:  # folders of the content can overlap
            folders.clear()
            continue
        seen.add(folder)
        folders[:] = sorted(
            name for name in folders if name[0] not in "._" and (here / name).resolve() != made
        )
        yield from (here / name for name in sorted(names) if is_one(name))


def _unused(
    allowances: Iterable[Allowance], found: Sequence[Diagnostic], wanted: Wanted
) -> Iterator[Diagnostic]:
    severity = rules.get(_UNUSED).severity
    places = defaultdict(list)
    for finding in found:
        if finding.severity is not Severity.ERROR:
            places[finding.place.path, finding.rule].append(finding.place)
    for each in allowances:
        known = each.rule in rules.names()
        # What was not looked for was not found for that reason.
        if each.rule in wanted.ignore or (wanted.select and known):
            continue
        if any(map(each.covers, places[each.place.path, each.rule])):
            continue
        message = f"the allowance of `{each.rule}` allows nothing"
        hint = "delete it"
        if not known:
            message = f"there is no rule `{each.rule}` to allow"
            near = nearest(each.rule, rules.names())
            hint = f"did you mean `{near}`?" if near else "`obverse explain` lists the rules"
        elif rules.get(each.rule).severity is Severity.ERROR:
            message = f"`{each.rule}` is an error, which cannot be allowed"
        yield Diagnostic(each.place, severity, message, _UNUSED, hint)


def _finish(
    found: Iterable[Diagnostic], lines: Mapping[str, Sequence[str]], wanted: Wanted
) -> tuple[Diagnostic, ...]:
    taken = (each for each in found if wanted.takes(each))
    pointed = (_pointed(each, lines.get(each.place.path, ())) for each in taken)
    if wanted.strict:
        pointed = (
            each._replace(severity=Severity.ERROR) if each.severity is Severity.WARNING else each
            for each in pointed
        )
    return in_order(pointed)


def _pointed(found: Diagnostic, lines: Sequence[str]) -> Diagnostic:
    """A finding about a line, or about what begins at a column, with the place of the words."""
    place = found.place
    if place.length or not 0 < place.line <= len(lines):
        return found
    column, length = line_extent(lines[place.line - 1])
    # Nothing stands after the end of a line: its beginning is meant.
    if 1 < place.column < column + length:
        column, length = place.column, column + length - place.column
    return (
        found._replace(place=Place(place.path, place.line, column, length)) if length > 0 else found
    )
