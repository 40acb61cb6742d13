r"""The braces in a formula do not match.

Anki passes the formula to MathJax, which shows the raw text instead of a formula if the braces do
not match.

Wrong:

```markdown
## What is the yield?

$\frac{rent}{price$
```

Right:

```markdown
## What is the yield?

$\frac{rent}{price}$
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Syntax", Severity.ERROR)
