"""A tag has signs that Anki cannot keep, and is altered.

Anki parts tags by spaces and nests them by `::`. A tag with a space or another sign that it has no
place for reaches Anki in another form than you wrote it. Write the tag as it should be.

Wrong:

```markdown
---
tags:
  - client care
---

## What is a KPI?

A key performance indicator.
```

Right:

```markdown
---
tags:
  - client-care
---

## What is a KPI?

A key performance indicator.
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Syntax", Severity.WARNING)
