"""The lockfile was written by a newer obverse.

This version would not understand all of it, and writing it back would lose the rest, and with it
the review history of your cards. Update obverse.

Wrong:

```text obverse.lock
obverse.lock 999 (made by obverse)
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
