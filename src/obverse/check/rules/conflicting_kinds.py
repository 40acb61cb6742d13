"""A card has two kinds that exclude each other.

A card is either a question with an answer, which may be reversed and typed, or a text with
deletions. If you want both, make two cards.

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
