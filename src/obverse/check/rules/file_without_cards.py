"""No card begins in this file.

A card begins at a `##` heading. The message counts what is in the file instead and may be meant as
cards: deeper headings, numbered lists, `Q:` lines, lines with `::`. A file of plain text is only
mentioned.

Wrong:

```markdown
# KPIs

1. What is a KPI?
   A key performance indicator.
```

Right:

```markdown
# KPIs

## What is a KPI?

A key performance indicator.
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Syntax", Severity.WARNING)
