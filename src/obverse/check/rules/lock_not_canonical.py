"""The lines of the lockfile are not in the order and form that obverse writes.

A merge or an editor left them so; `obverse lock --check` tells it. Nothing is lost: the next build
writes them as they should be, which is a change to commit.
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Project", Severity.WARNING)
