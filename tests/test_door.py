"""The fast way may answer first: with a fault in it, or without it, a build is what it would be."""

import importlib
import inspect
import os
import pkgutil
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NoReturn

import pytest

import obverse
from obverse import incremental
from obverse.incremental import guard
from obverse.project import project
from obverse.project.job import Job
from projects import NOW, write
from test_any_edit import DAY, build, same

ROOT: Final = Path(__file__).parents[1]
PROJECT: Final = {
    "obverse.toml": 'content = "notes"\nname = "documents"\n',
    "notes/a.md": "# One\n\n## First?\n\nA first answer.\n\n## Second?\n\nA second answer.\n",
    "notes/b.md": "# Other\n\n## Third?\n\n{{c1::One}} of two, #law\n\n[^1]\n",
}
EDIT: Final = {"notes/a.md": PROJECT["notes/a.md"].replace("A second", "Another")}


def modules() -> list[str]:
    """The modules in the folder."""
    return [
        each.name for each in pkgutil.iter_modules(incremental.__path__, "obverse.incremental.")
    ]


def stations() -> Iterator[tuple[str, str]]:
    """All functions and methods in the folder that have a public name: module, path within it."""
    for module in modules():
        for name, made in vars(importlib.import_module(module)).items():
            if getattr(made, "__module__", "") != module or name.startswith("_"):
                continue
            if inspect.isfunction(made):
                yield module, name
            elif inspect.isclass(made):
                yield from (
                    (module, f"{name}.{each}") for each in vars(made) if is_station(made, each)
                )


def is_station(owner: type, name: str) -> bool:
    """Whether it is a method or property that others use, or what an index gives."""
    its = vars(owner)[name]
    is_public = name == "__getitem__" or not name.startswith("_")
    return is_public and (inspect.isfunction(its) or isinstance(its, property))


def break_(module: str, station: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a station raise, in each module that has it."""

    def fail(*_: object, **__: object) -> NoReturn:
        raise RuntimeError(station)

    def failing_answer(_: incremental.Answer, /, *__: object, **___: object) -> NoReturn:
        raise RuntimeError(station)

    name, _, method = station.partition(".")
    owner = vars(importlib.import_module(module))[name]
    if method:
        its: object = property(fail) if isinstance(vars(owner)[method], property) else fail
        if owner is incremental.Answer:  # whose methods are guarded: what is within them fails
            its = guard.or_nothing(failing_answer)
        monkeypatch.setattr(owner, method, its)
        return
    for each in map(importlib.import_module, modules()):
        if vars(each).get(name) is owner:
            monkeypatch.setattr(each, name, fail)


@pytest.mark.parametrize(("module", "station"), list(stations()))
def test_where_a_station_of_the_fast_way_fails_all_is_built(
    module: str, station: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "FAULTS", (Exception,))
    here = write(tmp_path / "here", PROJECT)
    build(here, NOW)
    with monkeypatch.context() as patch:
        break_(module, station, patch)
        for number, edit in enumerate((EDIT, {}, PROJECT), start=1):
            write(here, edit)
            same(here, tmp_path / "cold", NOW + number * DAY)


def test_an_edit_is_answered_by_the_fast_way(tmp_path: Path) -> None:
    here = write(tmp_path, PROJECT)
    build(here, NOW)
    write(here, EDIT)
    the_project = project.find(here)
    answer = incremental.Answer(the_project, here / "build" / "documents.apkg", None, retire=False)
    assert answer.edited(Job(the_project, NOW))


def test_without_its_folder_a_build_makes_the_same(tmp_path: Path) -> None:
    package = Path(obverse.__file__).parent
    without = shutil.ignore_patterns("incremental", "__pycache__")
    shutil.copytree(package, tmp_path / "src" / "obverse", ignore=without)
    shutil.copytree(ROOT / "content", tmp_path / "content")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    environment = {**os.environ, "SOURCE_DATE_EPOCH": f"{NOW}"}
    made = []
    for path in (package.parent, tmp_path / "src"):
        environment["PYTHONPATH"] = str(path)
        for round_ in range(2):
            command = [sys.executable, "-m", "obverse", "build", "--locked"]
            done = subprocess.run(  # noqa: PLW1510  # asserted below
                command, cwd=tmp_path, env=environment, capture_output=True, text=True
            )
            assert done.returncode == 0, done.stderr
            assert ("nothing has changed" in done.stdout) == (
                path != tmp_path / "src" and round_ == 1
            )
        files = [*(tmp_path / "build").glob("*.apkg"), tmp_path / "content" / "obverse.lock"]
        made.append([each.read_bytes() for each in files])
        shutil.rmtree(tmp_path / "build")
    assert made[0] == made[1]
