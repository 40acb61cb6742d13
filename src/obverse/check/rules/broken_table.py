"""Lines look like a table and are not one.

A table has a header, and right below it a line of dashes with as many cells. Above the header there
is an empty line or a line of text at the same indentation. Otherwise the card shows the bars.

Wrong:

```markdown
## What do the operators mean?

| mark | meaning |
| --- |
| a | b |
```

Right:

```markdown
## What do the operators mean?

| mark | meaning |
| --- | --- |
| a | b |
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Syntax", Severity.WARNING)
