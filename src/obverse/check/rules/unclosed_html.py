"""A comment, a declaration or a block of HTML is opened and never closed.

In other programs `<!--`, `<?`, `<![CDATA[`, `<pre>`, `<script>`, `<style>` and `<textarea>` take in
all that follows, up to their end. Here they never take in the next card. A comment or a declaration
without an end in its card is shown as text; an element ends with its card. If a card follows in the
file, this is an error, because the end was probably forgotten. To show a line that begins with `##`
inside `<pre>`, use a code block. A comment may hold whole cards (`commented-out-card`).

Wrong:

```markdown
## What is a KPI?

A key performance indicator.

<!-- is this the right word?

## What is a goal?

A result to be reached.
```

Right:

```markdown
## What is a KPI?

A key performance indicator.

<!-- is this the right word? -->

## What is a goal?

A result to be reached.
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Syntax", Severity.ERROR)
