r"""The fields or templates of a note type have changed since the last build.

Anki refuses every note whose note type has different fields or templates from the learner's. So the
first package decides. Undo the change, or give the note type another name, which makes its cards
new ones.

Wrong:

```text obverse.lock escaped
obverse.lock 1 (made by obverse)\nnote-type\tWord\tAAAAAAAAAAABBBBBBBBBBB\t1795305600
```

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
---
note-type: Word
---

## KPI

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
---
note-type: Word
---

## KPI

A key performance indicator.
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Project", Severity.ERROR)
