"""Commands: one file each, a thin layer over functions of plain values.

Here is what they share: how errors are printed, and when output is coloured. click is imported by
what needs it: a plain build does without (`build/plain_build`), for it takes as long to import as
all else that a build imports before it looks at the sources.
"""

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec

from obverse.errors import ObverseError
from obverse.machine.paths import composed, is_below, relative
from obverse.project.project import BadConfigurationError, Project, find

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

    from obverse.build import Built
    from obverse.check.review import Wanted
    from obverse.project.job import Job
    from obverse.values.compiled import Compiled
    from obverse.values.diagnostic import Diagnostic

FINDINGS, TROUBLE = 1, 2  # exit statuses
_MOST = 10  # findings of one rule; the others are counted
PATIENCE = 1.0  # seconds before a progress bar is shown
_DIGITS = 12
_PLAIN = ("utf-8", "utf8")  # encodings of a stream that needs nothing of click
_P = ParamSpec("_P")


def now() -> int:
    """Unix seconds, or `SOURCE_DATE_EPOCH` if it is set (reproducible-builds.org)."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not fixed:
        return int(time.time())
    # Anki's times are 64 bits of milliseconds.
    if not (fixed.isascii() and fixed.isdecimal() and len(fixed) <= _DIGITS):
        message = f"SOURCE_DATE_EPOCH is `{fixed}`, not a number of seconds"
        raise ObverseError(message, "set it to seconds since 1970, or unset it")
    # In the lock 0 means that a note was never removed.
    return max(int(fixed), 1)


def colourful(stream: object) -> bool:
    """Whether to colour: on a terminal, unless `NO_COLOR` is set (no-color.org)."""
    is_terminal: bool = getattr(stream, "isatty", bool)()
    return is_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


@contextmanager
def progress(label: str, *, quiet: bool = False) -> Iterator[Callable[[int, int], None] | None]:
    """A function of (done, total) that shows a bar once the work takes longer than `PATIENCE`.

    The bar goes to stderr if that is a terminal; otherwise there is no function.
    """
    if quiet or not getattr(sys.stderr, "isatty", bool)():
        yield None
        return
    started = time.perf_counter()
    with ExitStack() as stack:
        bars: list[ProgressBar[int]] = []
        shown = 0

        def told(done: int, total: int) -> None:
            nonlocal shown
            if not bars and time.perf_counter() - started > PATIENCE and done < total:
                import click

                bar = click.progressbar(length=total, label=label, file=sys.stderr)
                bars.append(stack.enter_context(bar))
            for bar in bars:
                bar.update(done - shown)
                shown = done

        yield told


def telling_trouble(command: Callable[_P, None]) -> Callable[_P, None]:
    """Print an error as one line on stderr and exit with its status."""

    @wraps(command)
    def told(*args: _P.args, **kwargs: _P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except BadConfigurationError as error:
            show([error.diagnostic], Path())
            sys.exit(TROUBLE)
        except ObverseError as error:
            import click

            click.echo(f"error: {error.message}", err=True)
            if error.hint:
                click.echo(f"  help: {error.hint}", err=True)
            sys.exit(TROUBLE)
        except KeyboardInterrupt:
            import click

            click.echo("stopped", err=True)
            sys.exit(130)

    return told


def show(
    diagnostics: "Iterable[Diagnostic]", root: Path, *, err: bool = True, every: bool = False
) -> None:
    """Print findings, with paths relative to the current folder; of many of one rule the first.

    They go to stderr, unless they are what the user asked for. With `every` none is only counted.
    """
    found = tuple(diagnostics)
    if not found:
        return
    import click

    from obverse.report import forms

    lines, prefix = forms.lines_below(root), seen_from_here(root)
    colour = colourful(sys.stderr if err else sys.stdout)
    told = forms.Report(found, lines, prefix, colour=colour, most=0 if every else _MOST)
    click.echo(forms.get("text")(told), nl=False, err=err, color=True)


def say(line: str) -> None:
    """Print a line of a summary, as `click.echo` does."""
    encoding = getattr(sys.stdout, "encoding", None) or ""
    if encoding.lower() in _PLAIN and "\x1b" not in line:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
        return
    import click

    click.echo(line)


def write_out(text: str) -> None:
    """Print what programs read: in UTF-8 and with LF, whatever the console's encoding is."""
    import click

    click.echo(text.encode(errors="backslashreplace"), nl=False)


