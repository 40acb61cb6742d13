r"""The stars of a product are read as emphasis.

A `*` between two characters begins or ends emphasis, and is not shown: `2*3*4` becomes 2*3*4 with
a slanted 3. Write the product as math, as code, or with a `\` before each star.

Wrong:

```markdown
## What is the volume of a box of 2 by 3 by 4?

2*3*4 = 24
```

Right:

```markdown
## What is the volume of a box of 2 by 3 by 4?

$2 \cdot 3 \cdot 4 = 24$
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Syntax", Severity.WARNING)
