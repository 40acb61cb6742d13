"""The front matter has no end.

A file that begins with a line `---` begins with front matter, and its end is another line `---`.
Without it the whole file would be front matter, and no card would be left.

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
