"""A card of an imported deck shows a file that the package does not hold.

The card is written as a draft, so that the build does not stop at it. Export the deck again with
its media, or take the picture out of the card.
"""

from obverse.diagnostic import Severity
from obverse.rules import Rule

RULE = Rule("Import", Severity.WARNING)
