"""Diagrams: a fence drawn as SVG by a command that the project names, once for each text."""

import os
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from obverse.languages import media
from obverse.machine import files
from obverse.machine.files import replacing
from obverse.project import drawing
from obverse.project.project import DRAWINGS, Project

TIME_LIMIT = 30  # seconds; a Graphviz drawing takes a fraction of one, mermaid's browser a few


class NotDrawnError(Exception):
    """A command that drew nothing; the message is the last line that it printed."""


class NotAllowedError(NotDrawnError):
    """A command that may not run, because the user did not allow it."""


class Drawn(NamedTuple):
    """A diagram: its name in Anki, and the SVG; no path if it was not to be drawn."""

    name: str
    path: Path | None


class Diagrams:
    """The diagrams of one build of a project."""

    def __init__(self, project: Project) -> None:
        """Look at nothing yet: most projects have none."""
        self._project = project
        self._digests: dict[str, str] = {}
        self._may_draw: bool | None = None

    def find(self, language: str, code: str, *, draws: bool = True) -> Drawn:
        """The SVG that the command for the language makes of `code`, from the cache or drawn now.

        Its name depends on the code, the command and the files that the command names, never on
        what is drawn: another machine may draw it another way, or not at all, and the note is the
        same. Without `draws` a diagram that is not in the cache stays undrawn if its command may
        not run. Raises `NotDrawnError`, and `ObverseError` if a file cannot be read or the cache
        leads out of the project.
        """
        command = dict(self._project.settings.diagrams)[language]
        about = f"{self._digest(command)}\0{code}".encode()
        folder = self._project.inside(self._project.root / DRAWINGS / "diagrams", "the drawings")
        path = folder / f"{blake2b(about, digest_size=12).hexdigest()}.svg"
        name = media.stored_name(f"{language}.svg", about)
        if path.is_symlink() or not path.is_file():
            if not self._allowed():
                if not draws:
                    return Drawn(name, None)
                raise NotAllowedError
            drawn = _run(command, code, self._project.root)
            with replacing(path) as stream:
                stream.write(drawn)
        return Drawn(name, path)

    def _digest(self, command: str) -> str:
        if command not in self._digests:
            self._digests[command] = drawing.commands_digest(self._project.root, [command])
        return self._digests[command]

    def _allowed(self) -> bool:
        if self._may_draw is None:
            from obverse.project import permission  # not needed if all are drawn already

            self._may_draw = permission.may_draw(self._project.root, self._project.settings)
        return self._may_draw


def _run(command: str, code: str, root: Path) -> bytes:
    import subprocess  # takes longer to import than a project without diagrams should pay

    try:
        done = subprocess.run(  # noqa: S603  # allowed by the user, and without a shell
            drawing.command_words(command, is_windows=os.name == "nt"),
            input=code.encode(),
            capture_output=True,
            cwd=root,
            timeout=TIME_LIMIT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NotDrawnError(f"it took longer than {TIME_LIMIT} seconds") from None
    except (OSError, ValueError) as fault:
        reason = files.why(fault)[0] if isinstance(fault, OSError) else f"{fault}".lower()
        raise NotDrawnError(reason) from None
    except IndexError:
        raise NotDrawnError("it is empty") from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().split("\n")[-1]
        raise NotDrawnError(said or f"it exited with status {done.returncode}")
    if b"<svg" not in done.stdout:
        raise NotDrawnError("it wrote no SVG to its standard output")
    return done.stdout
