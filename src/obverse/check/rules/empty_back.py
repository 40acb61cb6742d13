"""A card has a question and no answer.

Anki would show the question, then the question again, and by the first review the intended answer
is forgotten. A card that is not ready yet can wait as a draft.

Wrong:

```markdown
## What is a client brief?
```

Right:

```markdown
## What is a client brief?

A formal statement of objectives and requirements.
```
"""

import re
from collections.abc import Iterator

from obverse.check.rules import Finding, Rule
from obverse.check.view import Reading
from obverse.values.card_settings import MARK
from obverse.values.diagnostic import Severity
from obverse.values.source import Place

_ITEM, _NO_SPACE = re.compile(r"(?:[-*+]|\d+[.)])\s"), re.compile(r"#{1,6}[^\s#]")
_UNSEEN = re.compile(r"<!--(?:(?!<!--).)*?-->|<(?!img|audio|video|pre|hr|input)[^<>]*>", re.DOTALL)


def _check(reading: Reading) -> Iterator[Finding]:
    for note in reading.asked():
        if not note.back.strip() and not _UNSEEN.sub("", note.fields[1]).strip():
            place = reading.heading(note)
            yield Finding(place, "the card has no answer", _hint(place, reading))


def _hint(place: Place, reading: Reading) -> str:
    """What to do, where the card is a heading, a row, an item, or a line."""
    line = reading.lines[place.path][place.line - 1].lstrip()
    if reading.cards.table(place.path) or line.startswith("|"):
        return "write the answer in its second cell, or `yes` in a column `draft`"
    if _ITEM.match(line):
        where = "below the item, indented more than its bullet"
    elif line.startswith(">"):
        where = "in the next line of the callout"
    elif _NO_SPACE.match(line):
        return "write a space after the `#`: with it the line is a heading, and its answer below it"
    else:
        is_text = MARK in line and not line.startswith("#")
        where = "right below the line" if is_text else "below the heading"
    return f"write the answer {where}, or tag the card `#card/draft`"


RULE = Rule("Teaching", Severity.WARNING, _check)
