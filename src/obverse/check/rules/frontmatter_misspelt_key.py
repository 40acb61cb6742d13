"""A key in the front matter differs from one that is read.

The keys are written in small letters and with hyphens. Any other key is the author's own, and is
ignored.

Wrong:

```markdown
---
Deck: Client care
---

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

RULE = Rule("Syntax", Severity.WARNING)
