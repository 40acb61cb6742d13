"""A `##` heading has only questions below it, which are not cards.

A card begins at `##`. A `###` heading is text of the card above it, and so are `Q:` and `A:` lines
and questions in bold: a `##` section of questions is one large card that shows all of them as its
answer. For a file of `Q:` and `A:` lines write `cards: qa` in its front matter.

Wrong:

```markdown
# KPIs

## Basics

### What is a KPI?

A key performance indicator.

### What is a target?

The value to reach.
```

Right:

```markdown
# KPIs

## What is a KPI?

A key performance indicator.

#basics

## What is a target?

The value to reach.

#basics
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Syntax", Severity.WARNING)
