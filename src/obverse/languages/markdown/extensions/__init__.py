"""Extensions of CommonMark: one file each, switched on only where a source has their sign.

An extension is a plug-in of markdown-it and the HTML of its tokens. A rule that cannot match is a
cost at every character, so an extension says which text has to be there for it to match.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

from obverse.languages.markdown.rendering import Rendering

RenderRule = Callable[[Token, Rendering], str]


@dataclass(frozen=True, slots=True)
class Extension:
    """One extension: what is in a source that calls for it, its plug-in, HTML by token type.

    `signs` are texts (or a pattern) of which one must be there; `starts` what the text begins with
    that its inline rules look for. `bare` are token types whose HTML is left as it is in a cloze
    card: all other HTML is guarded against reading as the sign of a deletion.
    """

    signs: tuple[str, ...] | re.Pattern[str]
    plugin: Callable[[MarkdownIt], None]
    html: Mapping[str, RenderRule] = field(default_factory=dict)
    starts: tuple[str, ...] = ()
    bare: frozenset[str] = frozenset()

    def is_in(self, text: str) -> bool:
        """Whether the text calls for this extension."""
        if isinstance(self.signs, tuple):
            return any(sign in text for sign in self.signs)
        return not text.isascii() and self.signs.search(text) is not None
