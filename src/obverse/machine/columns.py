"""Many tuples of one type by columns: one field of all of them, then the next.

A column takes a few calls to write and to read, however long it is, and one whose values are all
equal is written once. What is not text is for JSON. Texts are gathered apart: they would be most of
the JSON, and be looked through for what it escapes.
"""

import sys
from collections.abc import Callable, Sequence
from enum import IntEnum
from functools import cache, partial
from itertools import accumulate, chain, islice
from types import NoneType, UnionType
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin, get_type_hints

MANY = 8  # of fewer, the columns are so many that they take longer than rows
# Equal values take no room, so only this says that a text that was made up asks for too many.
_EQUAL = 100_000


def write(kind: Any, values: Sequence[Any], texts: list[str]) -> Any:  # noqa: ANN401  # a type
    """What JSON has of values of a type, one or more; their texts are appended to `texts`."""
    return len(values), _form(kind).write(values, texts)


def read(kind: Any, written: Any, texts: "Texts") -> tuple[Any, ...]:  # noqa: ANN401  # a type
    """The values of a type that `write` made this of.

    Raises `ValueError`, `TypeError` or `LookupError` for anything else.
    """
    number, rest = written
    return tuple(_form(kind).read(rest, texts.fitting(number), texts))


class Texts:
    """The texts that `write` appended, to be read one after the other."""

    def __init__(self, texts: Sequence[str], size: int) -> None:
        """`size` is that of all in characters: each value but equal ones takes one at least."""
        self._left = iter(texts)
        self._most = size + _EQUAL

    def take(self, number: int) -> list[str]:
        """The next texts. Raises `ValueError` if there are too few."""
        taken = list(islice(self._left, number))
        if len(taken) != number:
            raise ValueError("there are too few texts")
        return taken

    def fitting(self, number: int) -> int:
        """A number of values. Raises `ValueError` if there cannot be as many."""
        if number > self._most:
            raise ValueError("there are too many values")
        return number


@cache
def shared(kind: Any) -> Callable[[Any], Any]:  # noqa: ANN401  # a type
    """What gives one object for all equal values of a type."""
    if kind is str:
        return sys.intern
    known: dict[Any, Any] = {}
    return lambda value: known.setdefault(value, value)


class _Form(NamedTuple):
    """How values of one type, one or more, are written and read at once.

    `write(values, texts)` appends their texts and gives the rest for JSON; `read(rest, number,
    texts)` gives the values.
    """

    write: Callable[[Sequence[Any], list[str]], Any]
    read: Callable[[Any, int, Texts], Sequence[Any]]


@cache
def _form(kind: Any) -> _Form:  # noqa: ANN401  # a type
    origin = get_origin(kind)
    if hasattr(kind, "_fields"):
        hints = get_type_hints(kind, include_extras=True).values()
        return _rows([*map(_form, hints)], partial(tuple.__new__, kind))
    if isinstance(kind, type) and issubclass(kind, IntEnum):
        return _each(_PLAIN, kind)
    if origin is Annotated:
        (kind, *_) = get_args(kind)
        return _each(_form(kind), shared(kind))
    inner = [_form(each) for each in get_args(kind) if each not in (NoneType, Ellipsis)]
    if origin is tuple:
        return _runs(inner[0]) if Ellipsis in get_args(kind) else _rows(inner, tuple)
    if origin in (Union, UnionType):
        (form,) = inner
        return _optional(form)
    return _TEXT if kind is str else _PLAIN


def _are_one(values: Sequence[Any]) -> bool:
    return values.count(values[0]) == len(values)


def _write_texts(values: Sequence[str], texts: list[str]) -> bool:
    """Whether it is one text for all."""
    is_one = len(values) > 1 and _are_one(values)
    texts += values[:1] if is_one else values
    return is_one


def _read_texts(is_one: Any, number: int, texts: Texts) -> list[str]:  # noqa: ANN401  # JSON
    return texts.take(1) * number if is_one else texts.take(number)


def _write_plain(values: Sequence[Any], _: list[str]) -> Sequence[Any]:
    """What is the same in JSON."""
    return values[:1] if _are_one(values) else values


def _read_plain(rest: Any, number: int, _: Texts) -> list[Any]:  # noqa: ANN401  # JSON
    read: list[Any] = rest * number if len(rest) == 1 else rest
    if len(read) != number:
        raise ValueError("there are too few values")
    return read


_TEXT, _PLAIN = _Form(_write_texts, _read_texts), _Form(_write_plain, _read_plain)


def _rows(forms: Sequence[_Form], make: Callable[[tuple[Any, ...]], Any]) -> _Form:
    """The form of values that have a value of each form, of which they are made."""

    def write(values: Sequence[Any], texts: list[str]) -> list[Any]:
        columns = zip(*values, strict=True)
        return [form.write(column, texts) for form, column in zip(forms, columns, strict=True)]

    def read(rest: Any, number: int, texts: Texts) -> list[Any]:  # noqa: ANN401  # JSON
        columns = [form.read(each, number, texts) for form, each in zip(forms, rest, strict=True)]
        return list(map(make, zip(*columns, strict=True)))

    return _Form(write, read)


def _runs(form: _Form) -> _Form:
    """The form of tuples of any length: how long they are, and then all that is in them."""

    def write(values: Sequence[Any], texts: list[str]) -> Any:  # noqa: ANN401  # JSON
        every = tuple(chain.from_iterable(values))
        if not every:
            return 0
        return _write_plain([*map(len, values)], texts), form.write(every, texts)

    def read(rest: Any, number: int, texts: Texts) -> list[Any]:  # noqa: ANN401  # JSON
        if not rest:
            return [()] * number
        lengths = _read_plain(rest[0], number, texts)
        every = tuple(form.read(rest[1], texts.fitting(sum(lengths)), texts))
        ends = zip(lengths, accumulate(lengths), strict=True)
        return [every[end - length : end] for length, end in ends]

    return _Form(write, read)


def _optional(form: _Form) -> _Form:
    """The form of values of which some are `None`: where the others are, and they."""

    def write(values: Sequence[Any], texts: list[str]) -> Any:  # noqa: ANN401  # JSON
        places = [at for at, value in enumerate(values) if value is not None]
        if not places:
            return 0
        return places, form.write([values[at] for at in places], texts)

    def read(rest: Any, number: int, texts: Texts) -> list[Any]:  # noqa: ANN401  # JSON
        found: list[Any] = [None] * number
        if rest:
            places, inner = rest
            values = form.read(inner, len(places), texts)
            for at, value in zip(places, values, strict=True):
                found[at] = value
        return found

    return _Form(write, read)


def _each(form: _Form, step: Callable[[Any], Any]) -> _Form:
    """The form of values that a step makes of those that are read."""
    return _Form(form.write, lambda *kept: [*map(step, form.read(*kept))])
