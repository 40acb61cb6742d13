"""The lockfile cannot be read.

The lock records which card is which note in Anki. Without it, edited cards would lose their review
history, so obverse stops instead of guessing. Restore the file from version control. The same goes
for what an import left next to it: `obverse.media` with the names of files, `obverse.fields` with
the HTML of notes whose cards nobody has edited, and `obverse.base` with what the deck said.

A package holds a copy of the lock: `obverse lock --restore`.

Each line ends in a check of itself, so a line that was cut or changed by accident is found. If you
edited a line and mean it, run `obverse lock --renew`.

Wrong:

```text obverse.lock
obverse.lock 1 (made by obverse; commit it: it keeps the review history of each card)
something else
```

```markdown
## What is a KPI?

A key performance indicator.
```

Right:

```text obverse.lock
obverse.lock 1 (made by obverse; commit it: it keeps the review history of each card)
```

```markdown
## What is a KPI?

A key performance indicator.
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Project", Severity.ERROR)
