r"""A card's heading ends with tags, which are not shown.

Obsidian reads tags in headings, and so does obverse: tags at the end of a heading are tags of the
card, not part of its question. The customary place is the last line of the card, where
`obverse check --fix` moves them. If such a word is text, write a `\` before it. `C#`, `#42` and
colours such as `#ff8800` are text.

Wrong:

```markdown
## What is a lease? #law

A contract that lets someone use a property for a time.
```

Right:

```markdown
## What is a lease?

A contract that lets someone use a property for a time.

#law

## What undoes a `#define`? \#undef

The preprocessor forgets the name.
```
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Tags and decks", Severity.INFO)
