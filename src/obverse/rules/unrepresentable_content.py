"""Something in a note of another format has no place in Markdown.

Scripts, frames and some attributes are left out, and some layouts become plain text. Look at the
card in Anki beside the one that was written.
"""

from obverse.diagnostic import Severity
from obverse.rules import Rule

RULE = Rule("Other formats", Severity.WARNING)
