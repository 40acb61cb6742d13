"""A mark is in the answer of another card, so it does not make a card.

Each part of a note is in one card at most, and the outer one has it: a list item with `#card` below
a heading with `#card` is part of the answer of that heading. A marked heading below another is not
meant here: it is a card of its own, and not in the answer above.

Wrong:

```markdown
---
cards: marked
---

## What is a KPI? #card

A key performance indicator.

- Who reads them? #card
  - The board.
```

Right:

```markdown
---
cards: marked
---

## What is a KPI? #card

A key performance indicator.

## Reports

- Who reads them? #card
  - The board.
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Syntax", Severity.WARNING)
