"""A setting has a name that obverse does not know.

A misspelt setting would do nothing, and nobody would notice. So every unknown name is an error.

Wrong:

```toml obverse.toml
content = "."
dek = "Surveying"
```

```markdown
## What is a KPI?

A key performance indicator.
```

Right:

```toml obverse.toml
content = "."
deck = "Surveying"
```

```markdown
## What is a KPI?

A key performance indicator.
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Project", Severity.ERROR)
