r"""The name of a file contains characters that cannot be stored.

The lock and the package store the paths of files as text on one line. Rename the file.

Wrong:

```markdown kpis\n.md escaped
## What is a KPI?

A key performance indicator.
```

Right:

```markdown kpis.md
## What is a KPI?

A key performance indicator.
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Files", Severity.ERROR)
