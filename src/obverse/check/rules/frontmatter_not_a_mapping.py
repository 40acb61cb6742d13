"""The front matter is YAML, but has no keys.

Front matter consists of keys with values. A line of text between two `---` lines at the top of a
file is read as front matter too; if it is meant as text, put an empty line above the first `---`.

Wrong:

```markdown
---
Client care
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
