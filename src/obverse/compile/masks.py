r"""Masks: a line of a note in which all that holds no mark is hidden, its length kept.

Hidden are code, math, links, pictures, addresses, comments, tags of HTML, deletions, what Dataview
puts in brackets, and what follows a `\`.
"""

import re

from obverse.languages import cloze
from obverse.machine.late import late

_HIDDEN = "\ufdd0"  # stands in no source
_LONGEST = 10_000  # characters
# Bounded: what is never closed would be looked through to the end from every opening.
_SPAN = late(
    r"""
      \\.
    | (?P<ticks>(?<!`)`++)(?!`).{1,2000}?(?<!`)(?P=ticks)(?!`)
    | \{\{.{0,2000}?\}\}+
    | \$\$.{1,2000}?\$\$ | \$(?=\S)[^$]{0,2000}?(?<=[^\s\\])\$(?!\d)
    | \\\(.{1,2000}?\\\) | \\\[.{1,2000}?\\\]
    | !?\[\[[^\[\]]*+\]\]
    | !?\[(?:[^\[\]]++|\[[^\[\]]*+\])*+\]
      (?:\([^()\s]*+(?:\([^()]*+\)[^()]*+)*+(?:\s++"[^"]{0,2000}")?\)|\[(?!\^)[^\[\]]*+\])
    | \[\^[^\]]{1,2000}\] | \[(?=[^\[\]:]*+(?::(?!:)[^\[\]:]*+)*+::)[^\[\]]*+\]
    | \([A-Za-z][\w -]*+::\s[^()]*+\)
    | (?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]*+://\S+
    | <!--.{0,2000}?--> | %%.{0,2000}?%% | <[A-Za-z/!?][^>]{0,2000}>
    """
    rf"| {cloze.PLAIN}",  # also where it is never closed
    re.VERBOSE,
)


def masked(text: str) -> str:
    """The line, as many characters as it has; all of one that is too long to be looked at."""
    if len(text) > _LONGEST:
        return _HIDDEN * len(text)
    return _SPAN.sub(lambda found: _HIDDEN * len(found[0]), text)
