"""A list card has no list.

Of a list card each point at the left edge is asked in turn, the others in sight. Without one, Anki
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
