"""Nothing is left of a card that could be asked.

Anki makes a card where its front shows something. Where all that it would show is empty, there is
a note without a card, which is never asked.

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
