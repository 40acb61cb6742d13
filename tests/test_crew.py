"""Work in several processes: the same results, in order, sent as the text that is kept of them."""

import os
import pickle
from functools import partial

import pytest

from obverse import codec, crew
from obverse.codec import Encoded
from obverse.compiled import Compiled
from obverse.compiler import compile_source

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
    monkeypatch.setattr(crew, "cores", lambda: 2)
    counts: list[tuple[int, int]] = []
    work = partial(process, by=3)
    with crew.spread(work, range(500), lambda *count: counts.append(count)) as results:
        done = list(results)
    assert [number for number, _ in done] == [number * 3 for number in range(500)]
    assert os.getpid() in {by for _, by in done}
    assert counts[-1] == (500, 500)


def test_the_exception_of_a_piece_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "cores", lambda: 2)
    with pytest.raises(ValueError, match=r"[0-9]"), crew.spread(fail, [1, 2, 3]) as results:
        list(results)
