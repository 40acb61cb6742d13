"""A cloze card deletes nothing.

Anki makes a card for each number of a deletion. Without a deletion there is no card.

Wrong:

```markdown
## KPI

A key performance indicator.

#card/cloze
```

Right:

```markdown
## KPI

A ==key performance== indicator.

#card/cloze
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Kinds of card", Severity.ERROR)
