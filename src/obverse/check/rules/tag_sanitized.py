"""A tag has characters that Anki does not allow, and is changed.

Anki separates tags with spaces and nests them with `::`. A tag with a space or another character
that is not part of a tag reaches Anki in a different form. Write the tag as it should be; one that
has other characters than letters, digits, `_`, `-` and `/` is written in quotes: `'#"c++"'`.

Wrong:

```markdown
---
tags:
  - client care
---

## What is a KPI?

A key performance indicator.
```

Right:

```markdown
---
tags:
  - client-care
---

## What is a KPI?

A key performance indicator.
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Syntax", Severity.WARNING)
