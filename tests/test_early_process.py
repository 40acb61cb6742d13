"""A process that is split off early saves time, changes nothing, and is never left behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from obverse.compile import colour_ahead as colouring
from obverse.compile.colour_ahead import colour_ahead
from obverse.compile.compile_source import compile_source
from obverse.compile.compiler import compiling
from obverse.machine import early_process, fork
from obverse.machine.early_process import begin_early, dismiss_early, take_early
from obverse.machine.fork import aside
from obverse.values.render_settings import RenderSettings

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a process cannot be split here")

COMPILER = "obverse.compile.compiler"
CARD = "## What is {0}?\n\nIt is *{0}*.\n\n```python\nx = {0}\n```\n\n"
SOURCES = {f"{n}.md": CARD.format(n).encode() for n in range(5)}


@pytest.fixture(autouse=True)
def _two_processors(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(fork, "cores", lambda: 2)
    yield
    dismiss_early()


def compiled(sources: dict[str, bytes]) -> tuple[object, ...]:
    """What compiling gives, with the process that was split off if there is one."""
    with compiling(sources, RenderSettings(), {}) as made:
        return made()


@pytest.mark.parametrize("count", range(6))
def test_what_it_compiles_is_as_compiled_alone(count: int) -> None:
    begin_early(COMPILER)
    some = dict([*SOURCES.items()][:count])
    assert compiled(some) == tuple(map(compile_source, some.items()))
    assert (early_process.early_process() is None) == (count > 0)


@pytest.mark.parametrize("count", range(6))
def test_code_that_it_colours_before_the_rest_is_as_compiled_alone(
    count: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    begin_early(COMPILER)
    some = dict([*SOURCES.items()][:count])
    alone = tuple(map(compile_source, some.items()))
    colour_ahead(some, tmp_path / "no-cache")
    assert (early := early_process.early_process())
    assert early.is_preparing == (count > 0)
    monkeypatch.setattr(colouring, "coloured", lambda _: pytest.fail("it is coloured already"))
    assert compiled(some) == alone


def test_code_is_not_coloured_before_the_rest_where_there_is_a_cache(tmp_path: Path) -> None:
    begin_early(COMPILER)
    colour_ahead(SOURCES, tmp_path)
    assert (early := early_process.early_process())
    assert not early.is_preparing


@pytest.mark.parametrize("module", [COMPILER, "obverse.no_such_module"])
@pytest.mark.parametrize("is_killed", [False, True])
def test_one_that_ended_costs_nothing_but_time(module: str, is_killed: bool) -> None:  # noqa: FBT001
    begin_early(module)
    colour_ahead({**SOURCES, "code.md": b""}, Path("no-cache"))
    if is_killed:
        end(early_process._waiting[0].child)  # noqa: SLF001
    assert compiled(SOURCES) == tuple(map(compile_source, SOURCES.items()))


def test_one_that_ended_gives_its_work_back() -> None:
    begin_early(COMPILER)
    early = take_early()
    assert early
    early.close_numbers()
    end(early.child)
    with aside(partial(iter, [b"here"]), early.begin) as received:
        assert received() == b"here"


def end(child: int) -> None:
    """End a process, whose number stays."""
    os.kill(child, signal.SIGKILL)
    os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)


def children_of(process: int) -> list[int]:
    """The processes that a process has split off."""
    return [
        int(stat.parent.name)
        for stat in Path("/proc").glob("[0-9]*/stat")
        if is_child(stat, process)
    ]


def is_child(stat: Path, process: int) -> bool:
    """Whether a file of `/proc` is of a child of a process that has not ended."""
    try:
        state, parent = stat.read_text().rpartition(")")[2].split()[:2]
    except OSError:
        return False
    return int(parent) == process and state != "Z"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="there is no /proc")
def test_it_ends_when_who_split_it_off_is_killed() -> None:
    begins = f"""
import os, time
from obverse.machine import early_process, fork
fork.cores = lambda: 2
early_process.begin_early({COMPILER!r})
print(early_process.take_early().child, flush=True)
time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", begins], stdout=subprocess.PIPE) as started:
        assert started.stdout
        child = int(started.stdout.readline())
        assert child in children_of(started.pid)
        started.kill()
    waited = time.monotonic()
    while Path(f"/proc/{child}").exists() and time.monotonic() < waited + 20:
        time.sleep(0.01)
    assert not Path(f"/proc/{child}").exists()


@pytest.mark.parametrize(
    "arguments",
    ["--help", "--no-such-option", "no-such-folder", ". -v", ". --locked", ". --strict", "bad"],
)
@pytest.mark.parametrize(
    "starts", [["-m", "obverse"], ["-c", "import obverse.__main__ as m; m.script()"]]
)
def test_nothing_is_left_running(arguments: str, starts: list[str], tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(CARD.format("a"), encoding="utf-8")
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "b.md").write_text("## B\n\n![](none.png)\n", encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, *starts, "build", *arguments.split()],
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as started:
        started.wait(60)
    with pytest.raises(ProcessLookupError):
        os.killpg(started.pid, 0)
