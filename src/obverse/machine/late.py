"""Regular expressions that are compiled when they are first used.

Python compiles one in 0.1 to 2 ms, and the modules of a build have 150, of which one deck uses 40.
What such a module has at its top is written with `late`; elsewhere `re.compile` is as good.
"""

import re
from typing import Any, AnyStr, Generic, cast

_METHODS = ("match", "search", "fullmatch", "sub", "subn", "split", "findall", "finditer")
_VALUES = ("flags", "groups", "groupindex")


def late(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What `re.compile` gives; a pattern that is wrong raises `re.error` when it is used."""
    return cast("re.Pattern[AnyStr]", LatePattern(pattern, flags))


class LatePattern(Generic[AnyStr]):
    """An expression that takes over the methods of the compiled one when one is asked for."""

    def __init__(self, pattern: AnyStr, flags: int) -> None:
        """Compile nothing yet."""
        self.pattern: AnyStr = pattern
        self._asked_flags = flags

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # as the expression has it
        """What the compiled expression has; from then on it is found without this."""
        if name not in _METHODS and name not in _VALUES:
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self._asked_flags)
        self.__dict__ |= {each: getattr(compiled, each) for each in (*_METHODS, *_VALUES)}
        return getattr(compiled, name)
