"""Work in two processes gives what one gives, in the same order, wherever it is cut."""

import os
from collections.abc import Sequence
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from obverse.compile import compiler
from obverse.compile.compiler import compile_source, compiling
from obverse.languages.markdown import RenderSettings
from obverse.machine import fork
from obverse.machine.codec import Encoded
from obverse.machine.halves import in_halves

TEXT = "".join(f"## What is {n}?\n\n```python\nx = {n}\n```\n\nIt is *{n}*.\n\n" for n in range(20))


class Text(NamedTuple):
    """A text, and the process that made it."""

    text: str
    process: int = 0


def work(text: str) -> Encoded[Text]:
    """Take a text as it is."""
    return Encoded(Text, Text(text, os.getpid()))


def fail(text: str) -> Encoded[Text]:
    """Fail at some text, in whichever process."""
    if text == "b":
        raise ValueError(text)
    return work(text)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1), st.data())
def test_any_texts_come_back_in_their_order(texts: list[str], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(texts) - 1))
    with in_halves(work, Text, texts, first) as made:
        assert [each.value.text for each in made] == texts


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a process cannot be split here")
def test_the_first_are_made_here_and_the_others_beside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fork, "cores", lambda: 2)
    with in_halves(work, Text, ["a", "b", "c"], 1) as made:
        here, *others = [each.value.process for each in made]
    assert here == os.getpid()
    assert os.getpid() not in others
    assert len({*others}) == 1


@pytest.mark.parametrize("processors", [1, 2])
def test_what_those_here_need_is_prepared_by_the_other(
    processors: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fork, "cores", lambda: processors)

    def with_prepared(text: str, prepared: bytes = b"") -> Encoded[Text]:
        return work(text + prepared.decode())

    def prepare(some: Sequence[str]) -> bytes:
        return f"+{os.getpid() == here}{''.join(some)}".encode()

    here = os.getpid()
    with in_halves(with_prepared, Text, ["a", "b", "c"], 2, prepare) as made:
        told = f"+{processors == 1}ab"
        assert [each.value.text for each in made] == [f"a{told}", f"b{told}", "c"]


@pytest.mark.parametrize("first", [0, 1, 2])
@pytest.mark.parametrize("processors", [1, 2])
def test_what_fails_in_either_is_raised_here(
    first: int, processors: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fork, "cores", lambda: processors)
    with (
        pytest.raises(ValueError, match="b"),
        in_halves(fail, Text, ["a", "b", "c"], first) as made,
    ):
        assert len([*made]) == 3


@pytest.mark.parametrize("count", [1, 2, 3, 7])
def test_sources_compiled_in_halves_are_as_compiled_alone(
    count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fork, "cores", lambda: 2)
    monkeypatch.setattr(compiler, "_WORTH_HALVES", 1)
    sources = {f"{n}.md": f"# Topic {n}\n\n{TEXT}".encode() for n in range(count)}
    counts: list[tuple[int, int]] = []

    def told(done: int, total: int) -> None:
        counts.append((done, total))

    with compiling(sources, RenderSettings(), {}, told=told) as compiled:
        made = compiled()
    assert made == tuple(map(compile_source, sources.items()))
    assert counts == [(n, count) for n in range(1, count + 1)]
