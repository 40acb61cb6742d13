"""Text looks like math and is not read as math.

A `$` begins math only when no space follows it, and ends math only when no space is before it and
no digit after it: so prices stay prices. An environment of LaTeX needs `$$` around it, because Anki
looks for math only between dollar signs and the like.

Wrong:

```markdown
## What is the slope of a line?

The $ m $ in $ y = mx + b $.
```

Right:

```markdown
## What is the slope of a line?

The $m$ in $y = mx + b$.
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Syntax", Severity.WARNING)
