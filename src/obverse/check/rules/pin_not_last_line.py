"""A pin is not the last line of its card, so it has no effect.

`^name` names a card only on its last line, as in Obsidian. Anywhere else it is text, and the
learner sees it. Tags may be on the line above it. `obverse check --fix` moves it.

Wrong:

```markdown
## What is a KPI?

^kpi

A key performance indicator.
```

Right:

```markdown
## What is a KPI?

A key performance indicator.

^kpi
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Syntax", Severity.WARNING)
