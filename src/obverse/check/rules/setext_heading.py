"""A line is a heading because of the dashes below it.

In Markdown a line of text with a line of dashes directly below it is a second-level heading, and so
begins a card. Usually the dashes were meant as a rule between two parts of an answer, which needs
an empty line above it.

Wrong:

```markdown
## What is a KPI?

A key performance indicator.
---
Measured every month.
```

Right:

```markdown
## What is a KPI?

A key performance indicator.

* * *

Measured every month.
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Syntax", Severity.WARNING)
