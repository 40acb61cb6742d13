"""A picture, sound or video in the content folder is on no card.

It was forgotten, or a card no longer shows it. Either way it is not in the package. Files that only
a draft shows count as used.

Wrong:

```markdown
## What does a KPI look like?

A chart.
```

```text graph.png
(a picture)
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

from collections.abc import Iterator

from obverse.check.rules import Finding, Rule
from obverse.check.view import Reading
from obverse.languages.unread_links import destination
from obverse.values.diagnostic import Severity
from obverse.values.source import Place


def _check(reading: Reading) -> Iterator[Finding]:
    for file in reading.media:
        if file.path not in reading.shown:
            name = file.path.rpartition("/")[2]
            hint = f"show it with `![...]({destination(name)})`, or delete the file"
            yield Finding(Place(file.path), f"no card shows `{name}`", hint)


RULE = Rule("Media", Severity.INFO, _check)
