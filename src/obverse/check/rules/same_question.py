"""Two cards ask the same question and have different answers.

The learner sees the question and cannot know which of the two answers is asked for. Each review of
one makes the other harder. Say in the question which answer is meant, or join the cards.

Wrong:

```markdown
## What is the deadline?

Three days.

## What is the deadline?

Twelve months.
```

Right:

```markdown
## What is the deadline for acknowledging a complaint?

Three days.

## What is the deadline for going to the ombudsman?

Twelve months.
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Duplicates", Severity.WARNING)
