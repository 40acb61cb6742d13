"""A picture, sound or video is not where the card says.

The path is relative to the file that shows it, and must be inside the project. The card would show
a broken picture.

Wrong:

```markdown
## What does a KPI look like?

![A chart](graph.png)
```

```text graphs.png
(a picture)
```

Right:

```markdown
## What does a KPI look like?

![A chart](graphs.png)
```

```text graphs.png
(a picture)
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Media", Severity.ERROR)
