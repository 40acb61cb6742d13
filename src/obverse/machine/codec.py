"""Values as JSON and back: for what is kept between builds.

JSON and never a pickle: a stranger's repository may come with a build folder, and reading it must
not run what is in it. A value is a `NamedTuple` and becomes the list of its fields, so names cost
nothing. Where it has many of one type, such as the notes of a source, they are written by `columns`
and their texts follow the JSON. Fields annotated `Shared` are interned.
"""

import json
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

from obverse.machine import columns

_T = TypeVar("_T")
_Step = Callable[[Any], Any]

# What begins each text after the JSON, which has neither; and a line end in one.
_NEXT, _LINE_END = "\x1f", "\x1e"
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


def dumps(value: tuple[Any, ...]) -> str:
    """The text, of one line, of a value made of named tuples, tuples, texts and numbers."""
    texts: list[str] = []
    rows = list(value)
    for at, kind in enumerate(_kinds(type(value)) if hasattr(value, "_fields") else ()):
        if kind and _are_many(value[at]):
            rows[at] = {"": columns.write(kind, value[at], texts)}
    joined = _NEXT.join(texts)
    if not texts or joined.count(_NEXT) >= len(texts) or _LINE_END in joined:
        # No source holds these characters. With none of them the texts are one text, one line.
        return _json(value)
    return f"{_json(rows)}{_NEXT}{joined}".replace("\n", _LINE_END)


def loads(kind: type[_T], text: str | bytes) -> _T:
    """The value of this type in a text that `dumps` made of one.

    Raises `ValueError`, `TypeError`, `KeyError` or `IndexError` for any other text.
    """
    whole = text if isinstance(text, str) else text.decode()
    rows, mark, joined = whole.partition(_NEXT)
    written = json.loads(rows)
    hashable: Any = kind
    if mark:
        texts = columns.Texts(joined.replace(_LINE_END, "\n").split(_NEXT), len(whole))
        for at, of in enumerate(_kinds(hashable)):
            if of and type(written[at]) is dict:
                written[at] = columns.read(of, written[at][""], texts)
    value: _T = _decoder(hashable)(written)
    return value


def _are_many(value: object) -> bool:
    """Whether these are as many tuples as are written by columns."""
    return isinstance(value, tuple) and len(value) >= columns.MANY and isinstance(value[0], tuple)


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
def _hints(kind: Any) -> tuple[Any, ...]:  # noqa: ANN401  # a type
    """The types of the fields of a named tuple."""
    return tuple(get_type_hints(kind, include_extras=True).values())


@cache
def _kinds(kind: Any) -> tuple[Any, ...]:  # noqa: ANN401  # a type
    """The types of what its fields hold any number of; `None` for a field that does not."""
    held = (get_args(each) for each in _hints(kind))
    return tuple([each[0] if each[1:] == (Ellipsis,) else None for each in held])


@cache
def _decoder(kind: Any) -> _Step:  # noqa: ANN401  # a type
    """A step from what JSON gives for a type to its value."""
    origin = get_origin(kind)
    if hasattr(kind, "_fields"):
        return _made(kind, [_decoder(each) for each in _hints(kind)])
    if isinstance(kind, type) and issubclass(kind, IntEnum):
        return kind
    if origin is Annotated:
        (kind, *_) = get_args(kind)
        step, shared = _decoder(kind), columns.shared(kind)
        return shared if step is _same else lambda value: shared(step(value))
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
        # JSON has no tuples: one was read already.
        return lambda value: (
            value if type(value) is tuple else tuple([step(each) for each in value])
        )
    return lambda value: tuple([step(each) for step, each in zip(steps, value, strict=True)])
