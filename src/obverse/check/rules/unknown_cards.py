"""`cards` in the front matter has a value that says nothing about which text is a card.

`cards` says which text of a file is a card (`headings`, `marked`, `inline` and so on), and `card`
which kind its cards are of (`reversed`, `typing` and so on): they are one letter apart. A value
that is neither is left alone, for the key may be your own.

Wrong:

```markdown
---
cards: reversed
---

## What is a KPI?

A key performance indicator.
```

Right:

```markdown
---
card: reversed
---

## What is a KPI?

A key performance indicator.
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Files", Severity.WARNING)
