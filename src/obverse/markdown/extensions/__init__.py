"""Extensions of CommonMark: one file each, switched on only where a source has their sign.

An extension is a plug-in of markdown-it and the HTML of its tokens. Its `sign` is text that must
be in a source for it to mean anything; a rule that cannot match is a cost at every character.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

RenderRule = Callable[[Token], str]


@dataclass(frozen=True, slots=True)
class Extension:
    """One extension: the sign that calls for it, its plug-in, HTML by token type."""

    sign: str
    plugin: Callable[[MarkdownIt], None]
    html: dict[str, RenderRule] = field(default_factory=dict)
