"""Lines of a pasted page are in none of its cards.

A site puts text of its own around and between cards: menus, counts, links to other decks. Such
lines are left out, and shown, so that none is lost unseen; it is a warning where they are not known
to be such text. `-v` lists them all. If a card is among them, delete the line of the site before
it, and import the page again.
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Other formats", Severity.WARNING)
