"""A line such as `tags: a, b` is shown on the card, or is not read.

Tags of a card are words with `#` before them, on its last line. Tags for all cards of a file, and
its deck, are in the front matter, which begins on the first line of the file.

Wrong:

```markdown
## What is a KPI?

A key performance indicator.

Tags: kpis, law
```

Right:

```markdown
## What is a KPI?

A key performance indicator.

#kpis #law
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Tags and decks", Severity.WARNING)
