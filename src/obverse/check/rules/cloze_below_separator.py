"""A deletion is below `***`, where nothing is asked.

The text below `***` in a cloze card is shown with the answer only. Anki would make no card for a
deletion there.

Wrong:

```markdown
## KPI

A {{c1::key}} indicator.

***

Of {{c2::performance}}.
```

Right:

```markdown
## KPI

A {{c1::key}} indicator of {{c2::performance}}.
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Kinds of card", Severity.ERROR)
