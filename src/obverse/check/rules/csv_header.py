"""The first row of a table is taken for the names of its columns, or may be that.

The row is shown, so that no card is lost for a name and no name becomes a card. A header is known
by the words that are usual in many languages, or by its shape. If the guess is wrong, or is said to
be unsure, add `--set header=yes` or `--set header=no`.
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Other formats", Severity.INFO)
