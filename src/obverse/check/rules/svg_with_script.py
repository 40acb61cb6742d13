"""An SVG picture contains a script.

A shared deck runs on other people's machines, and a picture must not run code there. Save it as
plain SVG, or as PNG.

Wrong:

```markdown
## What does a KPI look like?

![A chart](graph.svg)
```

```text graph.svg
<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>
```

Right:

```markdown
## What does a KPI look like?

![A chart](graph.svg)
```

```text graph.svg
<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9v9z"/></svg>
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Media", Severity.ERROR)
