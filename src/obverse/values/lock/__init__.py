"""The lockfile: what is remembered of every note, so that an edited note is still the same note.

Text, UTF-8, LF. A header line, a line for each note type, a line for each note; the columns of a
line are separated by tabs and fixed in number and order. Sorted by guid, which no edit changes: an
edited note is one changed line, and the lines that two branches add are far apart. Each line ends
in a check of itself.
"""

from obverse.values.lock.known import LOCK_MEMBER, SPAN, Healed, Known, KnownType, Lock
from obverse.values.lock.line import MOST_TIME, NOTE_TYPE_LINE, escaped, line_of, of_columns
from obverse.values.lock.read import VERSION, Salvaged, read, salvage
from obverse.values.lock.write import encode, is_canonical, union, write

__all__ = [
    "LOCK_MEMBER",
    "MOST_TIME",
    "NOTE_TYPE_LINE",
    "SPAN",
    "VERSION",
    "Healed",
    "Known",
    "KnownType",
    "Lock",
    "Salvaged",
    "encode",
    "escaped",
    "is_canonical",
    "line_of",
    "of_columns",
    "read",
    "salvage",
    "union",
    "write",
]
