"""`obverse explain`: the manual of a rule, a list of all rules, or why a line is not a card."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import fill

import click

from obverse.commands import colourful, open_project, telling_trouble
from obverse.machine import files
from obverse.project.project import Project
from obverse.project.settings import Settings

_WIDTH = 79
_LINE = re.compile(r"(.+):([0-9]{1,9})(?::[0-9]+)?")
_BOLD = re.compile(r"`([^`\n]+)`")


@click.command()
@click.argument("rule", required=False, metavar="[RULE|FILE:LINE]")
@telling_trouble
def command(rule: str | None) -> None:
    """Explain a rule or a line of a source, or list all rules.

    The manual of a rule says what it finds, why that matters, and what to write instead. Of a line
    it is said which card it is in, or why it is in none.

    \b
    Examples:
      obverse explain
      obverse explain near-duplicate
      obverse explain kpis.md:12
    """
    from obverse.check import review

    if rule and (found := _LINE.fullmatch(rule)):
        for line in _of_line(Path(found[1]), int(found[2])):
            click.echo(line)
        return
    if rule is None:
        for line in _listed():
            click.echo(line)
        return
    review.check_names([rule])
    click.echo(_explained(rule, colour=colourful(sys.stdout)))


def _of_line(path: Path, number: int) -> Iterator[str]:
    """What is said of a line of a source, which belongs to the project that it is in."""
    from obverse.check.explain_line import explain_line
    from obverse.values.source import decode

    text = decode(files.read(path))
    the_project = _project(path.resolve())
    cards = the_project.rendering.cards
    return explain_line(text, the_project.key_of(path.resolve()), number, cards)


def _project(path: Path) -> Project:
    """The project that a file is a source of; its folder if there is none."""
    for parent in path.parents:
        found = open_project(parent)
        if found.settings != Settings() and path.is_relative_to(found.content.resolve()):
            return found
    return open_project(path.parent)


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
    for title, examples in (("Wrong", each.wrong), ("Right", each.right)):
        if examples:
            parts.append(click.style(title, bold=True) if colour else title)
        for file in examples:
            written = file.content.decode("utf-8", "backslashreplace").rstrip("\n")
            lines = "\n".join(f"    {line}".rstrip() for line in written.split("\n"))
            parts.append(f"  {file.name}\n\n{lines}" if len(examples) > 1 else lines)
    return "\n\n".join(parts)


def _wrapped(text: str, *, colour: bool) -> str:
    lines = fill(text, _WIDTH, break_long_words=False, break_on_hyphens=False)
    return _BOLD.sub(lambda found: click.style(found[0], bold=True), lines) if colour else lines
