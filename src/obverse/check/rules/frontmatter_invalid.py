"""The front matter is not YAML.

The block between the `---` lines at the top of a file is YAML. Often a value contains a colon or a
bracket and needs quotation marks.

Wrong:

```markdown
---
deck: [Client care
---

## What is a KPI?

A key performance indicator.
```

Right:

```markdown
---
deck: Client care
---

## What is a KPI?

A key performance indicator.
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Syntax", Severity.ERROR)
