"""A link refers to an address that the file does not define.

`[text][name]` is a link if the same file has a line `[name]: address`. Without that line, the
learner sees the brackets.

Wrong:

```markdown
## Who handles complaints?

The [ombudsman][tpo].
```

Right:

```markdown
## Who handles complaints?

The [ombudsman][tpo].

[tpo]: https://www.tpos.co.uk/
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Syntax", Severity.WARNING)
