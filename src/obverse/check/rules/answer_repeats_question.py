"""An answer repeats the question, with or without more text.

Reading the question a second time takes time, and hides what was asked for. An answer that is only
the question was most likely never finished.

Wrong:

```markdown
## Please talk me through a client brief

Please talk me through a client brief
```

Right:

```markdown
## Please talk me through a client brief

A formal statement of objectives and requirements.
```
"""

from collections.abc import Iterator

from obverse.check.rules import Finding, Rule
from obverse.check.view import Reading
from obverse.languages.fingerprint import words
from obverse.values.diagnostic import Severity
from obverse.values.source import Place

_FEWEST = 3  # words; a shorter question may well begin its answer


def _check(reading: Reading) -> Iterator[Finding]:
    for note in reading.asked():
        # Without a common first letter there is nothing to compare.
        if not note.back or note.back[:1].casefold() != note.front[:1].casefold():
            continue
        front, back = words(note.front), words(note.back)
        if len(front) < _FEWEST or back[: len(front)] != front:
            continue
        message = "the answer repeats the question"
        if len(back) > len(front):
            message = "the answer begins with the whole question"
        hint = "write only what is to be recalled, or tag the card `#card/draft`"
        first = note.back.partition("\n")[0].strip()
        yield Finding(_below(reading, note.place.line, reading.find(note, first)), message, hint)


def _below(reading: Reading, heading: int, place: Place) -> Place:
    """The answer, where question and answer are the same words."""
    if place.line != heading:
        return place
    lines = reading.lines[place.path]
    said = lines[heading - 1][place.column - 1 :][: place.length]
    for number in range(heading, len(lines)):
        if (at := lines[number].find(said)) >= 0:
            return Place(place.path, number + 1, at + 1, len(said))
    return place


RULE = Rule("Duplicates", Severity.WARNING, _check)
