"""A picture, sound or video is so large that synchronising is slow.

Anki copies every file to every device, and AnkiWeb has little room. Pictures on a card are seldom
wider than a phone: scaled down, or saved as WebP, they look the same.

Wrong:

```toml obverse.toml
content = "."
limits = { large-media = 0 }
```

```markdown
## What does a KPI look like?

![A chart with one bar for each month](graph.png)
```

```text graph.png
(a picture that takes more than the limit)
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

from collections.abc import Iterator

from obverse.diagnostic import Severity
from obverse.reading import Reading
from obverse.rules import Finding, Rule
from obverse.source import Place

_KILOBYTE = 1000


def _check(reading: Reading) -> Iterator[Finding]:
    most = reading.limits["large-media"]
    for file in reading.media:
        if file.path in reading.shown and file.size > most * _KILOBYTE:
            name = file.path.rpartition("/")[2]
            message = f"`{name}` takes {file.size / _KILOBYTE:,.1f} kB"
            yield Finding(Place(file.path), message, "scale it down, or save it smaller")


RULE = Rule("Media", Severity.WARNING, _check, limit=5000, limits="kilobytes of one file")
