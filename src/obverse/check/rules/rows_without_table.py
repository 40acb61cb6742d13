"""A section has `#card/rows` and no table.

With `#card/rows` each row of the tables in a section is a card, and the section itself is not one.
Without a table it has no cards at all. A table needs a header, and a line of dashes below it.

Wrong:

```markdown
## Terms #card/rows

KPI: a key performance indicator.
```

Right:

```markdown
## Terms #card/rows

| Term | Meaning |
| --- | --- |
| KPI | a key performance indicator |
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Kinds of card", Severity.WARNING)
