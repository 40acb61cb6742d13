"""A typing card has an answer too long to be typed without a slip.

Anki compares letter by letter, so a missing comma makes a long answer wrong. Typing is for names,
terms and numbers.

Wrong:

```markdown
## What is a client brief?

A formal statement of all the objectives and requirements of a client.

#card/typing
```

Right:

```markdown
## What is a formal statement of a client's objectives called?

Client brief

#card/typing
```
"""

from collections.abc import Iterator

from obverse.check.rules import Finding, Rule
from obverse.check.view import Reading
from obverse.check.visible import words
from obverse.values.diagnostic import Severity


def _check(reading: Reading) -> Iterator[Finding]:
    most = reading.limits["typing-long-answer"]
    for note in reading.asked():
        if "typing" in note.kind.split("+") and (count := len(words(note.back))) > most:
            message = f"{count} words have to be typed exactly as written"
            hint = "shorten the answer to a term, or remove the tag `#card/typing`"
            yield Finding(reading.heading(note), message, hint)


RULE = Rule("Teaching", Severity.WARNING, _check, limit=6, limits="words to be typed")
