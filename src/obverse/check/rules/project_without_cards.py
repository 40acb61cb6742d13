"""No source of the project has a card.

The package would be empty, so nothing is written. If all cards are drafts, or if the lock knows
cards that were removed, this is a warning and the build goes on.

Wrong:

```markdown
# KPIs

### What is a KPI?

A key performance indicator.
```

Right:

```markdown
# KPIs

## What is a KPI?

A key performance indicator.
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Project", Severity.ERROR)
