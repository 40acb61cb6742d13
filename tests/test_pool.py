"""Work in several processes: the same results, in order, sent as the text that is kept of them."""

import os
import pickle
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import Final

import pytest

from obverse.compile.compile_source import compile_source
from obverse.machine import codec, pool
from obverse.machine.codec import Encoded
from obverse.machine.fork import cores
from obverse.values.compiled import Compiled
from shell import REACHED_BY_CTRL_C

SOURCE = b"# T\n\n## Q {{c1::a}}\n\n![](a.png) b <u>c</u> \n\n## R\n\n```py\nx = 1\n```\n\n## \n"


def encoded(path: str) -> Encoded[Compiled]:
    return Encoded(Compiled, compile_source((path, SOURCE)))


def process(number: int, *, by: int) -> tuple[int, int]:
    return number * by, os.getpid()


def fail(number: int) -> int:
    raise ValueError(number)


def test_a_value_that_was_sent_is_the_value() -> None:
    sent = encoded("a.md")
    got = pickle.loads(pickle.dumps(sent))  # noqa: S301  # our own
    assert got.value == sent.value
    assert got.value is got.value
    assert got.text == sent.text == codec.dumps(sent.value).encode()


def test_what_is_sent_is_the_text_and_not_the_value() -> None:
    sent = encoded("a.md")
    assert b"Note" not in pickle.dumps(sent)
    assert sent.text in pickle.dumps(sent)


def test_results_come_in_order_and_from_more_than_one_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pool, "cores", lambda: 2)
    counts: list[tuple[int, int]] = []
    work = partial(process, by=3)
    with pool.spread(work, range(500), lambda *count: counts.append(count)) as results:
        done = list(results)
    assert [number for number, _ in done] == [number * 3 for number in range(500)]
    assert os.getpid() not in {by for _, by in done}
    assert counts[-1] == (500, 500)


def test_the_exception_of_a_piece_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "cores", lambda: 2)
    with pytest.raises(ValueError, match=r"[0-9]"), pool.spread(fail, [1, 2, 3]) as results:
        list(results)


# A build whose processes say by files named after them that they compile, and then do so for ever.
COMPILING: Final = """
import os, sys, time
from pathlib import Path
from obverse.cli import main
from obverse.compile import compiler

def begun(*words, **named):
    Path("begun", str(os.getpid())).touch()
    while True:
        time.sleep(1)

compiler.begin_source = begun
sys.argv = ["obverse", "build"]
main()
"""


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="there are no process groups")
@pytest.mark.parametrize("handed_down", [signal.SIG_DFL, signal.SIG_IGN])
def test_ctrl_c_stops_all_processes_and_leaves_nothing(
    handed_down: signal.Handlers, tmp_path: Path
) -> None:
    card = "## What is number {0}?\n\nIt is {0}, as `code` and as **bold** text.\n\n"
    for number in range(40):
        text = "".join(map(card.format, range(number * 300, number * 300 + 300)))
        (tmp_path / f"{number}.md").write_text(text, encoding="utf-8")
    begun = tmp_path / "begun"
    begun.mkdir()
    wanted = min(cores(), 2)
    before = signal.signal(signal.SIGINT, handed_down)
    try:
        process = subprocess.Popen(
            [*REACHED_BY_CTRL_C, sys.executable, "-c", COMPILING],
            cwd=tmp_path,
            stderr=subprocess.PIPE,
            start_new_session=True,
            text=True,
        )
    finally:
        signal.signal(signal.SIGINT, before)
    with process:
        while process.poll() is None and len(list(begun.iterdir())) < wanted:
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=120)
    assert (process.returncode, said) == (130, "stopped\n")
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)
    left = [path.suffix for path in tmp_path.rglob("*")]
    assert not {".apkg", ".lock", ".part"} & {*left}
