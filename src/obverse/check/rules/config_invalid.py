"""The configuration is not TOML.

`obverse.toml`, or a `pyproject.toml` with a table `[tool.obverse]`, is written in TOML. The finding
shows where the first error is.

Wrong:

```toml obverse.toml
name = kpis
```

```markdown
## What is a KPI?

A key performance indicator.
```

Right:

```toml obverse.toml
name = "kpis"
content = "."
```

```markdown
## What is a KPI?

A key performance indicator.
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Project", Severity.ERROR)
