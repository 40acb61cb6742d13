"""A heading reads like a card, but is too deep to be one.

Cards begin with `##`. A `###` heading in a card is part of its answer; before the first card, or
below a second title, it belongs to no card and is not in the package.

Wrong:

```markdown
# KPIs

### What is a KPI?

A key performance indicator.

## What is a target?

The value to reach.
```

Right:

```markdown
# KPIs

## What is a KPI?

A key performance indicator.

## What is a target?

The value to reach.
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Syntax", Severity.WARNING)
