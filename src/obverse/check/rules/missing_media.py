"""An imported deck shows files that it does not contain.

A package exported without media, or a text file without its media folder, refers to pictures and
sounds that are elsewhere. A card keeps showing such a file by its name: whoever has it in Anki sees
it, anyone else a broken picture. Put it where the card looks for it, and it is in the package.
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Other formats", Severity.WARNING)
