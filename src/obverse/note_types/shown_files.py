"""Shown files: those that the templates and the CSS of a note type name."""

import re
from collections.abc import Iterator
from html import unescape

from obverse.machine.late import late
from obverse.note_types import NoteType

# An address in CSS, a text of CSS or a script that Anki would ship, the value of an attribute.
_NAMED = late(
    r"""\burl\(\s*(?:"([^"\n]+)"|'([^'\n]+)'|([^"'()\s]++))\s*\)|["'](_[^"'/\\\n]+)["']"""
    r"""|\b(?:src|data|href)\s*=\s*(?:"([^"\n]+)"|'([^'\n]+)'|([^"'>\s]+))""",
    re.IGNORECASE,
)
_NOT_A_NAME = frozenset("/\\{}:<>\0")


def shown_files(note_type: NoteType) -> Iterator[str]:
    """Their names, sorted, each once; no path and no address."""
    sides = (side for each in note_type.templates for side in (each.front, each.back))
    names = {
        unescape(next(filter(None, found.groups())))
        for text in (note_type.css, *sides)
        for found in _NAMED.finditer(text)
    }
    return (name for name in sorted(names) if not _NOT_A_NAME & set(name) and name.strip("."))
