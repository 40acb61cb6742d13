"""A line looks like `***` between question and answer, and is not.

Only `***` at the start of a line of its own separates what is shown with the question from the
answer. An indented one does not, and `---` is a line on the card. If a line on
the card is meant, write `* * *`.

Wrong:

```markdown
## What happens first?

A complaint has come in.

  ***

The receipt is acknowledged.
```

Right:

```markdown
## What happens first?

A complaint has come in.

***

The receipt is acknowledged.
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Syntax", Severity.WARNING)
