"""HTML that no card needs is removed.

Scripts, frames and the like could do harm in Anki, where a shared deck runs on other people's
machines. HTML that is useful on a card is kept. The setting `html` can keep all of it.

Wrong:

```markdown
## What is a KPI?

A key <script>alert(1)</script> performance indicator.
```

Right:

```markdown
## What is a KPI?

A key performance indicator.
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Syntax", Severity.WARNING)
