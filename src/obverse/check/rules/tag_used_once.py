"""A tag is on a single card.

A tag is for finding cards together. One that finds a single card is often misspelt, or an idea that
was dropped. Only tags written in a card are checked, except those that belong to a series
(`level-1`, `level-2`) or to a branch with other tags. Small projects are not checked.

Wrong:

```toml obverse.toml
content = "."
limits = { tag-used-once = 2 }
```

```markdown
## What is a KPI?

A key performance indicator.

#performance

## What is a client brief?

A formal statement of objectives and requirements.
```

Right:

```toml obverse.toml
content = "."
limits = { tag-used-once = 2 }
```

```markdown
## What is a KPI?

A key performance indicator.

#definition

## What is a client brief?

A formal statement of objectives and requirements.

#definition
```
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain

from obverse.check.rules import Finding, Rule
from obverse.check.view import Reading
from obverse.languages import tags
from obverse.values.diagnostic import Severity


def _check(reading: Reading) -> Iterator[Finding]:
    if len(reading.notes) < reading.limits["tag-used-once"]:
        return
    used = Counter(chain.from_iterable(note.tags for note in reading.notes))
    series = Counter(chain.from_iterable({_series(tag), tag.partition("::")[0]} for tag in used))
    for tag, count in used.items():
        branch = tag.partition("::")[0]
        if count > 1 or series[_series(tag)] > 1 or ("::" in tag and series[branch] > 1):
            continue
        written = reading.tag(reading.first_with(tag), tag)
        if written and written[1]:
            message = f"the tag `{tags.spelt(tag)}` is only on this card"
            yield Finding(written[0], message, "use it on more cards, or remove it")


def _series(tag: str) -> str:
    """The tag with every number replaced by 0."""
    return re.sub(r"\d+", "0", tag)


RULE = Rule(
    "Tags and decks",
    Severity.INFO,
    _check,
    limit=50,
    limits="cards; smaller projects are not checked",
    of_project=True,
)
