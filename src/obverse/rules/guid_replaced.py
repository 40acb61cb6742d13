"""A note of an imported deck has a guid that no lock can hold, or that another note has too.

It gets a new one, so Anki will take it for a new note when the deck comes back: its reviews stay
with the old one.
"""

from obverse.diagnostic import Severity
from obverse.rules import Rule

RULE = Rule("Import", Severity.WARNING)
