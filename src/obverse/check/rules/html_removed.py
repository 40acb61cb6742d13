"""HTML that no card needs is taken out.

Scripts, frames and their like could do harm in Anki, where a shared deck runs on the machines of
others. What is left is what a card needs. The setting `html` can trust all of it.

Wrong:

```markdown
## What is a KPI?

A key <script>alert(1)</script> performance indicator.
```

Right:

```markdown
## What is a KPI?

A key performance indicator.
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Syntax", Severity.WARNING)
