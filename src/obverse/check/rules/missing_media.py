"""An imported deck shows files that it does not contain.

A package exported without media, or a text file without its media folder, refers to pictures and
sounds that are elsewhere. A card that shows one would show a broken picture.
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Other formats", Severity.WARNING)
