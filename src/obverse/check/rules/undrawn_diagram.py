"""A diagram was not drawn by the command that should draw it.

The command reads the text of the diagram and writes SVG. If it is not installed, or the text has an
error, there is no picture. If the project names no command for the language, the diagram is shown
as code, and this finding is an info.

Wrong:

```toml obverse.toml
content = "."

[diagrams]
dot = "false"
```

````markdown
## Who is told?

```dot
digraph { client -> partner }
```
````

Right:

````markdown
## Who is told?

```
client -> partner
```
````
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Media", Severity.ERROR)
