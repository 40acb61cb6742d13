"""The lines of the lockfile are not in the order and form that obverse writes.

A merge or an editor changed them; `obverse lock --check` reports it. Nothing is lost: the next
build writes them in the right form. Commit that change.
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Project", Severity.WARNING)
