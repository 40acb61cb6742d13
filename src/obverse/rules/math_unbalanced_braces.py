r"""A brace in a formula has no partner.

Anki hands the formula to MathJax, which shows the raw text instead of a formula where braces do not
match.

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

from obverse.diagnostic import Severity
from obverse.rules import Rule

RULE = Rule("Syntax", Severity.ERROR)
