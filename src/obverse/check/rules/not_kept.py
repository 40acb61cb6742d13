"""A deck from Anki holds something that a source does not.

A source says what a note is, and its file is its deck. What a collection knows beyond that stays in
the collection of those who have it, and is not in the package for new learners: which of a note's
cards are in other decks, the descriptions and the options of decks, the tags `leech` and `marked`.
Math between `[$]` and `[/$]` becomes math that Anki shows without LaTeX. And Anki calls a deck
`Default` that comes from a package `Default_`.
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Other formats", Severity.WARNING)
