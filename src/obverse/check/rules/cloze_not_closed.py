"""A cloze deletion is opened and not closed.

Anki would show the opening braces on the card and ask for nothing.

Wrong:

```markdown
## KPI

A {{c1::key performance indicator.
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
