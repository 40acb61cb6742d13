"""The cells of a table contain HTML and are read as HTML.

`<b>` in a cell usually means bold text, as Anki exports it. In a table about HTML it is part of the
text: `--set text=plain` keeps every character as it is.
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Other formats", Severity.INFO)
