"""Two cards say the same and become one note.

Cards with the same question and the same answer, wherever they are in the project, are merged: the
note has the tags of all and takes the place of the first one. Nothing is lost, so this is only for
your information. The setting `duplicates` can keep them apart, or make them an error.

Wrong:

```markdown
## What is a KPI?

A key performance indicator.

## What is a KPI?

A key performance indicator.
```

Right:

```markdown
## What is a KPI?

A key performance indicator.
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Duplicates", Severity.INFO)
