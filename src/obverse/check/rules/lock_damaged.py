"""The lockfile cannot be read.

The lock says which card is which note in Anki. Without it, edited cards would lose their review
history, so obverse does not go on by guessing. Take the file back from version control.

Wrong:

```text obverse.lock
obverse.lock 1 (made by obverse; commit it: it keeps the review history of each card)
something else
```

```markdown
## What is a KPI?

A key performance indicator.
```

Right:

```text obverse.lock
obverse.lock 1 (made by obverse; commit it: it keeps the review history of each card)
```

```markdown
## What is a KPI?

A key performance indicator.
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Project", Severity.ERROR)
