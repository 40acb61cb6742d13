"""Values as JSON and back: for what is kept between builds.

JSON and never a pickle: a stranger's repository may come with a build folder, and reading it must
not run what is in it. A value is a `NamedTuple` and becomes the list of its fields, so names cost
nothing. Fields annotated `Shared` are interned.
"""

import json
import sys
from collections.abc import Callable
from enum import IntEnum
from functools import cache
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


def dumps(value: tuple[object, ...]) -> str:
    """The JSON text of a value made of named tuples, tuples, texts and numbers."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def loads(kind: type[_T], text: str | bytes) -> _T:
    """The value of this type in a text that `dumps` made of one.

    Raises `ValueError`, `TypeError`, `KeyError` or `IndexError` for any other text.
    """
    hashable: Any = kind
    value: _T = _decoder(hashable)(json.loads(text if isinstance(text, str) else text.decode()))
    return value


class Encoded(Generic[_T]):
    """A value that travels between processes as its text, which is also what is kept of it.

    In UTF-8: with any character beyond Latin-1 a text takes twice that in memory. It is made when
    it is first asked for, and so is the value at the other end: half the work of a pickle, and a
    quarter of it in the process that receives.
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
            value: Any = self._value
            self._text = dumps(value).encode()
        return self._text

    def __reduce__(self) -> tuple[Any, ...]:
        """How it is pickled: without the value."""
        return Encoded, (self._kind, None, self.text)


def _same(value: Any) -> Any:  # noqa: ANN401  # JSON
    return value


@cache
def _decoder(kind: Any) -> _Step:  # noqa: ANN401  # a type
    """A step from what JSON gives for a type to its value."""
    origin = get_origin(kind)
    if hasattr(kind, "_fields"):
        hints = get_type_hints(kind, include_extras=True)
        return _made(kind, [_decoder(hints[name]) for name in kind._fields])
    if isinstance(kind, type) and issubclass(kind, IntEnum):
        return kind
    if origin is Annotated:
        return _shared(_decoder(get_args(kind)[0]))
    steps = [_decoder(each) for each in get_args(kind) if each not in (NoneType, Ellipsis)]
    if origin is tuple:
        return _tuple(steps, is_of_any_length=Ellipsis in get_args(kind))
    if origin in (Union, UnionType) and steps != [_same]:
        (step,) = steps
        return lambda value: None if value is None else step(value)
    return _same


def _made(kind: Any, steps: list[_Step]) -> _Step:  # noqa: ANN401  # a type
    """A step for a named tuple. Nearly all its fields are what they are in JSON."""
    others = [(at, step) for at, step in enumerate(steps) if step is not _same]

    def made(value: Any) -> Any:  # noqa: ANN401  # JSON
        for at, step in others:
            value[at] = step(value[at])
        return kind._make(value)

    return made


def _tuple(steps: list[_Step], *, is_of_any_length: bool) -> _Step:
    if all(step is _same for step in steps):
        return tuple
    if is_of_any_length:
        (step,) = steps
        return lambda value: tuple([step(each) for each in value])
    return lambda value: tuple([step(each) for step, each in zip(steps, value, strict=True)])


def _shared(step: _Step) -> _Step:
    """A step for a text, or for a tuple of texts, of which equal ones are to be one object."""
    if step is _same:
        return sys.intern
    known: dict[Any, Any] = {}

    def shared(value: Any) -> Any:  # noqa: ANN401  # JSON
        made = step(value)
        return known.setdefault(made, made)

    return shared
