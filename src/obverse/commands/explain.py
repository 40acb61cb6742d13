"""`obverse explain`: the manual of a rule, or a list of all rules."""

import re
import sys
from textwrap import fill

import click

from obverse.commands import colourful, telling_trouble

_WIDTH = 79
_BOLD = re.compile(r"`([^`\n]+)`")


@click.command()
@click.argument("rule", required=False, metavar="[RULE]")
@telling_trouble
def command(rule: str | None) -> None:
    """Explain a rule, or list all rules.

    The manual of a rule says what it finds, why that matters, and what to write instead.

    \b
    Examples:
      obverse explain
      obverse explain near-duplicate
    """
    from obverse.check import review

    if rule is None:
        for line in _listed():
            click.echo(line)
        return
    review.check_names([rule])
    click.echo(_explained(rule, colour=colourful(sys.stdout)))


def _listed() -> list[str]:
    from obverse.check import manual, rules

    width = max(map(len, rules.names()))
    lines: list[str] = []
    last = ""
    for group, each in manual.listing():
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
