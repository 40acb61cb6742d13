"""A card is tagged `#card/shuffled` but has no options.

`#card/shuffled` shows the options of a choice card in a different order each day. It is used
together with `#card/choice`.

Wrong:

```markdown
## Which is a KPI?

Rent collected on time.

#card/shuffled
```

Right:

```markdown
## Which is a KPI?

- [x] Rent collected on time
- [ ] The colour of the roof

#card/choice #card/shuffled
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Kinds of card", Severity.ERROR)
