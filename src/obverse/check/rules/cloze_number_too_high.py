"""The number of a cloze deletion is higher than Anki allows.

Anki makes no card for a number above 500.

Wrong:

```markdown
## KPI

A {{c501::key performance}} indicator.
```

Right:

```markdown
## KPI

A {{c1::key performance}} indicator.
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Kinds of card", Severity.ERROR)
