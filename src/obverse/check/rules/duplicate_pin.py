"""Two cards have the same name.

A last line `^name` gives a card a permanent name. If two cards had the same name, one would get the
review history of the other.

Wrong:

```markdown
## What is a KPI?

A key performance indicator.

^kpi

## What is client care?

Looking after the client.

^kpi
```

Right:

```markdown
## What is a KPI?

A key performance indicator.

^kpi

## What is client care?

Looking after the client.

^client-care
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Syntax", Severity.ERROR)
