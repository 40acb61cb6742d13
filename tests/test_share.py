"""Work that is shared out gives what one process gives, in order, whoever does which piece."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from obverse.compile import compiler
from obverse.compile.compile_source import compile_source
from obverse.compile.compiler import compiling
from obverse.machine import fork, share
from obverse.machine.codec import Encoded
from obverse.machine.share import SharedWork, shared_out
from obverse.values.render_settings import RenderSettings

TEXT = "".join(f"## What is {n}?\n\n```python\nx = {n}\n```\n\nIt is *{n}*.\n\n" for n in range(20))


class Text(NamedTuple):
    """A text, and the process that made it."""

    text: str
    process: int = 0


def end(text: str, prepared: bytes) -> Encoded[Text]:
    """Take a text as it is; what was prepared is for many, of which it is one, or nothing."""
    assert not prepared or text in prepared.decode().split("\0")
    return Encoded(Text, Text(text, os.getpid()))


def prepare_all(texts: Sequence[str]) -> bytes:
    """Prepare texts."""
    return "\0".join(texts).encode()


def work(
    begin: Callable[[str], str] = str,
    prepare: Callable[[Sequence[str]], bytes] | None = None,
) -> SharedWork[str, str, Text]:
    """SharedWork on texts."""
    return SharedWork(Text, begin, end, prepare)


@pytest.fixture(autouse=True)
def _two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fork, "cores", lambda: 2)


split = pytest.mark.skipif(not hasattr(os, "fork"), reason="a process cannot be split here")


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))),
    st.integers(1, 4),
    st.booleans(),
)
def test_any_texts_come_back_in_their_order(texts: list[str], count: int, prepares: bool) -> None:  # noqa: FBT001
    prepare = prepare_all if prepares else None
    with shared_out(work(prepare=prepare), texts * 10, count) as made:
        assert [each.value.text for each in made] == texts * 10


def test_nothing_to_do_is_nothing_made() -> None:
    with shared_out(work(), []) as made:
        assert [*made] == []


def test_more_pieces_than_fit_into_a_pipe_are_all_made() -> None:
    texts = [f"{number}" for number in range(share._MOST_NUMBERS * 2 + 1)]  # noqa: SLF001
    with shared_out(work(), texts, 3) as made:
        assert [each.value.text for each in made] == texts


def test_another_process_sends_what_it_prepared_and_then_what_it_made() -> None:
    texts = ["a", "b", "c"]
    with closing(share._Numbers(len(texts), os.pipe())) as numbers:  # noqa: SLF001
        sent = [*share._of_other(work(prepare=prepare_all), texts, numbers, prepares=True)]  # noqa: SLF001
    first, *others = [(int.from_bytes(each[:4], "big"), each[4:]) for each in sent]
    assert first[0] > share._PREPARED  # noqa: SLF001
    assert first[1] == prepare_all(texts)
    assert [(at, Encoded(Text, text=text).value.text) for at, text in others] == [*enumerate(texts)]


@split
def test_each_process_takes_the_next_piece_and_none_is_made_twice() -> None:
    """The other one stops at its first piece until this one has made all the rest."""
    here = os.getpid()
    (begun, has_begun), (stop, go) = os.pipe(), os.pipe()
    texts = [*map(str, range(100))]

    def begin(text: str) -> str:
        if os.getpid() != here:
            os.write(has_begun, b"x")
            os.read(stop, 1)
        elif text in {"0", "1"}:
            os.read(begun, 1)
        elif text == "99":
            os.write(go, b"x" * 100)
        return text

    with shared_out(work(begin), texts) as made:
        by = [each.value.process for each in made]
    for pipe in (begun, has_begun, stop, go):
        os.close(pipe)
    assert sum(process != here for process in by) == 1


@split
def test_results_larger_than_a_pipe_come_while_this_process_is_at_work() -> None:
    texts = [f"{number}" * 300_000 for number in range(20)]
    with shared_out(work(), texts) as made:
        assert [each.value.text for each in made] == texts


@split
def test_what_this_process_begins_waits_for_what_the_other_prepares() -> None:
    here = os.getpid()
    given: dict[str, bytes] = {}
    texts = [f"{number:02}" for number in range(50)]

    def noted(text: str, prepared: bytes) -> Encoded[Text]:
        given[text] = prepared
        return end(text, prepared)

    def prepare(some: Sequence[str]) -> bytes:
        assert os.getpid() != here
        time.sleep(0.01)
        return prepare_all(some)

    with shared_out(SharedWork(Text, str, noted, prepare), texts) as made:
        by = {each.value.text: each.value.process for each in made}
    assert [*by] == texts
    assert given.keys() == {text for text in texts if by[text] == here}
    assert all(text in prepared.decode().split("\0") for text, prepared in given.items())


@pytest.mark.parametrize("processes", [1, 2, 3])
def test_what_fails_in_any_is_raised_here(processes: int) -> None:
    def begin(text: str) -> str:
        if text == "b":
            raise ValueError(text)
        return text

    with (
        pytest.raises(ValueError, match="b"),
        shared_out(work(begin), ["a", "b", "c"], processes) as made,
    ):
        assert len([*made]) == 3


@split
def test_what_cannot_be_prepared_is_made_without() -> None:
    def prepare(_: Sequence[str]) -> bytes:
        raise MemoryError

    with shared_out(work(prepare=prepare), ["a", "b", "c"]) as made:
        assert [each.value.text for each in made] == ["a", "b", "c"]


@split
@pytest.mark.parametrize("prepares", [False, True])
@pytest.mark.parametrize("at", ["a", "c", "j"])
def test_what_a_killed_process_did_not_send_is_made_here(at: str, prepares: bool) -> None:  # noqa: FBT001
    here = os.getpid()

    def begin(text: str) -> str:
        if os.getpid() != here and text >= at:
            os.kill(os.getpid(), signal.SIGKILL)
        return text

    def prepare(some: Sequence[str]) -> bytes:
        if os.getpid() != here and at in some:
            os.kill(os.getpid(), signal.SIGKILL)
        return prepare_all(some)

    texts = [*"abcdefghij" * 4]
    with shared_out(work(begin, prepare if prepares else None), texts) as made:
        assert [each.value.text for each in made] == texts


@split
def test_a_process_that_nobody_waits_for_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    children: list[int] = []

    def split_off(work: object) -> tuple[int, int]:
        child, pipe = fork.split_off(work)  # type: ignore[arg-type]
        children.append(child)
        return child, pipe

    def begin(text: str) -> str:
        signal.pause()
        return text

    monkeypatch.setattr(share, "split_off", split_off)
    with shared_out(work(begin), ["a", "b"]):
        pass
    (child,) = children
    with pytest.raises(ChildProcessError):
        os.waitpid(child, 0)


@pytest.mark.parametrize("count", [1, 2, 3, 7])
def test_sources_that_are_shared_out_are_as_compiled_alone(
    count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiler, "_WORTH_TWO", 1)
    sources = {f"{n}.md": f"# Topic {n}\n\n{TEXT}".encode() for n in range(count)}
    counts: list[tuple[int, int]] = []

    def told(done: int, total: int) -> None:
        counts.append((done, total))

    with compiling(sources, RenderSettings(), {}, told=told) as compiled:
        made = compiled()
    assert made == tuple(map(compile_source, sources.items()))
    assert counts == [(n, count) for n in range(1, count + 1)]


def test_a_system_that_splits_no_process_can_import_it() -> None:
    """Windows has neither `fork` nor `poll`, and no `fcntl`."""
    lacks = (
        "import os, select, sys; del os.fork, select.poll, select.POLLIN; "
        "sys.modules['fcntl'] = None; from obverse.machine import share; "
        "from obverse.machine.early_process import begin_early, take_early; "
        "begin_early('json'); assert take_early() is None"
    )
    subprocess.run([sys.executable, "-c", lacks], check=True)
