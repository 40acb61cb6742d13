"""A card's heading is nothing but tags, so they are shown as its question.

Tags at the end of a heading are tags of the card. A heading of only tags would leave it without a
question, so here they are text, and the card does not get them.

Wrong:

```markdown
## #law

A contract that lets someone use a property for a time.
```

Right:

```markdown
## What is a lease?

A contract that lets someone use a property for a time.

#law
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Tags and decks", Severity.WARNING)
