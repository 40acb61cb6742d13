"""A card asks two questions.

A learner who knows one of the two answers cannot grade the card. Make two cards: each is easier,
and each is asked when it is due.

Wrong:

```markdown
## What is a KPI? And when is it reviewed?

A key performance indicator. It is reviewed every month.
```

Right:

```markdown
## What is a KPI?

A key performance indicator.

## When is a KPI reviewed?

Every month.
```
"""

import re
from collections.abc import Iterator

from obverse.check.rules import Finding, Rule
from obverse.check.view import Reading
from obverse.values.diagnostic import Severity

# Nearly no question has any of it.
_MAY_ASK_TWICE = re.compile(r"[?\"“”`(].|and", re.IGNORECASE | re.DOTALL)
_QUOTED = re.compile(r"[\"“][^\"“”]*[\"”]|`[^`]*`|\([^()]*\)")
_ENDS = re.compile(r"(?<=[\w\"”*)])\?(?=\s|$)")
_ASKS = r"(?:what|why|how|when|where|who|which)"
_VERB = (
    r"(?:is|are|was|were|do|does|did|can|could|should|would|will|must|may|has|have|happens|comes)"
)
_FIRST = re.compile(rf"\b{_ASKS}\b(?! and\b).", re.IGNORECASE)
_SECOND = re.compile(rf" and {_ASKS} {_VERB}\b", re.IGNORECASE)


def _check(reading: Reading) -> Iterator[Finding]:
    for note in reading.asked():
        heading = note.front.partition("\n")[0]
        if not _MAY_ASK_TWICE.search(heading):
            continue
        question = _QUOTED.sub("", heading)
        if len(_ENDS.findall(question)) > 1 or (
            question.endswith("?")
            and (first := _FIRST.search(question))
            and _SECOND.search(question, first.end())
        ):
            place = reading.heading(note)
            yield Finding(place, "the heading asks two questions", "make two cards of it")


RULE = Rule("Teaching", Severity.INFO, _check)
