"""Lists or quotes are nested deeper than can be read.

What is nested a hundred levels deep is not read, and it is a slip of the keyboard rather than a
text. On a card, more than two levels are hard to see and to remember.

Wrong:

```markdown
## What is nested?

>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>
```

Right:

```markdown
## What is nested?

> A quote
>
> > within a quote
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Syntax", Severity.ERROR)
