"""Displayed math is opened with `$$` and never closed.

The math ends at the next `$$` of the same card, list item or quote; it never goes past a `#` or
`##` heading. Without that end the dollar signs are text. Where they begin or end a line, math was
meant, so nothing is written until it is closed; within a line it may be a price or a variable of a
shell, and this is a warning.

Wrong:

```markdown
## What is energy?

$$
E = mc^2
```

Right:

```markdown
## What is energy?

$$
E = mc^2
$$
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Syntax", Severity.ERROR)
