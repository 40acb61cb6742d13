"""An allowance allows nothing.

`<!-- allow: rule-name -->` in a card says that what the rule finds there is meant. When the rule
finds nothing any more, or has another name, the allowance is left over. Errors cannot be allowed,
as nothing is written with them. An allowance above the first card counts for the whole file, and
what stands behind the names is the reason.

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
