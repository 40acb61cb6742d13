"""A line begins with `##` but is no heading, for want of a space.

In Markdown a heading needs a space behind its signs. Without it the line is text of the card above,
or of none. A no-break space, as some editors type it, does not count. `obverse check --fix` puts a
space there.

Wrong:

```markdown
# KPIs

##What is a KPI?

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

RULE = Rule("Syntax", Severity.WARNING)
