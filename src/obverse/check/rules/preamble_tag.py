"""A tag is above the first card and belongs to no card.

Text between the title and the first card is an introduction. It belongs to no card, and neither do
the tags in it. Put tags for all cards of a file into the front matter.

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
