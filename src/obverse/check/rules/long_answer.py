"""An answer is too long to be recalled as a whole.

After each card a learner has to decide: did I know it? With a long answer the honest reply is "some
of it", and nobody knows which part. Ask for the parts one by one, as Wozniak's minimum information
principle says. Code blocks and displayed math do not count.

Wrong:

```toml obverse.toml
content = "."
limits = { long-answer = 20 }
```

```markdown
## How is a complaint handled?

The head of division acknowledges it within 3 days. Within 10 working days they tell the client
what was found and what is done about it. A client who is not satisfied can ask for a review by
the managing partner, and after that go to the ombudsman.
```

Right:

```toml obverse.toml
content = "."
limits = { long-answer = 20 }
```

```markdown
## By when is a complaint acknowledged?

Within 3 days.

## Who reviews a complaint when the client is not satisfied?

The managing partner, and after that the ombudsman.
```
"""

from collections.abc import Iterator

from obverse.check.rules import Finding, Rule
from obverse.check.view import Reading
from obverse.check.visible import prose, words
from obverse.values.diagnostic import Severity


def _check(reading: Reading) -> Iterator[Finding]:
    most = reading.limits["long-answer"]
    for note in reading.asked():
        # A word takes two characters at least: most answers need no counting.
        if len(note.back) < 2 * most or (count := len(words(prose(note.fields[1])))) <= most:
            continue
        message = f"the answer has {count} words, and more than {most} are hard to recall at once"
        yield Finding(reading.heading(note), message, "ask for the parts one by one")


RULE = Rule("Teaching", Severity.INFO, _check, limit=100, limits="words in an answer")
