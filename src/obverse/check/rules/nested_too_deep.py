"""Lists or quotes are nested too deep to be read.

Text that is nested a hundred levels deep is not read; it is most likely a slip of the keyboard. On
a card, more than two levels are hard to see and to remember.

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
