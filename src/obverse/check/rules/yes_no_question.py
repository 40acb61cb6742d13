"""A question is answered with yes or no, so half of all guesses are right.

Learners soon recognise such a card by its look, and it says little about what they know. Ask for
the reason or the facts. Only questions whose answer begins with yes, no, true or false are
reported.

Wrong:

```markdown
## Must a complaint be acknowledged?

Yes, within 3 days.
```

Right:

```markdown
## How soon must a complaint be acknowledged?

Within 3 days.
```
"""

import re
from collections.abc import Iterator

from obverse.check.rules import Finding, Rule
from obverse.check.view import Reading
from obverse.values.diagnostic import Severity

_ANSWER = re.compile(r"\W*(yes|no|true|false)\b[\"”*_]*(?:\s*[.,;:!–—-]|\s*$)", re.IGNORECASE)
_QUESTION = re.compile(
    r"(?:.*[.:,]\s+)?(?:is|are|was|were|do|does|did|has|have|had|can|could|may|might|must|should|"
    r"shall|will|would|true or false)\b",
    re.IGNORECASE,
)


def _check(reading: Reading) -> Iterator[Finding]:
    for note in reading.asked():
        answer = _ANSWER.match(note.back)
        if answer and _QUESTION.match(note.front):
            message = f"the question can be answered with `{answer[1].lower()}`"
            hint = "ask what, when, who or why, so that the answer has to be known"
            yield Finding(reading.heading(note), message, hint)


RULE = Rule("Teaching", Severity.INFO, _check)
