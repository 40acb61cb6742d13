"""`obverse allow`: let a project run its commands, and use files outside of it."""

import sys
from pathlib import Path

import click

from obverse.arguments import folder_argument
from obverse.commands import open_project, telling_trouble
from obverse.errors import ObverseError
from obverse.project import drawing, permission
from obverse.project.project import Project
from obverse.project.reach import reach


@click.command()
@folder_argument
@click.option("--yes", is_flag=True, help="Allow it without asking, for scripts.")
@click.option("--list", "is_list", is_flag=True, help="List what is allowed to which project.")
@click.option("--forget", is_flag=True, help="Allow nothing to this project any more.")
@telling_trouble
def command(folder: Path, *, yes: bool, is_list: bool, forget: bool) -> None:
    """Let a project run commands and use files outside of it.

    Shows the commands that draw its diagrams, the files of the project that they name, and the
    files and folders outside the project that its settings and links lead to. Then it asks. The
    answer is kept in your own configuration folder; if anything changes, you are asked again. What
    those programs start or read themselves is not looked at.

    \b
    Examples:
      obverse allow
      obverse allow --yes notes/
      obverse allow --list
      obverse allow --forget
    """
    if yes + is_list + forget > 1:
        raise click.UsageError("only one of --yes, --list and --forget is possible")
    if is_list:
        _list()
    elif forget:
        _forget(folder)
    else:
        _allow(open_project(folder, is_guarded=False), is_sure=yes)


def _list() -> None:
    known = permission.permitted()
    for root, each in known.items():
        click.echo(_plain(root))
        if each.commands:
            click.echo("  may run its commands, if they did not change")
        for path in each.outside:
            click.echo(f"  may use {_plain(path)}")
    if not known:
        click.echo("nothing is allowed to any project")


def _forget(folder: Path) -> None:
    root = folder
    if folder.exists():  # a project that was deleted is forgotten by its path
        root = open_project(folder, is_guarded=False).root
    was = permission.revoke(root)
    click.echo("nothing is allowed to this project any more" if was else "nothing was allowed")


def _allow(project: Project, *, is_sure: bool) -> None:
    outside = tuple(dict.fromkeys((*project.outside, *reach(project))))
    if not project.settings.diagrams and not outside:
        permission.revoke(project.root)
        click.echo("this project runs no commands and uses nothing outside of it")
        return
    for line in _asked(project, outside):
        click.echo(line)
    if not is_sure:
        _confirm()
    permission.allow(project.root, project.settings, outside)
    click.echo("allowed; `obverse allow --forget` takes it back")


def _confirm() -> None:
    if not _is_terminal():
        raise ObverseError("nobody can be asked here: this is not a terminal", "add `--yes`")
    if not click.confirm("Allow this?", default=False):
        raise ObverseError("nothing is allowed")


def _is_terminal() -> bool:
    return bool(getattr(sys.stdin, "isatty", bool)())


def _asked(project: Project, outside: tuple[str, ...]) -> list[str]:
    """What the project asks for, a line for each."""
    shown = [f"{_plain(str(project.root.resolve()))} asks for this"]
    shown += [
        f"  run      {_plain(command)}   (draws {_plain(language)})"
        for language, command in project.settings.diagrams
    ]
    named = drawing.named_files(project.root, dict(project.settings.diagrams).values())
    shown += [f"  with     {_plain(project.key_of(path))}" for path in named]
    shown += [f"  use      {_plain(path)}" for path in outside]
    return shown


def _plain(text: str) -> str:
    """The text without what would change how a terminal shows it."""
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape", "surrogatepass").decode()
        for each in text
    )
