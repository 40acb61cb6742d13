"""A page that a card shows cannot be found, or shows itself; the card has only its name.

As in Obsidian, `![[page]]` shows the text of another note, and `![[page#heading]]` or
`![[page#^block]]` a part of it. The page has to be in the project and need not be a source. A field
shows at most 100 pages, and a megabyte of their text.

Wrong:

```markdown
## What is in a client brief?

![[Client brief]]
```

Right:

```markdown
## What is in a client brief?

Objectives and requirements.
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Syntax", Severity.WARNING)
