"""Misplaced keys: lines of front matter that is not at the top of its file, and not read."""

import re
from collections.abc import Iterator

from obverse.compile.places import Places
from obverse.compile.sections import Section
from obverse.machine.late import late
from obverse.values.diagnostic import Diagnostic, warning

# In YAML, TOML and JSON: other tools take front matter in each of them.
_KEY = late(r"""[\s{]*+["']?(?:tags|deck|note-type)["']?\s?[:=](?:[\s"'\[].*)?""", re.IGNORECASE)
FIRST = "front matter begins on the first line of a file, with `---`"


def is_key(line: str) -> bool:
    """Whether a line is written as a key of front matter that has a meaning."""
    return _KEY.fullmatch(line) is not None


def misplaced_keys(section: Section, places: Places, *, has_front: bool) -> Iterator[Diagnostic]:
    """The keys in the text of a section that is not a card."""
    for token in section.metadata.tokens:
        if token.type != "inline" or not token.map or not any(map(token.content.count, ":=")):
            continue
        for number in range(*token.map):
            if is_key(line := places.lines[number]):
                written = line.strip()
                place = places.within(number + 1, line.find(written) + 1, len(written))
                hint = "move it into the front matter" if has_front else FIRST
                message = f"`{written}` is not read: it is not in the front matter"
                yield warning(place, "unread-metadata", message, hint)
