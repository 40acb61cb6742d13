"""Two cards say nearly the same.

Most often one is a copy of the other with a typing error corrected or a word replaced, from an
import or from two authors. The learner reviews the same thing twice, and a correction reaches only
one of the two. Cards that are alike on purpose, such as the terms of a glossary, are not reported:
if both question and answer differ, it is a different card.

Wrong:

```markdown
## What is the purpose of a client brief in a new instruction?

A formal statement of the objectives and requirements of the client.

## What is the purpose of a client brief in a new instuction?

A formal statement of the requirements and objectives of the client.
```

Right:

```markdown
## What is the purpose of a client brief in a new instruction?

A formal statement of the objectives and requirements of the client.

## What is the purpose of the terms of engagement?

Agreeing the scope, the fee and the time before the work begins.
```
"""

from collections.abc import Iterator
from functools import partial

from obverse.check.near_duplicates import NearDuplicates
from obverse.check.rules import Check, Finding, Rule
from obverse.check.view import Reading
from obverse.values.diagnostic import Severity


def _check(reading: Reading, search: NearDuplicates | None = None) -> Iterator[Finding]:
    for pair in (search or NearDuplicates()).of(reading.notes):
        # Below 100: what is equal in every word is found as a duplicate, or reordered on purpose.
        message = f"nearly the same as the card at {pair.first.place} ({pair.similarity:.0f} %)"
        hint = "delete one of the two, or say in both what tells them apart"
        yield Finding(reading.heading(pair.second), message, hint, (pair.first.place,))


def _opened() -> Check:
    return partial(_check, search=NearDuplicates())


RULE = Rule(
    "Duplicates",
    Severity.WARNING,
    _check,
    of_project=True,
    opened=_opened,
    takes_long=True,
)
