"""A diagram was not drawn by the command that should draw it.

The command reads the text of the diagram and writes SVG. If it is not installed, or the text has an
error, there is no picture. It does not run before you allowed it with `obverse allow`: a project
that you cloned could name any command. Until then `obverse build` stops with this error, and
`obverse check` and `obverse plan` do not draw, which is an info. If the project names no command
for the language, the diagram is shown as code, and this is an info too.

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
