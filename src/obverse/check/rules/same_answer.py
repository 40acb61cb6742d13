"""Five or more cards have the same long answer.

Short answers naturally repeat ("Within 3 days."). When a long one does, the questions are usually
the same question in five forms, or the answer says more than each of them asks for.

Wrong:

```markdown
## Who is a client?

Anyone for whom we act and to whom we owe a duty of care.

## Is a tenant ever a client?

Anyone for whom we act and to whom we owe a duty of care.

## When is a colleague a client?

Anyone for whom we act and to whom we owe a duty of care.

## When is a third party a client?

Anyone for whom we act and to whom we owe a duty of care.

## Which landlords are clients?

Anyone for whom we act and to whom we owe a duty of care.
```

Right:

```markdown
## Who is a client?

Anyone for whom we act and to whom we owe a duty of care.

## When is a tenant a client?

When we act for the tenant.
```
"""

from collections import defaultdict
from collections.abc import Iterator

from obverse.check.rules import Finding, Rule
from obverse.check.view import Reading
from obverse.languages.fingerprint import words
from obverse.values.diagnostic import Severity
from obverse.values.note import Note

_LONG = 8  # words


def _check(reading: Reading) -> Iterator[Finding]:
    same = defaultdict[str, list[Note]](list)
    for note in reading.asked():
        if note.back:
            same[note.back_key].append(note)
    for notes in same.values():
        if len(notes) >= reading.limits["same-answer"] and len(words(notes[0].back)) >= _LONG:
            first, *others = notes
            message = f"{len(notes)} cards have this long answer"
            hint = "ask once, or let each answer say only what its question asks for"
            places = tuple(note.place for note in others)
            yield Finding(reading.heading(first), message, hint, places)


RULE = Rule(
    "Duplicates",
    Severity.INFO,
    _check,
    limit=5,
    limits="cards with the same long answer",
    of_project=True,
)
