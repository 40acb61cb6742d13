"""A field of an imported deck holds what Markdown cannot say.

What can be kept as HTML is kept as HTML, which the message says; the rest is named, so that nothing
is lost unseen. Look at the card in Anki, and write what is missing in another way.
"""

from obverse.diagnostic import Severity
from obverse.rules import Rule

RULE = Rule("Import", Severity.WARNING)
