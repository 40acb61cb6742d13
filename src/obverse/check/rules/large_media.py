"""A picture, sound or video is so large that synchronising is slow.

Anki copies every file to every device, and AnkiWeb has little space. Pictures on a card are rarely
wider than a phone: scaled down, or saved as WebP, they look the same.

Wrong:

```markdown
## What does a KPI look like?

![A chart with one bar for each month](graph.png)
```

```text graph.png large
(a picture of ten megabytes and more)
```

Right:

```markdown
## What does a KPI look like?

![A chart with one bar for each month](graph.png)
```

```text graph.png
(a small picture)
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Media", Severity.WARNING)
