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
    folders = {path.rpartition("/")[0] for path in reading.lines}
    for file in reading.media:
        if file.path not in reading.shown:
            name = file.path.rpartition("/")[2]
            path = destination(_seen(file.path, folders))
            hint = f"show it with `![...]({path})`, or delete the file"
            yield Finding(Place(file.path), f"no card shows `{name}`", hint)


def _seen(path: str, folders: set[str]) -> str:
    """A path as a source writes it: from the nearest folder above it that has one."""
    folder, _, seen = path.rpartition("/")
    while folder and folder not in folders:
        folder, _, below = folder.rpartition("/")
        seen = f"{below}/{seen}"
    return seen


RULE = Rule("Media", Severity.INFO, _check, of_project=True)
