"""A deck to import shows files that it does not have.

A package made without media, or a text without the folder of media beside it, names pictures and
sounds that are elsewhere. A card that shows one would show a broken picture.
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Other formats", Severity.WARNING)
