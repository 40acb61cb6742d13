"""A picture has no alternative text.

Screen readers read it out, it is shown if the picture is lost, and Anki's search finds it. You may
leave it out if the picture says nothing that the text does not.

Wrong:

```markdown
## What does a KPI look like?

![](graph.png)
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
from obverse.check.visible import without_alt
from obverse.values.diagnostic import Severity


def _check(reading: Reading) -> Iterator[Finding]:
    for note in reading.notes:
        if not note.media:
            continue
        for number in sorted({each for field in note.fields for each in without_alt(field)}):
            use = note.media[number]
            message = f"the picture `{use.path}` has no alternative text"
            yield Finding(use.place, message, "describe between the brackets what it shows")


RULE = Rule("Media", Severity.INFO, _check)
