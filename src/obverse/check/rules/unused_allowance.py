"""An allowance has no effect.

`<!-- allow: rule-name -->` in a card says that what the rule finds there is intended. If the rule
no longer finds anything there, or its name is misspelt, remove or correct the allowance. Errors
cannot be allowed. An allowance above the first card applies to the whole file. Text after the names
is a note to yourself.

Wrong:

```markdown
## What is a KPI?

A key performance indicator.

<!-- allow: long-list -->
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
