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
from string import ascii_letters, digits

from obverse.check.rules import Finding, Rule
from obverse.check.view import Reading
from obverse.check.visible import prose, visible_words
from obverse.values.diagnostic import Severity

_OF_WORDS = f"{ascii_letters}{digits}_".encode()
_SPACED = bytes(at if at in _OF_WORDS else ord(" ") for at in range(256))


def _most_words(field: str) -> int:
    """More words than this are not in a field: between two of them is another character.

    Hardly any answer is long, and this takes a tenth of the time of counting.
    """
    if field.isascii():
        return len(field.encode().translate(_SPACED).split())
    return 1 + len(field.encode().translate(None, _OF_WORDS))


def _check(reading: Reading) -> Iterator[Finding]:
    most = reading.limits["long-answer"]
    for note in reading.asked():
        if _most_words(note.fields[1]) <= most:
            continue
        count = len(visible_words(prose(note.fields[1])))
        if count <= most:
            continue
        message = f"the answer has {count} words, and more than {most} are hard to recall at once"
        yield Finding(reading.heading(note), message, "ask for the parts one by one")


RULE = Rule("Teaching", Severity.INFO, _check, limit=100, limits="words in an answer")
