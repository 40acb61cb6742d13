"""The front matter is not closed.

A file whose first line is `---` begins with front matter, which ends at the next `---` line.
Without that line the whole file would be front matter, and no card would be left.

Wrong:

```markdown
---
deck: Client care

## What is a KPI?

A key performance indicator.
```

Right:

```markdown
---
deck: Client care
---

## What is a KPI?

A key performance indicator.
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Syntax", Severity.ERROR)
