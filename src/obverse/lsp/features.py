"""Features: what an editor may ask, and the function that answers; loaded when it is asked.

Each is a function of what is asked about (`session.About`) and the request's parameters.
"""

from typing import Any, NamedTuple


class Feature(NamedTuple):
    """A module of this folder, its function, and what the editor is told of it at the start."""

    module: str
    function: str
    options: Any = None


FEATURES: dict[str, Feature] = {}
