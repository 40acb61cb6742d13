"""The name of a file cannot be kept on every system.

A file that Windows cannot have is missing after a clone there. Of two files whose names differ only
in upper and lower case, or in their Unicode form, macOS and Windows keep one, and its cards are all
that is left of both. Rename the file.

Wrong:

```markdown aux.md
## What is a KPI?

A key performance indicator.
```

Right:

```markdown auxiliary.md
## What is a KPI?

A key performance indicator.
```
"""

import re
from collections import defaultdict
from collections.abc import Iterator

from obverse.check.rules import Finding, Rule
from obverse.check.view import Reading
from obverse.machine.paths import composed
from obverse.values.diagnostic import Severity
from obverse.values.source import Place

# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com[1-9¹²³]|lpt[1-9¹²³])(?:\.|$)")
_CHARACTERS = re.compile(r'[<>:"|?*\\]')


def _check(reading: Reading) -> Iterator[Finding]:
    alike = defaultdict(list)
    for path in (*reading.lines, *(each.path for each in reading.media)):
        alike[composed(path).casefold()].append(path)
    for paths in alike.values():
        first, *others = sorted(paths)
        if reason := _reason(first):
            yield Finding(Place(first), f"Windows cannot have this file: {reason}", "rename it")
        for path in others:
            message = f"macOS and Windows take this file and `{first}` for one"
            yield Finding(Place(path), message, "rename one of them", (Place(first),))


def _reason(path: str) -> str:
    """Why Windows has no such file, of whatever folder's or file's name; empty where it can."""
    for name in path.split("/"):
        if found := _RESERVED.match(name):
            return f"`{found[0].rstrip('.')}` is the name of a device"
        if found := _CHARACTERS.search(name):
            return f"`{found[0]}` cannot be in a name"
        if name.endswith((" ", ".")) and name.strip("."):
            return "a name cannot end in a space or a full stop"
    return ""


RULE = Rule("Files", Severity.WARNING, _check, of_project=True)
