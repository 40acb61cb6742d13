r"""A row of a table has more cells than the header, and the last ones are lost.

Each `|` begins another cell, unless it is in code, in math or in `[[page|text]]`. A table shows
as many cells as its header has. Write `\|` for a bar that is text.

Wrong:

```markdown
## What do the operators mean?

| mark | meaning |
| --- | --- |
| a | b or c | d |
```

Right:

```markdown
## What do the operators mean?

| mark | meaning |
| --- | --- |
| a | b or c \| d |
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Syntax", Severity.WARNING)
