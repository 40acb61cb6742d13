"""A tag stands before the first card and counts for none.

What stands between the title and the first card is an introduction. It is not part of any card, and
so are the tags in it. Tags for all cards of a file belong into the front matter.

Wrong:

```markdown
# KPIs

#client-care

## What is a KPI?

A key performance indicator.
```

Right:

```markdown
---
tags:
  - client-care
---

# KPIs

## What is a KPI?

A key performance indicator.
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Syntax", Severity.WARNING)
