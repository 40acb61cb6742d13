"""There is no kind of card with this name.

Tags that begin with `card/` choose the kind of card and do not reach Anki. A misspelt one would
leave the card an ordinary one, so it is an error.

Wrong:

```markdown
## What is a KPI?

A key performance indicator.

#card/reverse
```

Right:

```markdown
## What is a KPI?

A key performance indicator.

#card/reversed
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Kinds of card", Severity.ERROR)
