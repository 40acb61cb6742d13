"""A cloze card hides the whole of its text.

Below the heading the card shows only dots, so it is really a question and an answer. Written as
such, it can also be typed or reversed.

Wrong:

```markdown
## Client brief

{{c1::A formal statement of objectives and requirements.}}
```

Right:

```markdown
## What is a client brief?

A formal statement of objectives and requirements.
```
"""

from collections.abc import Iterator

from obverse.check.rules import Finding, Rule
from obverse.check.view import Reading
from obverse.check.visible import deletions, words
from obverse.values.diagnostic import Severity


def _check(reading: Reading) -> Iterator[Finding]:
    for note in reading.notes:
        if note.kind != "cloze":
            continue
        for number, (hidden, shown) in deletions(note.fields[1]).items():
            if words(hidden) and not words(shown) and "<img" not in note.fields[1]:
                message = f"deletion {number} hides the whole text"
                hint = "remove the braces: then it is a question and an answer"
                yield Finding(reading.heading(note), message, hint)


RULE = Rule("Teaching", Severity.WARNING, _check)
