"""A card has no question and is skipped.

A line `##` with nothing after it begins a card, and Anki accepts no note whose first field is
empty. The text below it goes into no card.

Wrong:

```markdown
##

A key performance indicator.
```

Right:

```markdown
## What is a KPI?

A key performance indicator.
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Syntax", Severity.WARNING)
