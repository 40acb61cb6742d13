"""A setting has a value that is not allowed.

The help says what the setting is for and which values it takes.

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
