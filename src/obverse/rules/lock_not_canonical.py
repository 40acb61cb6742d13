"""The lines of the lockfile are not in the order and form that obverse writes.

A merge or an editor left them so; `obverse lock --check` tells it. Nothing is lost: the next build
writes them as they should be, which is a change to commit.
"""

from obverse.diagnostic import Severity
from obverse.rules import Rule

RULE = Rule("Project", Severity.WARNING)
