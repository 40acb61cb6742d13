"""A line looks like a heading and is not one.

Full-width number characters, or an invisible character before `##`, do not begin a card. The line
is text of the card above it.

Wrong:

```markdown
## What is a KPI?

A key performance indicator.

\uff03\uff03 What is a target?

The value to reach.
```

Right:

```markdown
## What is a KPI?

A key performance indicator.

## What is a target?

The value to reach.
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Syntax", Severity.WARNING)
