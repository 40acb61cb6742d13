"""A mark that needs a question and an answer has only one of them.

A line `?` has the question right above it and the answer right below it, and a line that begins
`Q:` is followed by one that begins `A:`. Where one is missing, the mark may be text, or a blank
line is where none should be.

Wrong:

```markdown
---
cards: qa
---

Q: What is a KPI?

Q: What is a lease?
A: A contract for the use of land.
```

Right:

```markdown
---
cards: qa
---

Q: What is a KPI?
A: A key performance indicator.

Q: What is a lease?
A: A contract for the use of land.
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Syntax", Severity.WARNING)
