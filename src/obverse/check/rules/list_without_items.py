"""A list card has no list.

A list card asks each item at the left margin in turn and shows the others. Without an item, Anki
makes no card.

Wrong:

```markdown
## Which redress schemes are there?

The ombudsman and arbitration.

#card/list
```

Right:

```markdown
## Which redress schemes are there?

- The ombudsman
- Arbitration

#card/list
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Kinds of card", Severity.ERROR)
