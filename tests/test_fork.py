"""Work in another process: its result comes, and where none comes the work is done here."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from obverse.machine import fork as module
from obverse.machine.fork import aside, cores


def process() -> Iterator[bytes]:
    """Give the number of the process that does it."""
    yield str(os.getpid()).encode()


needs_two = pytest.mark.skipif(cores() < 2, reason="there is one processor")


@needs_two
def test_the_work_is_done_by_another_process() -> None:
    with aside(process) as result:
        assert result() != str(os.getpid()).encode()


@needs_two
def test_results_come_one_after_the_other() -> None:
    with aside(lambda: iter([b"one", b"", b"three\n"])) as result:
        assert [result(), result(), result()] == [b"one", b"", b"three\n"]


@needs_two
@pytest.mark.parametrize("after", [1, 2])
def test_where_the_other_process_dies_between_results_the_rest_is_made_here(after: int) -> None:
    here = os.getpid()

    def work() -> Iterator[bytes]:
        for number in range(3):
            if number == after and os.getpid() != here:
                os.kill(os.getpid(), signal.SIGKILL)
            yield str(number).encode()

    with aside(work) as result:
        assert [result(), result(), result()] == [b"0", b"1", b"2"]


@needs_two
def test_a_process_whose_result_nobody_reads_any_more_ends() -> None:
    with aside(lambda: iter([b"first", b"x" * 9**7])) as result:
        assert result() == b"first"


@needs_two
def test_more_than_a_pipe_holds_comes_whole() -> None:
    with aside(lambda: iter([bytes(range(256)) * 10_000])) as result:
        assert result() == bytes(range(256)) * 10_000


@needs_two
def test_what_the_work_raises_is_raised_where_it_is_waited_for() -> None:
    def fail() -> Iterator[bytes]:
        yield dict[str, bytes]()["not here"]

    with pytest.raises(LookupError, match="not here"), aside(fail) as result:
        result()


@needs_two
def test_where_the_other_process_dies_the_work_is_done_here() -> None:
    here = os.getpid()

    def die() -> Iterator[bytes]:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        yield b"done"

    with aside(die) as result:
        assert result() == b"done"


@needs_two
def test_work_that_nobody_waits_for_ends_with_the_block(tmp_path: Path) -> None:
    def work() -> Iterator[bytes]:
        (tmp_path / "pid").write_text(str(os.getpid()))
        time.sleep(60)
        yield b""

    with aside(work):
        while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
            time.sleep(0.01)
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


def test_with_one_processor_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "cores", lambda: 1)
    with aside(process) as result:
        assert result() == str(os.getpid()).encode()


@pytest.mark.parametrize("processors", [1, 2])
def test_when_the_block_ends_all_of_the_work_is_done(
    processors: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "cores", lambda: processors)

    def work() -> Iterator[bytes]:
        yield b"result"
        while not (tmp_path / "go").exists():
            time.sleep(0.01)
        (tmp_path / "rest").write_text(str(os.getpid()))

    with aside(work) as result:
        assert result() == b"result"
        assert not (tmp_path / "rest").exists()
        (tmp_path / "go").touch()
    assert ((tmp_path / "rest").read_text() == str(os.getpid())) == (processors == 1)
