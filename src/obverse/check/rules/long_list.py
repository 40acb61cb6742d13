"""A card asks for more list items at once than can be recalled.

A set of eight items is learnt by rote or not at all, and one forgotten item fails the whole card. A
list card (`#card/list`) asks the items one by one and shows the others. Items that belong together
can also be grouped, or asked in separate cards.

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
        if note.fields[1].count("<li") <= most:  # of all lists together
            continue
        if (count := max(list_lengths(note.fields[1]), default=0)) > most:
            message = f"the answer is a list of {count} items, and all are asked at once"
            hint = "tag the card `#card/list` to be asked item by item, or make several cards"
            yield Finding(reading.heading(note), message, hint)


RULE = Rule("Teaching", Severity.INFO, _check, limit=7, limits="items in a list")
