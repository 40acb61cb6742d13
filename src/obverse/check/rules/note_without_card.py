"""A note has no card, because its front would be empty.

Anki makes a card only if its front shows something. If everything it would show is empty, the note
has no card and is never asked.

Wrong:

```toml note-types/Word/note-type.toml
fields = ["Word", "Meaning", "Example"]
```

```html note-types/Word/front.html
{{Example}}
```

```html note-types/Word/back.html
{{Word}}: {{Meaning}}
```

```markdown
---
note-type: Word
---

## KPI

Key performance indicator.
```

Right:

```toml note-types/Word/note-type.toml
fields = ["Word", "Meaning", "Example"]
```

```html note-types/Word/front.html
{{Example}}
```

```html note-types/Word/back.html
{{Word}}: {{Meaning}}
```

```markdown
---
note-type: Word
---

## KPI

Key performance indicator.

### Example

We report on each KPI once a month.
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Kinds of card", Severity.ERROR)
