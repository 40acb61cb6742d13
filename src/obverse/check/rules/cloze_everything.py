"""A cloze card hides most of its text.

The text that is left gives no clue to the rest. Hide one thing, or give the parts different
numbers, so that each card shows the others.

Wrong:

```markdown
## Client brief

A {{c1::formal statement of the objectives}} and {{c1::requirements of a client}}.
```

Right:

```markdown
## Client brief

A formal statement of the {{c1::objectives}} and {{c2::requirements}} of a client.
```
"""

from collections.abc import Iterator

from obverse.check.rules import Finding, Rule
from obverse.check.view import Reading
from obverse.check.visible import deletions, words
from obverse.values.diagnostic import Severity

_FEWEST = 5  # hidden words; less can always be recalled
_MOST = 2 / 3  # of the text


def _check(reading: Reading) -> Iterator[Finding]:
    for note in reading.notes:
        if note.kind != "cloze":
            continue
        for number, (hidden, shown) in deletions(note.fields[1]).items():
            gone, left = len(words(hidden)), len(words(shown))
            if left and gone >= _FEWEST and gone > _MOST * (gone + left):
                message = f"deletion {number} hides {gone} of the {gone + left} words"
                hint = "hide one thing, or give the parts different numbers"
                yield Finding(reading.heading(note), message, hint)


RULE = Rule("Teaching", Severity.WARNING, _check)
