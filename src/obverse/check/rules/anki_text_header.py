"""A header of an exported text says what is none.

The lines with `#` at the head of a text from Anki say what parts its columns and where the deck,
the note type and the tags stand. `#separator:` has a name that Anki writes, as `tab` or `comma`, or
the sign itself. Read with the wrong sign every note would be one column.
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Other formats", Severity.ERROR)
