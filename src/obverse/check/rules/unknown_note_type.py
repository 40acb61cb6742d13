"""There is no note type with this name.

`note-type` in the front matter gives the cards of a file one of the project's custom note types. If
none has that name, the cards cannot be built.

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
