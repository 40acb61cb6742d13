"""A link names an address that the file does not have.

`[text][name]` is a link when a line `[name]: address` stands somewhere in the same file. Without
that line, the learner sees the brackets.

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
