"""Something in a note of another format has no place in Markdown.

Scripts, frames and some attributes are left out, and some layouts become plain text. Look at the
card in Anki beside the one that was written.
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Other formats", Severity.WARNING)
