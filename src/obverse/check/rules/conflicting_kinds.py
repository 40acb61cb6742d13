"""A card is asked to be of two kinds that exclude each other.

A card is one thing: a question and answer, which may be reversed and typed, or a text with
deletions. Make two cards where you want both.

Wrong:

```markdown
## What is a KPI?

A {{c1::key performance indicator}}.

#card/reversed
```

Right:

```markdown
## What is a KPI?

A {{c1::key performance indicator}}.
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Kinds of card", Severity.ERROR)
