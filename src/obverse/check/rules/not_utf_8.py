"""The file is not saved as UTF-8.

Markdown files are read as UTF-8 and as nothing else, so that what you wrote is what Anki shows, on
every machine. Guessing another encoding would turn some letters into others without a word. The
finding names the first byte that is no UTF-8.

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
