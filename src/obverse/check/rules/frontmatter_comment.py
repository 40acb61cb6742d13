"""A value in the front matter begins with `#`, so YAML takes it for a comment.

In YAML everything after a `#` is a comment, so the card does not get such a tag. In front matter
tags are written without the `#`.

Wrong:

```markdown
---
tags: #kpis
---

## What is a KPI?

A key performance indicator.
```

Right:

```markdown
---
tags:
  - kpis
---

## What is a KPI?

A key performance indicator.
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Syntax", Severity.WARNING)
