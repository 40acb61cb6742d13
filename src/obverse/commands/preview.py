"""`obverse preview`: show the cards in a browser while they are written."""

import gc
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from threading import Event, Thread
from typing import TYPE_CHECKING

import click

from obverse.arguments import folder_argument
from obverse.commands import now, open_project, telling_trouble, wanted
from obverse.errors import ObverseError
from obverse.machine import files

if TYPE_CHECKING:  # `--help` imports every command
    from obverse.preview.server import PreviewServer
    from obverse.preview.shown_project import ShownProject

_LATE = "a save shows after up to 0.3 s: `pip install 'obverse[preview]'` hears of it at once"


@click.command()
@folder_argument
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=4747,
    show_default=True,
    metavar="N",
    help="The port on this machine; 0 takes a free one.",
)
@click.option("--open", "is_opened", is_flag=True, help="Open the page in your browser.")
@click.option(
    "--editor",
    envvar="OBVERSE_EDITOR",
    default="",
    metavar="NAME|COMMAND",
    help="What opens a card's place: vscode, or a command with {path} and {line}.",
)
@click.option(
    "--allow-host",
    "hosts",
    multiple=True,
    metavar="HOST",
    help="A further HOST[:PORT] that leads here, as of a forwarded port.",
)
@telling_trouble
def command(
    folder: Path, port: int, *, is_opened: bool, editor: str, hosts: tuple[str, ...]
) -> None:
    """Show the cards in a browser while you write them.

    The page shows each card as Anki's programs do, its findings, and what the next import will do
    with it. It shows a save at once. Nothing is written, and only this machine can see the page.

    \b
    Examples:
      obverse preview --open
      obverse preview notes/ --port 0 --editor vscode
    """
    from obverse.live.live_project import Asking, LiveProject
    from obverse.live.watching import can_listen
    from obverse.preview.editor import editor_command, own_editor
    from obverse.preview.own_files import NO_MATHJAX, mathjax_files
    from obverse.preview.shown_project import ShownProject

    editor = editor or own_editor()
    if editor:
        editor_command(editor, Path(), 1)
    asking = Asking(partial(open_project, folder), now, partial(wanted, is_strict=False))
    project = asking.project()
    shown = ShownProject(LiveProject(asking), editor)
    server = _serving(port, shown, hosts)
    Thread(target=server.serve_forever, daemon=True).start()
    gc.disable()
    shown.turn()
    gc.collect()
    gc.freeze()
    gc.enable()
    click.echo(f"preview    {server.address.url} of {project.shown(project.root)}; Ctrl-C stops")
    for note in (*([] if can_listen() else [_LATE]), *([] if mathjax_files() else [NO_MATHJAX])):
        click.echo(f"           {note}")
    if is_opened:
        click.launch(server.address.url)
    saves: SimpleQueue[object] = SimpleQueue()
    Thread(target=_told_of_saves, args=(saves, project.root), daemon=True).start()
    shown.follow(saves)


def _told_of_saves(saves: "SimpleQueue[object]", root: Path) -> None:
    from obverse.live.watching import DEAF, watching

    deaf = partial(click.echo, f"           {DEAF}")
    for _ in watching(lambda: root, Event(), deaf):
        saves.put(None)


def _serving(port: int, shown: "ShownProject", hosts: tuple[str, ...]) -> "PreviewServer":
    from obverse.preview.address import address
    from obverse.preview.server import PreviewServer

    try:
        return PreviewServer(port, shown, partial(address, hosts=hosts))
    except OSError as fault:
        message = f"port {port} cannot be used: {files.why(fault)[0]}"
        raise ObverseError(message, "`--port 0` takes a free one") from None
