r"""Masks: a line of a note in which all that holds no mark is hidden, its length kept.

Hidden are code, math, links, pictures, addresses, comments, tags of HTML, deletions, what Dataview
puts in brackets, and what follows a `\`.
"""

import re

_HIDDEN = "\ufdd0"  # stands in no source
_LONGEST = 10_000  # characters
_SPAN = re.compile(
    r"""
      \\.
    | (?P<ticks>(?<!`)`+)(?!`).+?(?<!`)(?P=ticks)(?!`)
    | \{\{.*?\}\}+ | \{\{c[0-9]+::
    | \$\$.+?\$\$ | \$(?=\S)[^$]*?(?<=[^\s\\])\$(?!\d) | \\\(.+?\\\) | \\\[.+?\\\]
    | !?\[\[[^\[\]]*\]\]
    | !?\[(?:[^\[\]]|\[[^\[\]]*\])*\]
      (?:\([^()\s]*(?:\([^()]*\)[^()]*)*(?:\s+"[^"]*")?\)|\[(?!\^)[^\[\]]*\])
    | \[\^[^\]]+\] | \[[^\[\]]*::[^\[\]]*\] | \([A-Za-z][\w -]*::\s[^()]*\)
    | (?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]*+://\S+
    | <!--.*?--> | %%.*?%% | <[A-Za-z/!?][^>]*>
    """,
    re.VERBOSE,
)


def masked(text: str) -> str:
    """The line, as many characters as it has; all of one that is too long to be looked at."""
    if len(text) > _LONGEST:
        return _HIDDEN * len(text)
    return _SPAN.sub(lambda found: _HIDDEN * len(found[0]), text)
