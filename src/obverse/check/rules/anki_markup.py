r"""Anki's own markup is in the text, where Markdown has a better form.

Anki draws `[latex]`, `[$]` and `[$$]` only on a computer with LaTeX, and reads `[anki:tts]` with
the voice of each device. They reach the card as they are written. `$..$`, `$$..$$` and a sound file
are the same on every device. In code such markup is always text; outside code, write `\[latex]`
for the text itself.

Wrong:

```markdown
## What is the area of a circle?

[$]\pi r^2[/$]
```

Right:

```markdown
## What is the area of a circle?

$\pi r^2$
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Syntax", Severity.WARNING)
