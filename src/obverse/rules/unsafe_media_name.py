"""A media file of a package has a name that could leave the folder, or that no folder can hold.

A package comes from somebody else: a name with a path in it could write over other files. The file
is left out; rename it in Anki and export the deck again.
"""

from obverse.diagnostic import Severity
from obverse.rules import Rule

RULE = Rule("Import", Severity.WARNING)
