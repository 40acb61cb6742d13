"""A `#` heading ends the card above it, or has text that belongs to no card.

The first `#` heading of a file is the title of the deck. A second one is neither a title nor a
card. It ends the card above it, and the text up to the next `##` belongs to no card.

Wrong:

```markdown
# KPIs

## What is a KPI?

A key performance indicator.

# Rent

## When is rent collected?

On quarter days.
```

Right:

```markdown
# KPIs

## What is a KPI?

A key performance indicator.

## When is rent collected?

On quarter days.
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Syntax", Severity.WARNING)
