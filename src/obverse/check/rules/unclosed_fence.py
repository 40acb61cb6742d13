"""A code block is opened and never closed.

Until its end, a code block takes in all that follows. Where that is a card too, this is an error:
the card would be missing from the package. The end is a line with at least as many of the same
characters, and nothing else.

Wrong:

````markdown
## How is a KPI printed?

```python
print(kpi)

## What is a KPI?

A key performance indicator.
````

Right:

````markdown
## How is a KPI printed?

```python
print(kpi)
```

## What is a KPI?

A key performance indicator.
````
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Syntax", Severity.ERROR)
