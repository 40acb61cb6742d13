"""A footnote is written that no text refers to.

It would be on no card. Footnotes belong to the card that refers to them.

Wrong:

```markdown
## What is a KPI?

A key performance indicator.

[^1]: Measured every month.
```

Right:

```markdown
## What is a KPI?

A key performance indicator.[^1]

[^1]: Measured every month.
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Syntax", Severity.WARNING)
