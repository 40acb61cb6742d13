"""A section holds only a query, so it is not a card.

Obsidian and its plug-ins replace a fence such as `dataview` or `tasks` by what they find in the
vault. Anki would show the query itself. If you mean a card, write its answer, or give the fence
another language: `text` in place of `dataview`.

Wrong:

````markdown
## Topics

```dataview
LIST FROM #kpi
```

## What is a KPI?

A key performance indicator.
````

Right:

````markdown
## How do you list all notes with a tag in Dataview?

```text
LIST FROM #kpi
```

## What is a KPI?

A key performance indicator.
````
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Syntax", Severity.INFO)
