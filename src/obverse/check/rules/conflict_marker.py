"""A source contains a merge conflict of git.

The lines `<<<<<<<`, `=======` and `>>>>>>>` are what git leaves where two branches changed the same
lines. A build would put both versions and the markers on cards. Keep what is right and delete the
markers. In a block of code they are text.

Wrong:

```markdown
## What is a lease?

<<<<<<< HEAD
A contract.
=======
A deed.
>>>>>>> other
```

Right:

```markdown
## What is a lease?

A deed.
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Syntax", Severity.ERROR)
