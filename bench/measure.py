"""Run whole commands in turn and measure each: wall time, processor time and peak memory."""

import os
import re
import resource
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PATH = re.compile(r"(?<![\w:/])/(?:[^/\s`'\"]+/)+")
"""The folders of an absolute path, with the last slash."""

LIMIT = 1800.0
"""Seconds after which any command is ended."""


class RunError(Exception):
    """The measured command failed, took too long, or did not do its work; the text says which."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One run.

    `seconds` is wall time, from before the process is made until it is gone. `cpu` is user and
    system time in seconds, with that of the processes it waited for. `peak` is the resident memory
    in MiB of the largest single process among these, never a sum. Linux starts a child's count at
    what its parent had, so a smaller peak than `unseen` cannot be told from it.
    """

    round: int
    seconds: float
    cpu: float
    peak: float
    unseen: float


def _nothing() -> None:
    pass


@dataclass(frozen=True, slots=True)
class Case:
    """A command to measure, in the folder `cwd`.

    `prepare` runs before it and `check` after it, both outside the time; `check` raises RunError.
    Once the runs of a case took `budget` seconds together it is not run again; one run that takes
    `limit` seconds is ended. It is no fault of ours when an `optional` case fails.
    """

    name: str
    command: Sequence[str]
    cwd: Path
    prepare: Callable[[], None] = _nothing
    check: Callable[[], None] = _nothing
    accepted: frozenset[int] = frozenset({0})
    budget: float = float("inf")
    limit: float = LIMIT
    warm_up: bool = True
    optional: bool = False


@dataclass(slots=True)
class Series:
    """The runs of a case, or the reason why there are no more."""

    case: Case
    samples: list[Sample] = field(default_factory=list)
    failure: str = ""


def interleave(cases: Sequence[Case], rounds: int, say: Callable[[str], None]) -> list[Series]:
    """Run all cases in turn, A B A B, so that a busy moment of the machine falls on all of them.

    A round before the first is not counted: it writes bytecode and warms the disk's cache. A case
    that fails is left out from then on, and its series says why.
    """
    series = [Series(case) for case in cases]
    for number in range(-1, rounds):
        say(f"round {number + 1} of {rounds}" if number >= 0 else "warm-up")
        for one in series:
            spent = sum(sample.seconds for sample in one.samples)
            if one.failure or spent > one.case.budget or (number < 0 and not one.case.warm_up):
                continue
            try:
                sample = run(one.case, number)
            except RunError as error:
                one.failure = str(error)
                continue
            if number >= 0:
                one.samples.append(sample)
    return series


def run(case: Case, number: int = 0) -> Sample:
    """Prepare, run once, check; raises RunError."""
    case.prepare()
    output = case.cwd / "output.log"
    unseen = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start = time.perf_counter()
    process = _start(case, output)
    timer = threading.Timer(case.limit, os.killpg, (process.pid, signal.SIGKILL))
    timer.start()
    try:
        _, status, usage = os.wait4(process.pid, 0)
    except KeyboardInterrupt:
        os.killpg(process.pid, signal.SIGKILL)
        raise
    finally:
        seconds = time.perf_counter() - start
        timer.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in case.accepted:
        raise RunError(_why(case, process.returncode, output))
    case.check()
    return Sample(number, seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, unseen)


def environment() -> dict[str, str]:
    """Give this environment for a command, but with bytecode, which a user's runs have too."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _start(case: Case, output: Path) -> subprocess.Popen[bytes]:
    with output.open("wb") as log:
        try:
            return subprocess.Popen(
                case.command,
                cwd=case.cwd,
                env=environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        except OSError as error:
            raise RunError(f"`{_program(case)}` cannot be started: {error.strerror}") from error


def _program(case: Case) -> str:
    return Path(case.command[0]).name


def _why(case: Case, code: int, output: Path) -> str:
    if code == -signal.SIGKILL:
        return f"ended after {case.limit:.0f} s, or killed"
    lines = output.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    said = lines[-1].strip()[:300] if lines else "no output"
    # A table may be published: it need not show where things lie on this machine.
    return f"`{_program(case)}` gave exit code {code}: {PATH.sub('', said)}"
