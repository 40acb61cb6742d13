"""A key is in the front matter twice, and only the last one is read.

YAML allows a key once. What the first one says is lost.

Wrong:

```markdown
---
tags:
  - kpis
tags:
  - client-care
---

## What is a KPI?

A key performance indicator.
```

Right:

```markdown
---
tags:
  - kpis
  - client-care
---

## What is a KPI?

A key performance indicator.
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Syntax", Severity.WARNING)
