"""Words as JSON and back: for what is kept between builds.

JSON and never a pickle: a stranger's repository may come with a build folder, and reading it must
not run what is in it. A dataclass becomes a list of its fields, so names cost nothing. What is said
to be `source.SHARED` is in memory once, however often it is read.
"""

import json
import sys
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import IntEnum
from functools import cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Generic,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

_T = TypeVar("_T")
_Step = Callable[[Any], Any]


def dumps(value: object) -> str:
    """The JSON text of a dataclass made of dataclasses, tuples, texts and numbers."""
    kind: Any = type(value)
    return json.dumps(_encoder(kind)(value), ensure_ascii=False, separators=(",", ":"))


def loads(kind: type[_T], text: str | bytes) -> _T:
    """The value of this type in a text that `dumps` made of one.

    Raises `ValueError`, `TypeError`, `KeyError` or `IndexError` for any other text.
    """
    hashable: Any = kind
    value: _T = _decoder(hashable)(json.loads(text if isinstance(text, str) else text.decode()))
    return value


class Encoded(Generic[_T]):
    """A value that travels between processes as its text, which is also what is kept of it.

    In UTF-8: with any sign beyond Latin-1 a text takes twice that in memory. It is made when it is
    first asked for, and so is the value at the other end: half the work of a pickle, and a quarter
    of it in the process that receives.
    """

    __slots__ = ("_kind", "_text", "_value")

    def __init__(self, kind: type[_T], value: _T | None = None, text: bytes = b"") -> None:
        """`kind` is what `loads` reads the text as; one of `value` and `text` is given."""
        self._kind, self._value, self._text = kind, value, text

    @property
    def value(self) -> _T:
        """The value itself."""
        if self._value is None:
            self._value = loads(self._kind, self._text)
        return self._value

    @property
    def text(self) -> bytes:
        """What `dumps` makes of the value."""
        if not self._text:
            self._text = dumps(self._value).encode()
        return self._text

    def __reduce__(self) -> tuple[Any, ...]:
        """How it is pickled: without the value."""
        return Encoded, (self._kind, None, self.text)


def _same(value: Any) -> Any:  # noqa: ANN401  # JSON
    return value


@cache
def _encoder(kind: Any) -> _Step:  # noqa: ANN401  # a type
    steps = _steps(kind, _encoder)
    if is_dataclass(kind):
        names = [each.name for each in fields(kind)]
        get = attrgetter(*names)
        if all(step is _same for step in steps):
            return get
        if len(names) == 1:
            return lambda value: [steps[0](get(value))]
        return lambda value: [step(each) for step, each in zip(steps, get(value), strict=True)]
    if not steps or all(step is _same for step in steps):
        return int if isinstance(kind, type) and issubclass(kind, IntEnum) else _same
    return _through(kind, steps)


@cache
def _decoder(kind: Any) -> _Step:  # noqa: ANN401  # a type
    steps = _steps(kind, _decoder)
    if is_dataclass(kind):
        return _made(kind, steps)
    if get_origin(kind) is Annotated:
        return _shared(steps[0])
    if isinstance(kind, type) and issubclass(kind, IntEnum):
        return kind
    if get_origin(kind) is tuple and all(step is _same for step in steps):
        return tuple
    return _through(kind, steps)


def _made(kind: Any, steps: list[_Step]) -> _Step:  # noqa: ANN401  # a type
    """A step for a dataclass. Nearly all its fields are what they are in JSON."""
    count = len(steps)
    others = [(at, step) for at, step in enumerate(steps) if step is not _same]

    def made(value: Any) -> Any:  # noqa: ANN401  # JSON
        if len(value) != count:
            raise ValueError(f"{len(value)} fields, not {count}")
        for at, step in others:
            value[at] = step(value[at])
        return kind(*value)

    return made


def _shared(step: _Step) -> _Step:
    """A step for a text, or for a tuple of texts, of which equal ones are to be one object."""
    if step is _same:
        return sys.intern
    known: dict[Any, Any] = {}

    def shared(value: Any) -> Any:  # noqa: ANN401  # JSON
        made = step(value)
        return known.setdefault(made, made)

    return shared


def _steps(kind: Any, of: Callable[[Any], _Step]) -> list[_Step]:  # noqa: ANN401  # a type
    """The steps for what a type is made of."""
    if is_dataclass(kind):
        hints = get_type_hints(kind, include_extras=True)
        return [of(hints[each.name]) for each in fields(kind)]
    if get_origin(kind) is Annotated:
        return [of(get_args(kind)[0])]
    return [of(each) for each in get_args(kind) if each not in (NoneType, Ellipsis)]


def _through(kind: Any, steps: list[_Step]) -> _Step:  # noqa: ANN401  # a type
    """A step for a tuple, an optional value, or a plain one."""
    if get_origin(kind) in (Union, UnionType):
        (step,) = steps
        return _same if step is _same else lambda value: None if value is None else step(value)
    if get_origin(kind) is tuple and get_args(kind)[-1:] == (Ellipsis,):
        (step,) = steps
        return lambda value: tuple([step(each) for each in value])
    if get_origin(kind) is tuple:
        return lambda value: tuple([step(each) for step, each in zip(steps, value, strict=True)])
    return _same
