r"""The quote of a tag is not closed, so that it is not a tag and is shown.

A tag with other characters than letters, digits, `_`, `-` and `/` is written in quotes: `#"c++"`.
The quote ends on the same line, and a space or punctuation follows it; a quote within it is `\"`.
If it is text, write a `\` before the `#`.

Wrong:

```markdown
## What does RAII mean?

A resource is released when its owner is destroyed.

#"c++
```

Right:

```markdown
## What does RAII mean?

A resource is released when its owner is destroyed.

#"c++"
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Syntax", Severity.WARNING)
