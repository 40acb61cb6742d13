"""Text looks like a picture, a link or an embed, and is shown as it is written.

Markdown ends a path at the first space, so put a path with spaces between `<` and `>`. It reads no
picture either where a bracket is not closed, where there is a space before `(`, or where the
address begins with `file:`, which no other computer could open.

Wrong:

```markdown
## What does a KPI look like?

![A chart with one bar a month](https://example.org/my graph.png)
```

Right:

```markdown
## What does a KPI look like?

![A chart with one bar a month](<https://example.org/my graph.png>)
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Media", Severity.WARNING)
