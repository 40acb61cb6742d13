"""A code block names a language that has no colours.

The code is shown as it is. Often the name is misspelt; where it is not, nothing is wrong.

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
