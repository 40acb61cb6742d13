"""A page is embedded in a card, which shows only its name.

Obsidian shows one note within another. A card must contain its text itself, because Anki can embed
only pictures, sounds and videos.

Wrong:

```markdown
## What is in a client brief?

![[Client brief]]
```

Right:

```markdown
## What is in a client brief?

Objectives and requirements.
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Syntax", Severity.WARNING)
