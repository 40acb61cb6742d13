"""A pin is not the last line of its card, so it has no effect.

`^name` names a card only on a line of its own, the last of the card; tags may be on the line above
it. Anywhere else at the end of a paragraph or list item it is Obsidian's id of that block, which is
not shown. `obverse check --fix` moves a `^name` that is on a line of its own. An id has a letter
and a second character, or at least six digits: `5 m ^2` is text.

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
