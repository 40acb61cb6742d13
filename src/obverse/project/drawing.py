"""The commands that draw diagrams: their words, and the files of the project that they name."""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from obverse.errors import TextError
from obverse.machine import files, paths
from obverse.machine.late import late

# What may be a path in a command: a word of the shell, of an option's value, of a script in quotes.
_MAYBE_PATHS = late(r"[^\s\"'=:;,&|<>(){}`$]+")
# What a system or an interpreter may put after a name.
_SUFFIXES = ("", ".py", ".exe", ".cmd", ".bat", ".com", ".ps1")


def command_words(command: str, *, is_windows: bool) -> list[str]:
    r"""The words of a command, quotes as in a shell. Raises `ValueError` for an open quote.

    On Windows `\` separates the names of a path and escapes nothing, and the program may be a
    script (`mmdc.cmd`), which is only found by its full name.
    """
    import shlex

    if not is_windows:
        return shlex.split(command)
    import shutil

    lexer = shlex.shlex(command, posix=True, punctuation_chars=False)
    lexer.whitespace_split, lexer.commenters, lexer.escape = True, "", ""
    program, *arguments = [*lexer] or [""]
    return [shutil.which(program) or program, *arguments]


def named_files(root: Path, commands: Iterable[str]) -> list[Path]:
    """The files that the commands name, sorted; of a folder all that are in it.

    Relative paths are seen from the project's `root`, where commands run. Of absolute ones only
    those in the project count.
    """
    found: set[Path] = set()
    for name in {name for command in commands for name in _names(command)}:
        path = root / name
        if Path(name).is_absolute() and not paths.stays_in(path, (paths.repository(root),)):
            continue
        found.update(_files(path, root))
    return sorted(found)


def commands_digest(root: Path, commands: Iterable[str]) -> str:
    """A digest of commands and of the files that they name: what their drawings depend on.

    Raises `ObverseError` if one cannot be read.
    """
    commands = [*commands]
    named = [
        f"{paths.composed(paths.relative(path, root))}\0{files.digest(files.read(path))}"
        for path in named_files(root, commands)
    ]
    return files.digest("\0\0".join([*commands, "", *named]).encode())


@cache
def _names(command: str) -> frozenset[str]:
    """What may be a path in a command."""
    try:
        found = command_words(command, is_windows=False)
    except ValueError:
        found = []
    parts = _MAYBE_PATHS.findall(command)
    modules = [part.replace(".", "/") for part in parts]  # python -m tools.draw
    names = (name.rstrip("/") for name in (*found, *parts, *modules))
    return frozenset(name for name in names if name.strip("./\\") and "\0" not in name)


def _files(path: Path, root: Path) -> Iterator[Path]:
    try:
        if path.is_dir():
            if not root.resolve().is_relative_to(path.resolve()):
                yield from (each for each in path.rglob("*") if each.is_file())
            return
        for suffix in _SUFFIXES:
            each = path.with_name(path.name + suffix)
            if each.is_file():
                yield each
    except (OSError, ValueError):  # a name that is too long is not one of a file
        return


def commands_in(value: object, line: int) -> tuple[tuple[str, str], ...]:
    """The setting `diagrams`: languages and commands. Raises `TextError`."""
    if isinstance(value, dict) and all(isinstance(each, str) for each in value.values()):
        return tuple(sorted(value.items()))
    message = "`diagrams` is not a table of commands"
    raise TextError("config-wrong-type", message, line, hint='write it as `dot = "dot -Tsvg"`')
