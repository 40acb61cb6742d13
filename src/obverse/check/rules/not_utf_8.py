"""The file is not saved as UTF-8.

Markdown files are always read as UTF-8, so that Anki shows what you wrote, on every machine.
Guessing another encoding would silently turn some letters into others. The finding shows the first
byte that is not UTF-8.

Wrong:

```markdown deck.md latin-1
## What is a café?

A place that sells coffee.
```

Right:

```markdown
## What is a café?

A place that sells coffee.
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Files", Severity.ERROR)
