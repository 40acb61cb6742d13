r"""The file contains a control character.

Control characters come from broken copies and from files that are not text. Anki separates the
fields of a note with one of them, and the database ends a text at another, so a card with such a
character would be cut off or garbled.

Tabs and line endings are fine.

Wrong:

```markdown deck.md escaped
## What is a KPI?

A key\x07 performance indicator.
```

Right:

```markdown
## What is a KPI?

A key performance indicator.
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Files", Severity.ERROR)
