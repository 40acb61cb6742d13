"""A file that an editor saves again while a build runs is built by the next one."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

from obverse.incremental.last_build import Answer
from obverse.machine import files
from shell import let_a_tick_pass, made, run, write

DECK: Final = "# A\n\n## Which marker is it?\n\nThe marker is {}.\n\n## Picture?\n\n![](p.png)\n"
# What is saved, and its content three times: once built, then saved, then saved again while that
# is built. All are of one size but the first, which no build would compile without reading it.
FILES: Final = {
    "content/a.md": (DECK.format("one"), DECK.format("two two"), DECK.format("six six")),
    "content/p.png": ("\x89PNG one", "\x89PNG two two", "\x89PNG six six"),
    "style.css": (".one {}\n", ".two-two {}\n", ".six-six {}\n"),
}
ENVIRONMENT: Final = {"SOURCE_DATE_EPOCH": "1800000000"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a project that was built once."""
    folder = tmp_path / "d"
    write(folder / "content", other="# B\n\n## Other?\n\nother\n")
    (folder / "obverse.toml").write_text('name = "d"\nstyle = "style.css"\n')
    for name, (first, _, _) in FILES.items():
        (folder / name).write_bytes(first.encode("latin-1"))
    let_a_tick_pass(folder)
    assert run(folder, "build", **ENVIRONMENT).status == 0
    return folder


def cold(folder: Path) -> dict[str, bytes]:
    """Give what a build without anything kept makes of a folder with its lock."""
    copy = folder.with_name("cold") / "d"
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("build"))
    assert run(copy, "build", **ENVIRONMENT).status == 0
    return made(copy)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("when", ["edited", "forget", "leave", "written"])
def test_what_is_saved_while_a_build_runs_is_built_next(
    name: str, when: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, second, third = (text.encode("latin-1") for text in FILES[name])
    let_a_tick_pass(folder)
    (folder / name).write_bytes(second)
    let_a_tick_pass(folder)

    def saving(function: Callable[..., Any]) -> Callable[..., Any]:
        def inner(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
            (folder / name).write_bytes(third)
            return function(*args, **kwargs)

        return inner

    def saving_after(function: Callable[..., Any]) -> Callable[..., Any]:
        def inner(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
            done = function(*args, **kwargs)
            (folder / name).write_bytes(third)
            return done

        return inner

    with monkeypatch.context() as patched:
        if when == "written":
            patched.setattr(Answer, "leave", saving_after(Answer.leave))
        elif when == "edited":
            patched.setattr(files, "tick", saving_after(files.tick))
        else:
            patched.setattr(Answer, when, saving(getattr(Answer, when)))
        assert run(folder, "build", **ENVIRONMENT).status == 0
    ran = run(folder, "build", **ENVIRONMENT)
    assert ran.status == 0
    if when != "edited":
        assert "nothing has changed" not in ran.out
    assert made(folder) == cold(folder)
    assert "nothing has changed" in run(folder, "build", **ENVIRONMENT).out


def test_a_picture_that_is_deleted_while_a_build_runs_is_missed_by_the_next(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder / "content", other="# B\n\n## Other?\n\nanother\n")
    leave = Answer.leave

    def deleting(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        (folder / "content" / "p.png").unlink()
        return leave(*args, **kwargs)

    with monkeypatch.context() as patched:
        patched.setattr(Answer, "leave", deleting)
        assert run(folder, "build", **ENVIRONMENT).status == 0
    ran = run(folder, "build", **ENVIRONMENT)
    assert ran.status == 1
    assert "p.png" in ran.err
