"""The guard at the door: a fault in the fast way makes a build slower, and is seen by nobody."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec, Protocol, TypeVar

# The tests take them away where they look for faults themselves.
FAULTS: tuple[type[Exception], ...] = (Exception,)


class Faulty(Protocol):
    """What remembers that something went wrong in it."""

    is_faulty: bool


_P = ParamSpec("_P")
_R = TypeVar("_R")
_S = TypeVar("_S", bound=Faulty)


def or_nothing(
    method: Callable[Concatenate[_S, _P], _R],
) -> Callable[Concatenate[_S, _P], _R | None]:
    """Give `None` where something goes wrong, and from then on."""

    def inner(self: _S, /, *args: _P.args, **kwargs: _P.kwargs) -> _R | None:
        try:
            return None if self.is_faulty else method(self, *args, **kwargs)
        except FAULTS:
            self.is_faulty = True
            return None

    return inner
