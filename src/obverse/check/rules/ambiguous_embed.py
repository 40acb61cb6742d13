"""An embed names several files, of which the card shows one.

A picture in the folder of the source is taken first. Of any others with that name, the one nearest
to the folder of the project is shown. With its folder in front, an embed means one file.

Wrong:

```markdown
## What does a KPI look like?

![[graph.png|A chart of rents]]
```

```text rent/graph.png
(a picture)
```

```text costs/graph.png
(another picture)
```

Right:

```markdown
## What does a KPI look like?

![[rent/graph.png|A chart of rents]] ![[costs/graph.png|A chart of costs]]
```

```text rent/graph.png
(a picture)
```

```text costs/graph.png
(another picture)
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Media", Severity.WARNING)
