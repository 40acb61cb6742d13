"""Asterisks are shown, because Markdown does not read them as bold.

In CommonMark `**` with a letter on the outer side and punctuation on the inner one means nothing.
In languages without spaces this happens often, and to `*`, `~~` and `==` too. Put a space on the
outer side, or write `<b>`.

Wrong:

```markdown
## 何が重要ですか

これは**「約束」**です。
```

Right:

```markdown
## 何が重要ですか

これは<b>「約束」</b>です。
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Syntax", Severity.WARNING)
