"""`obverse new`: start a project in a new folder, or in one that has notes."""

import json
import re
from importlib.resources import files as resources
from importlib.resources.abc import Traversable
from pathlib import Path

import click

from obverse.commands import telling_trouble
from obverse.errors import ObverseError
from obverse.machine import files
from obverse.machine.file_names import is_reserved
from obverse.project import left_out
from obverse.project.find_sources import SUFFIXES
from obverse.project.project import Project
from obverse.project.settings import Settings
from obverse.report import plural

# Git would read these files if they had their real names here.
_RENAMED = {"gitignore": ".gitignore", "gitattributes": ".gitattributes"}
_FILLED = (".toml", "README.md")
_NO_MATTER = frozenset({"build", "desktop.ini", "thumbs.db"})
_NOT_IN_A_NAME = re.compile(r"[^\w.-]+")


@click.command()
@click.argument("folder", default=".", type=click.Path(path_type=Path, file_okay=False))
@click.option("--force", is_flag=True, help="Write the sample deck into a folder with files.")
@telling_trouble
def command(folder: Path, *, force: bool) -> None:
    """Start a project, with a sample deck or with the notes in a folder.

    In a new folder this writes a configuration, a sample deck, a README, and .gitignore and
    .gitattributes for git. In a folder with Markdown files it looks at them, says what it found,
    shows what would become cards, and writes only obverse.toml. No file that is there is changed.

    \b
    Examples:
      obverse new spanish
      obverse new ~/vault
      obverse new . --force
    """
    if not force and folder.is_dir():
        from obverse.commands.new.in_notes import has_notes, new_in_notes

        if found := has_notes(folder):
            name = _name(folder)
            new_in_notes(folder, found, _stem(name), name.replace("::", ":"))
            _tell_steps(folder, name, "change obverse.toml, and run `obverse build` again")
            return
    if not force and folder.is_dir() and not all(map(_is_no_matter, folder.iterdir())):
        hint = "name another, or add `--force`: existing files are not overwritten"
        raise ObverseError(f"the folder `{folder}` is not empty", hint)
    name = _name(folder)
    texts = _texts(resources(__name__) / "project", name)
    project = Project(folder, Settings(), folder)
    for path in texts:
        project.inside(folder / path)
    kept = []
    for path, content in texts.items():
        if (folder / path).exists():
            kept.append(path)
            continue
        with files.replacing(folder / path) as stream:
            stream.write(content.encode())
        click.echo(f"wrote      {(folder / path).as_posix()}")
    if kept:
        click.echo(f"kept       {plural(len(kept), 'file')}: {', '.join(kept)}")
    _tell(folder, name)


def _is_no_matter(path: Path) -> bool:
    """Whether a new project may have such a file: of git, its host, a system, or an old build."""
    if path.name.casefold() in _NO_MATTER:
        return True
    # A licence may have any suffix, or none.
    return bool(left_out.of_file(f"{path.name.partition('.')[0]}.md", is_in_root=True))


def _name(folder: Path) -> str:
    return folder.resolve().name or "deck"


def _stem(name: str) -> str:
    """The name of the package, from the name of the project."""
    stem = _NOT_IN_A_NAME.sub("-", name).strip("-.").lower() or "deck"
    # Anki takes packages with such names for backups of the whole collection.
    is_taken = stem.startswith(("backup-", "collection")) or is_reserved(stem)
    return f"deck-{stem}" if is_taken else stem


def _texts(root: Traversable, name: str, above: str = "") -> dict[str, str]:
    """The content of each file of the project, by path below its folder."""
    texts: dict[str, str] = {}
    for each in sorted(root.iterdir(), key=lambda each: each.name):
        path = above + _RENAMED.get(each.name, each.name)
        if each.is_dir():
            texts |= _texts(each, name, f"{path}/")
        else:
            text = each.read_text(encoding="utf-8")
            texts[path] = _filled(text, name) if path.endswith(_FILLED) else text
    return texts


def _filled(text: str, name: str) -> str:
    parts = {
        "name": json.dumps(_stem(name)),
        # A JSON string is a TOML basic string (TOML 1.0, String).
        "deck": json.dumps(name.replace("::", ":"), ensure_ascii=False),
        "title": name,
        "file": _stem(name),
    }
    return re.sub(r"\{\{(name|deck|title|file)\}\}", lambda found: parts[found[1]], text)


def _tell(folder: Path, name: str) -> None:
    sources = ", ".join(f"*{suffix}" for suffix in SUFFIXES)
    cards = f"write cards: every file in content/ ({sources}) is a deck"
    _tell_steps(folder, name, cards, "git init && git add . && git commit -m 'Start'")


def _tell_steps(folder: Path, name: str, *more: str) -> None:
    steps = [] if folder.resolve() == Path.cwd() else [f"cd {folder.as_posix()}"]
    click.echo("\nnext")
    for step in (
        *steps,
        "obverse build",
        f"open build/{_stem(name)}.apkg in Anki (File, Import)",
        *more,
    ):
        click.echo(f"  {step}")
