"""A `#` header line has a value that Anki does not know.

The `#` lines at the top of a text file from Anki say what separates its columns and which columns
hold the deck, the note type and the tags. `#separator:` has a name that Anki writes, such as `tab`
or `comma`, or the character itself. With the wrong one, every note would be a single column.
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Other formats", Severity.ERROR)
