"""Nothing is left of a card that could be asked.

Anki makes a card where the question, or a deletion, shows something. Where all of it is HTML that
was taken out, or not to be seen, there is a note without a card.

Wrong:

```markdown
## <script>alert(1)</script>

Answer.
```

Right:

```markdown
## What is a KPI?

A key performance indicator.
```
"""

from obverse.diagnostic import Severity
from obverse.rules import Rule

RULE = Rule("Kinds of card", Severity.ERROR)
