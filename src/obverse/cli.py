"""The command `obverse`: finds its commands in `commands/` and imports only the one it runs."""

import sys
from typing import Any

import click

from obverse import __version__, drop_in
from obverse.machine.streams import escape_what_is_missing

_PACKAGE = "obverse.commands"
_MACHINE = 2  # exit status


class _Commands(click.Group):
    """A group whose commands are drop-ins. No traceback of theirs reaches a user."""

    def main(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  # click's
        """Run the command that the arguments name."""
        try:
            return super().main(*args, **kwargs)
        except (SystemExit, KeyboardInterrupt, GeneratorExit):
            raise
        except BaseException as fault:  # a panic in Rust is not an `Exception`
            if not kwargs.get("standalone_mode", True):
                raise
            click.echo(_told(fault), err=True)
            sys.exit(_MACHINE)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(drop_in.names(_PACKAGE))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in drop_in.names(_PACKAGE):
            return None
        command: click.Command = drop_in.load(_PACKAGE, cmd_name, "command")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from obverse.values.diagnostic import did_you_mean

            hint = did_you_mean(args[0], self.list_commands(ctx))
            message = f"there is no command `{args[0]}`; {hint}"
            raise click.UsageError(message, ctx) from error


def _told(fault: BaseException) -> str:
    """One line for a fault of ours, with the file that has the detail."""
    from obverse.machine import crash

    path = crash.crash(fault, __version__, sys.argv)
    detail = f"the details are in `{path}`" if path else "no file could be written with the details"
    return f"error: obverse itself failed and wrote nothing ({crash.in_a_line(fault)}); {detail}"


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="obverse")
def main() -> None:
    """Compile flashcards written in plain Markdown into Anki decks.

    \b
    Examples:
      obverse build            build the project in this folder: build/NAME.apkg
      obverse build notes/     build a folder of Markdown files, no configuration
      obverse check            find mistakes and weak cards
    """
    escape_what_is_missing()
