"""`obverse lsp`: findings, completion and more in an editor, while cards are written."""

import os
import sys
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, BinaryIO

import click

from obverse import __version__
from obverse.commands import now, open_project, telling_trouble, wanted
from obverse.errors import ObverseError

if TYPE_CHECKING:
    from obverse.lsp.session import Opening


@click.command()
@telling_trouble
def command() -> None:
    """Serve an editor over standard input and output (LSP).

    Your editor starts this: docs/editors.md has the configuration for Neovim, Helix, Zed and
    Emacs. It shows findings while you type, completes tags, decks and names, and renames them in
    all files. Nothing is written but what the editor saves.

    \b
    Examples:
      obverse lsp
    """
    if find_spec("pygls") is None:
        raise ObverseError("`obverse lsp` needs pygls", "run `pip install 'obverse[lsp]'`")
    from obverse.lsp.server import editor_server

    server = editor_server(__version__, _opening)
    try:
        server.start_io(*_streams())
    finally:
        server.end()


def _streams() -> tuple[BinaryIO, BinaryIO]:
    """The standard input and output, for the server alone.

    Processes that compile are forked while a thread waits for the editor. Each closes what it
    takes for its standard input, and would wait for that thread; and what it prints goes to the
    errors.
    """
    sys.stdout.flush()
    given, said = (os.dup(stream.fileno()) for stream in (sys.stdin, sys.stdout))
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, sys.stdin.fileno())
    os.close(nothing)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return os.fdopen(given, "rb"), os.fdopen(said, "wb")


def _opening() -> "Opening":
    from obverse.lsp.session import Opening

    return Opening(open_project, now, partial(wanted, is_strict=False))
