"""A setting has a value that it cannot have.

The help says what the setting is for and what it wants.

Wrong:

```toml obverse.toml
content = "."
tags = "kpis"
```

```markdown
## What is a KPI?

A key performance indicator.
```

Right:

```toml obverse.toml
content = "."
tags = ["kpis"]
```

```markdown
## What is a KPI?

A key performance indicator.
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Project", Severity.ERROR)
