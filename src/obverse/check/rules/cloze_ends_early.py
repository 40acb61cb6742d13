"""A cloze deletion would end elsewhere in Anki than in the text.

Anki ends a deletion at the first `}}`, whatever that means to Markdown or HTML. Each deletion is
read back from the rendered card as Anki reads it. This is reported when the two differ. We know of
no text that triggers it.
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Kinds of card", Severity.ERROR)
