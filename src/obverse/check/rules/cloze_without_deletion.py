"""A cloze card has no deletion.

Anki makes a card for each number of a deletion. Without a deletion it makes no card.

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
