"""A choice card marks none of its options as right.

Without a tick every option would be wrong, and the answer would show nothing.

Wrong:

```markdown
## Which is a KPI?

- [ ] Rent collected on time
- [ ] The colour of the roof

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
