"""The lockfile had two lines for one card, and the newer one is used.

A merge of two branches that both edited the card leaves two lines. Nothing is lost: the next build
writes a single line. Commit that change.
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Project", Severity.WARNING)
