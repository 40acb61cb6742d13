"""Columns of a table are left out.

A card has a question and an answer, and a table may have a deck and tags that are recognised by
name. Any other column is left out unless it is asked for: `--set Example=Beispiel` puts the column
`Beispiel` below the answer as `Example`, `--set audio=Audio` plays the files it names, and
`--set note-type=NAME` makes a note type of which all columns are fields. If the wrong columns were
taken for the question and the answer, name the right ones: `--set front=NAME --set back=NAME`.
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Other formats", Severity.WARNING)
