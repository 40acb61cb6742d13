"""The cells of a table hold HTML and are read as such.

`<b>` in a cell is mostly bold text, as Anki exports it. In a table about HTML it is what the card
is about: `--set text=plain` keeps every sign as it is.
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Other formats", Severity.INFO)
