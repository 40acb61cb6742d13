"""A text is nearly a cloze deletion, and is shown as it is written.

A deletion is `{{c1::text}}`: two braces, a small `c`, a number from 1, two colons. Within math it
is one in a cloze card, but does not make a card a cloze card: tag it `#card/cloze`.

Wrong:

```markdown
## KPI

A {{c1:key}} performance {{c2::indicator}}.
```

Right:

```markdown
## KPI

A {{c1::key}} performance {{c2::indicator}}.
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Kinds of card", Severity.WARNING)
