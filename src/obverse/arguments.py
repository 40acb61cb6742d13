"""Arguments that several commands take: paths as they are typed, and forms of output."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeAlias

import click

_OUTSIDE = "obverse.outside"  # of click's context

_P = ParamSpec("_P")
_Typed: TypeAlias = "str | os.PathLike[str]"


class TypedPath(click.Path):
    """A path as it is typed; `~` is the home folder also where no shell says so: `--output=~/a`."""

    def __init__(self) -> None:
        """Anything may be there, or nothing."""
        super().__init__(path_type=Path)

    def convert(
        self, value: _Typed, param: click.Parameter | None, ctx: click.Context | None
    ) -> "str | bytes | os.PathLike[str]":
        """The path."""
        return super().convert(os.path.expanduser(value), param, ctx)  # noqa: PTH111  # a `/` stays


class OutputFile(TypedPath):
    """A file to write; a folder is refused before there is any work for it."""

    def convert(
        self, value: _Typed, param: click.Parameter | None, ctx: click.Context | None
    ) -> "str | bytes | os.PathLike[str]":
        """The path."""
        check_file(os.fspath(value))
        return super().convert(value, param, ctx)


def check_file(written: str) -> None:
    """Refuse a folder as a file to be written, whether or not it is there yet."""
    if not written:
        raise click.UsageError("the name of the file to write is empty")
    path = Path(written).expanduser()
    if written.endswith(("/", os.sep)) or path.is_dir():
        named = (Path(written) / "NAME.apkg").as_posix()
        raise click.UsageError(f"`{written}` is a folder: name a file in it, such as `{named}`")


_FORMS, _FOR = click.Choice(["text", "json"]), "Text for people, JSON for programs."
form_option = click.option("--format", "form", type=_FORMS, default="text", help=_FOR)


def folder_argument(command: Callable[_P, None]) -> Callable[_P, None]:
    """FOLDER, the project; and where outside of it its paths may lead (`allowed_outside`)."""
    argument = click.argument("folder", default=".", type=TypedPath(), metavar="[FOLDER]")
    option = click.option(
        "--outside",
        type=TypedPath(),
        multiple=True,
        metavar="PATH",
        expose_value=False,
        callback=_keep_outside,
        help="A file or folder outside the project that it may use.",
    )
    return argument(option(command))


def _keep_outside(ctx: click.Context, _: click.Parameter, outside: tuple[Path, ...]) -> None:
    ctx.meta[_OUTSIDE] = outside


def allowed_outside() -> tuple[Path, ...]:
    """The files and folders outside the project that the command line of this command allows."""
    context = click.get_current_context(silent=True)
    return context.meta.get(_OUTSIDE, ()) if context else ()
