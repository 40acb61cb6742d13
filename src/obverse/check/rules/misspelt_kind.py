"""A tag is nearly one that chooses a kind of card.

The kinds are chosen with tags that begin with `#card/`. Any other tag is an ordinary one, and the
card stays as it is.

Wrong:

```markdown
## Lessor

The landlord

#cards/reversed
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
