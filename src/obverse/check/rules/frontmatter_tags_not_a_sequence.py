"""The tags in the front matter are not written as a list.

Obsidian and obverse read `tags` only as a list. Tags on one line of text, or under the key `tag`,
are not read, so the cards would not get them. `obverse check --fix` writes the list.

Wrong:

```markdown
---
tags: kpis, client-care
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
