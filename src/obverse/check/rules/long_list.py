"""A card asks for more points of a list at once than can be recalled.

A set of eight points is learnt by rote or not at all, and one forgotten point fails the whole card.
Of a list card (`#card/list`) the points are asked one after the other, the rest in sight. Points
that belong together can also be grouped, or asked for with a reason of their own.

Wrong:

```markdown
## How can you ensure client care?

- Professionalism
- Competency
- Punctuality
- Trust
- Reliability
- Presentation
- Communication
- Measurement
```

Right:

```markdown
## How do you show a client that you are reliable?

- Punctuality
- Communication
- Measurement
```
"""

from collections.abc import Iterator

from obverse.check.rules import Finding, Rule
from obverse.check.view import Reading
from obverse.check.visible import list_lengths
from obverse.values.diagnostic import Severity


def _check(reading: Reading) -> Iterator[Finding]:
    most = reading.limits["long-list"]
    for note in reading.asked():
        if "<li" not in note.fields[1]:
            continue
        if (count := max(list_lengths(note.fields[1]), default=0)) > most:
            message = f"the answer is a list of {count} points, and all are asked at once"
            hint = "tag the card `#card/list` to be asked point by point, or make several cards"
            yield Finding(reading.heading(note), message, hint)


RULE = Rule("Teaching", Severity.INFO, _check, limit=7, limits="points in a list")
