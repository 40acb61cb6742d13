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

from obverse.diagnostic import Severity
from obverse.rules import Rule

RULE = Rule("Kinds of card", Severity.ERROR)
