"""The last line of a card is nearly a `^name`, and is shown.

The name of a card consists of the letters A to Z, digits and `-`. Anything else after `^` is text.

Wrong:

```markdown
## What is a KPI?

A key performance indicator.

^client_care
```

Right:

```markdown
## What is a KPI?

A key performance indicator.

^client-care
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Syntax", Severity.WARNING)
