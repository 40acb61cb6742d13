"""A question is about "it" or "they", and does not say what that is.

In the file, the card above makes it clear. In a review the card comes alone, months later and among
cards of other decks. Name the thing. A question with text above `***` has its context there.

Wrong:

```markdown
## When is it reviewed?

Every month.
```

Right:

```markdown
## When is a KPI reviewed?

Every month.
```
"""

import re
from collections.abc import Iterator

from obverse.check.rules import Finding, Rule
from obverse.check.view import Reading
from obverse.values.diagnostic import Severity

_VERB = (
    r"(?:is|are|was|were|do|does|did|has|have|had|can|could|may|must|should|will|would|might|'s|’s)"
)
_SUBJECT = re.compile(
    rf"(?:(?:what|why|how|when|where|who|which|whom|whose)\b(?: \w+){{0,2}}? ?)?{_VERB}"
    r" (it|they|this|these|those|he|she)\b(.*)",
    re.IGNORECASE,
)
# "How long does it take to ..?", "Is it true that ..?": `it` stands for what comes after.
_EXPLETIVE = re.compile(
    r"\b(?:to|that|if|when|whether|for|mean|called)\b|\b\w+ing\b|^:|^ (?:possible|true|raining)\b"
)


def _check(reading: Reading) -> Iterator[Finding]:
    for note in reading.notes:
        heading, _, above = note.front.partition("\n")
        if above or "<img" in note.fields[0]:
            continue
        found = _SUBJECT.match(heading)
        if not found or (found[1].lower() == "it" and _EXPLETIVE.search(found[2])):
            continue
        place = reading.heading(note)
        at = found.start(1)
        if len(heading) == place.length:
            place = type(place)(place.path, place.line, place.column + at, len(found[1]))
        message = f"the question does not say what `{found[1]}` is"
        yield Finding(place, message, "name it: in a review the card comes alone")


RULE = Rule("Teaching", Severity.WARNING, _check)
