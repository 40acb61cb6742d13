"""A custom note type cannot be used.

A note type is a folder in `note-types` with a `note-type.toml` that names its fields, and its
templates.

Wrong:

```toml note-types/Word/note-type.toml
fields = []
```

```markdown
## What is a KPI?

A key performance indicator.
```

Right:

```toml note-types/Word/note-type.toml
fields = ["Word", "Meaning"]
```

```html note-types/Word/front.html
{{Word}}
```

```html note-types/Word/back.html
{{Meaning}}
```

```markdown
## What is a KPI?

A key performance indicator.
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Project", Severity.ERROR)
