"""A file is only a pointer to its content, which is on another computer.

Git LFS and git-annex keep large files elsewhere, and leave a short text or a link in their place.
A card would show a broken picture, or play nothing. Run the command that is named, then build
again.

Wrong:

```markdown
## What does a KPI look like?

![A chart with one bar for each month](graph.png)
```

```text graph.png
version https://git-lfs.github.com/spec/v1
oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
size 12345
```

Right:

```markdown
## What does a KPI look like?

![A chart with one bar for each month](graph.png)
```

```text graph.png
(a picture)
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Media", Severity.ERROR)
