"""A key in the front matter has a value that is not allowed.

`deck`, `card` and `note-type` are text; `draft` is `true` or `false`.

Wrong:

```markdown
---
draft: perhaps
---

## What is a KPI?

A key performance indicator.
```

Right:

```markdown
---
draft: false
---

## What is a KPI?

A key performance indicator.
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Syntax", Severity.ERROR)
