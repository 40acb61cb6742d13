"""A cloze deletion would hold something else in Anki than in the text.

Anki ends a deletion at the first `}}`, whatever that means to Markdown or HTML; and HTML moves text
that is between the rows or cells of a table to the place before it. Each deletion is read back
from the rendered card as Anki reads it. This is reported when the two differ.

Wrong:

```markdown
## Which letter comes first?

<table>
{{c1::<tr><td>Alpha</td></tr>}}
<tr><td>Beta</td></tr>
</table>
```

Right:

```markdown
## Which letter comes first?

<table>
<tr><td>{{c1::Alpha}}</td></tr>
<tr><td>Beta</td></tr>
</table>
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Kinds of card", Severity.ERROR)
