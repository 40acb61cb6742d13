"""There is no note type with this name.

`note-type` in the front matter binds a file's cards to one of the project's own note types. Without
one of that name they could not be built.

Wrong:

```markdown
---
note-type: Surveying
---

## What is a KPI?

A key performance indicator.
```

Right:

```markdown
---
deck: Surveying
---

## What is a KPI?

A key performance indicator.
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Kinds of card", Severity.ERROR)
