"""`obverse formats`: what can be read and written."""

import click

from obverse import formats
from obverse.commands import telling_trouble


@click.command()
@telling_trouble
def command() -> None:
    """List the formats to import and export.

    \b
    Examples:
      obverse formats
    """
    click.echo(f"{'format':<14} {'in':<4} {'out':<4} {'suffixes':<24} about")
    for name in formats.names():
        about = formats.get(name)
        can = ("yes" if can else "no" for can in (about.read is not None, about.writes))
        line = "{:<14} {:<4} {:<4} {:<24} {}".format(
            name, *can, " ".join(about.suffixes) or "-", about.about
        )
        click.echo(line.rstrip())
