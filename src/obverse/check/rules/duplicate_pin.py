"""Two cards are pinned with the same name.

A last line `^name` says which card this is for good. With two cards of one name, the review history
of one would go to the other.

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