def known_rules(setting: str) -> tuple[str, ...]:
    """The rules that a setting of a project may name."""
    from obverse.check import rules  # only where a configuration names one

    return rules.named_by(setting)


def open_project(folder: Path, *, is_guarded: bool = True) -> Project:
    """The project in `folder`, with its settings checked. Raises `ObverseError`.

    Unless it `is_guarded`, its settings may name what is outside of it.
    """
    from obverse.arguments import allowed_outside

    return find(folder, known_rules, allowed_outside(), is_guarded=is_guarded)


def open_source(path: Path) -> tuple[Project, str]:
    """The project in a folder, or that which a file is a source of, with the key of the source.

    The key is empty for a folder. Raises `ObverseError`.
    """
    if not path.is_file():
        return open_project(path), ""
    from obverse.project.project_of_note import project_of_note

    project, _, key = project_of_note(path, open_project)
    return project, key


def seen_from_here(root: Path) -> str:
    """The prefix for a path below `root`, so that it can be opened from the current folder."""
    below = relative(root)
    seen = below if is_below(below) else root.resolve().as_posix()
    return composed(f"{seen.rstrip('/')}/".removeprefix("./"))


def dry_build(
    project: Project,
    sources: Mapping[str, bytes],
    ahead: "Callable[[Job, tuple[Compiled, ...]], object] | None" = None,
    *,
    lock: bytes | None = None,
) -> "Built":
    """The result of a build that writes nothing, not even its cache.

    `ahead` is called with what is compiled, before it is linked. `lock` is the one to build with,
    if not the project's.
    """
    from obverse.build import build
    from obverse.machine.cache import Cache
    from obverse.project.job import Job
    from obverse.values.compiled import Compiled

    cache = Cache(project.cache, Compiled, only_read=True)
    job = Job(project, now(), draws=False)
    begin = partial(ahead, job) if ahead else None
    before = project.read_lock() if lock is None else lock
    return build(job, sources, before, cache=cache, ahead=begin)


def wanted(
    project: Project, select: str | None = None, ignore: str | None = None, *, is_strict: bool
) -> "Wanted":
    """Which findings to show: as the options say, or else the project's settings."""
    from obverse.check.review import Wanted, check_names

    chosen = [] if select is None else _names(select)
    passed = [] if ignore is None else _names(ignore)
    check_names([*chosen, *passed])
    return Wanted(
        frozenset(project.settings.select if select is None else chosen),
        frozenset(project.settings.ignore if ignore is None else passed),
        strict=is_strict,
    )


def _names(written: str) -> list[str]:
    return [name for part in written.split(",") if (name := part.strip())]


def fails(diagnostics: "Iterable[Diagnostic]") -> bool:
    """Whether there is an error among them."""
    from obverse.values.diagnostic import Severity

    return any(each.severity is Severity.ERROR for each in diagnostics)


def where(project: Project, path: Path) -> str:
    """A path for the reader of a summary."""
    return project.shown(path)


def check_suffix(path: Path, suffixes: Sequence[str]) -> None:
    """Refuse a file name that says it is of another format: `suffixes` are those of this one."""
    suffix = path.suffix.lower()
    # `notes.2026` says nothing about a format.
    if suffix in suffixes or not any(map(str.isalpha, suffix)):
        return
    listed = " or ".join(f"`{each}`" for each in suffixes)
    message = f"`{path.name}` ends in `{path.suffix}`, but what is written would be {listed}"
    raise ObverseError(message, f"write `-o {path.with_suffix(suffixes[0]).as_posix()}`")


def check_name(package: Path) -> None:
    """Refuse a package name that would make Anki replace the learner's whole collection."""
    # Anki treats a package with such a name as a backup.
    name = package.name.lower()
    if name == "collection.apkg" or name.startswith("backup-") or name.endswith(".colpkg"):
        message = f"Anki would take `{package.name}` for a backup and replace the whole collection"
        import click

        raise click.UsageError(message)
    check_suffix(package, (".apkg",))
