"""Something in an imported note cannot be written in Markdown.

Scripts, frames and some attributes are left out, and some layouts become plain text. Compare the
card in Anki with the one that was written.
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Other formats", Severity.WARNING)
