r"""A tag that chooses a kind of card is shown on the card.

A line of nothing but tags is not shown. Within a sentence a tag counts and stays in the text. Right
after a letter or a bracket it is not a tag, and chooses nothing. If you mean the text, write a `\`
before it.

Wrong:

```markdown
## Lessor

The landlord #card/reversed
```

Right:

```markdown
## Lessor

The landlord

#card/reversed
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Kinds of card", Severity.WARNING)
