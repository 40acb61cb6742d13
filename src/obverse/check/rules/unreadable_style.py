"""The project's CSS file cannot be read.

`style` names a CSS file, relative to the folder of the configuration. It is added after the CSS of
every note type.

Wrong:

```toml obverse.toml
content = "."
style = "looks.css"
```

```markdown
## What is a KPI?

A key performance indicator.
```

Right:

```toml obverse.toml
content = "."
style = "look.css"
```

```css look.css
.card { color: black }
```

```markdown
## What is a KPI?

A key performance indicator.
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Project", Severity.ERROR)
