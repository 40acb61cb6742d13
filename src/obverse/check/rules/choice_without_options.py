"""A choice card has nothing to choose from.

The options of a choice card are a task list with at least two items; those with a tick are right.

Wrong:

```markdown
## Which is a KPI?

Rent collected on time.

#card/choice
```

Right:

```markdown
## Which is a KPI?

- [x] Rent collected on time
- [ ] The colour of the roof

#card/choice
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Kinds of card", Severity.ERROR)
