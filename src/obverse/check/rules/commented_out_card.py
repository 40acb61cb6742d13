"""A card is inside a comment, and is left out.

A comment is `<!-- .. -->` or `%% .. %%`. That may be meant. It also happens when a comment in one
card ends in another one, and then the cards in between are missing.

Wrong:

```markdown
## What is a KPI?

A key performance indicator.

<!-- is this the right word?

## What is a goal?

A result to be reached. -->
```

Right:

```markdown
## What is a KPI?

A key performance indicator.

<!-- is this the right word? -->

## What is a goal?

A result to be reached.
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Syntax", Severity.WARNING)
