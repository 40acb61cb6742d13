"""A line begins with `##` but is not a heading, because the space is missing.

In Markdown a heading needs a space after `##`. Without it the line is part of the card above, or of
none. A no-break space, which some editors type, does not count. `obverse check --fix` inserts the
space.

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
