"""A title contains `::`, which does not nest decks there.

Anki nests decks with `::`. A title is plain text, and its `::` becomes `:` in the name of the
deck. The key `deck` in the front matter nests.

Wrong:

```markdown
# RICS::Client care

## What is a KPI?

A key performance indicator.
```

Right:

```markdown
---
deck: RICS::Client care
---

## What is a KPI?

A key performance indicator.
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Tags and decks", Severity.INFO)
