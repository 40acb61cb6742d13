"""`obverse explain`: the manual of a rule, a list of all rules, or what a line of a file is."""

import re
import sys
from pathlib import Path
from textwrap import fill

import click

from obverse.commands import colourful, dry_build, open_project, seen_from_here, telling_trouble
from obverse.errors import ObverseError
from obverse.project.find_sources import is_source, is_table

_WIDTH = 79
_BOLD = re.compile(r"`([^`\n]+)`")
_LINE = re.compile(r"(.+?):(\d{1,9})(?::\d{1,9})?")


@click.command()
@click.argument("rule", required=False, metavar="[RULE|FILE:LINE]")
@telling_trouble
def command(rule: str | None) -> None:
    """Explain a rule, list all rules, or say what a line of a file is.

    The manual of a rule says what it finds, why that matters, and what to write instead. Of a line
    you learn which card it is in and where that goes, or why it is not a card.

    \b
    Examples:
      obverse explain
      obverse explain near-duplicate
      obverse explain notes/anatomy.md:12
    """
    from obverse.check import review

    if rule and (found := _LINE.fullmatch(rule)) and _is_file(found[1]):
        _explain_line(Path(found[1]), int(found[2]))
        return
    if rule is None:
        for line in _listed():
            click.echo(line)
        return
    review.check_names([rule])
    click.echo(_explained(rule, colour=colourful(sys.stdout)))


def _is_file(name: str) -> bool:
    return is_source(name) or is_table(name)


def _explain_line(file: Path, line: int) -> None:
    from obverse.project.project_of_note import NotASourceError, project_of_note
    from obverse.report.explained import Asked, explained

    if not file.is_file():
        raise ObverseError(f"the file `{file}` does not exist", "check the path")
    try:
        the_project, found, path = project_of_note(file, open_project)
    except NotASourceError as reason:  # which is the answer
        click.echo(f"{reason.message}\n  help: {reason.hint}")
        return
    sources = the_project.read(found.paths)
    lines = sources[path].decode("utf-8", "replace").splitlines() or [""]
    if not 0 < line <= len(lines):
        raise ObverseError(f"`{file}` has {len(lines):,} lines, and no line {line:,}")
    click.echo(f"{seen_from_here(the_project.root)}{path}:{line}: {lines[line - 1].strip()}")
    for each in explained(Asked(the_project, dry_build(the_project, sources), path, lines, line)):
        click.echo(each if each.startswith(" ") else fill(each, _WIDTH))


def _listed() -> list[str]:
    from obverse.check import manual, rules

    width = max(map(len, rules.names()))
    lines: list[str] = []
    last = ""
    for group, each in manual.all_manuals():
        if group != last:
            lines += ["", group] if last else [group]
            last = group
        lines.append(f"  {each.name:<{width}}  {each.rule.severity!s:<7}  {each.summary}")
    return lines


def _explained(name: str, *, colour: bool) -> str:
    from obverse.check import manual

    each = manual.manual(name)
    parts = [
        f"{click.style(name, bold=True) if colour else name} ({manual.facts(each)})",
        _wrapped(each.summary, colour=colour),
        *(_wrapped(part, colour=colour) for part in each.reason.split("\n\n")),
    ]
    for title, files in (("Wrong", each.wrong), ("Right", each.right)):
        if files:
            parts.append(click.style(title, bold=True) if colour else title)
        for file in files:
            written = file.content.decode("utf-8", "backslashreplace").rstrip("\n")
            lines = "\n".join(f"    {line}".rstrip() for line in written.split("\n"))
            parts.append(f"  {file.name}\n\n{lines}" if len(files) > 1 else lines)
    return "\n\n".join(parts)


def _wrapped(text: str, *, colour: bool) -> str:
    lines = fill(text, _WIDTH, break_long_words=False, break_on_hyphens=False)
    return _BOLD.sub(lambda found: click.style(found[0], bold=True), lines) if colour else lines
