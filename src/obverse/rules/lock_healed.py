"""The lockfile held two lines for one card, and the newer one counts.

That is what a merge of two branches leaves when both edited the card. Nothing is lost, and the next
build writes one line, which is a change to commit.
"""

from obverse.diagnostic import Severity
from obverse.rules import Rule

RULE = Rule("Project", Severity.WARNING)
