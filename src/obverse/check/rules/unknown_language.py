"""A code block names a language that cannot be highlighted.

The code is shown without colours. Often the name is misspelt; if it is not, you can ignore this.

Wrong:

````markdown
## How is a KPI printed?

```pyhton
print(kpi)
```
````

Right:

````markdown
## How is a KPI printed?

```python
print(kpi)
```
````
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Syntax", Severity.INFO)
