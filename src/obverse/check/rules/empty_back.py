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
from obverse.values.diagnostic import Severity

_UNSEEN = re.compile(r"<!--(?:(?!<!--).)*?-->|<(?!img|audio|video|pre|hr|input)[^<>]*>", re.DOTALL)


def _check(reading: Reading) -> Iterator[Finding]:
    for note in reading.asked():
        if not note.back.strip() and not _UNSEEN.sub("", note.fields[1]).strip():
            hint = "write the answer below the heading, or tag the card `#card/draft`"
            yield Finding(reading.heading(note), "the card has no answer", hint)


RULE = Rule("Teaching", Severity.WARNING, _check)
