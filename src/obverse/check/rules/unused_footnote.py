"""No text refers to a footnote.

It would be on no card. A footnote is shown on the card that refers to it.

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
