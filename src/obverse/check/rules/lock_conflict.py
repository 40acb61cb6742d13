"""The lockfile contains a conflict marker of git.

A merge with conflicts was committed or left unfinished. Delete the lines with the markers and keep
the lines of both sides. If both sides have a line for the same card, the next build keeps the newer
one.

Wrong:

```text obverse.lock
obverse.lock 1 (made by obverse; commit it: it keeps the review history of each card)
<<<<<<< HEAD
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
