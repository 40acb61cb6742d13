"""A line of tags has other words in it, so it is shown.

A tag ends at a space. A line that holds only tags is not shown; with another word it is text of
the card.

Wrong:

```markdown
## What is a KPI?

A key performance indicator.

#client care
```

Right:

```markdown
## What is a KPI?

A key performance indicator.

#client-care
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Tags and decks", Severity.WARNING)
