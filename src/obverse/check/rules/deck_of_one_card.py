"""A deck holds a single card.

Each deck is a line in Anki's list and a decision for the learner. A card that is alone in its deck
usually belongs to a neighbouring deck, or the title of its file is misspelt. Small projects are not
checked.

Wrong:

```toml obverse.toml
content = "."
limits = { deck-of-one-card = 2 }
```

```markdown kpis.md
# KPIs

## What is a KPI?

A key performance indicator.
```

```markdown client-care.md
# Client care

## What is client care?

Looking after the client.

## What is a client brief?

A formal statement of objectives and requirements.
```

Right:

```toml obverse.toml
content = "."
limits = { deck-of-one-card = 2 }
```

```markdown client-care.md
# Client care

## What is client care?

Looking after the client.

## What is a KPI?

A key performance indicator.
```
"""

from collections import defaultdict
from collections.abc import Iterator

from obverse.check.rules import Finding, Rule
from obverse.check.view import Reading
from obverse.values.diagnostic import Severity
from obverse.values.note import Note


def _check(reading: Reading) -> Iterator[Finding]:
    decks = defaultdict[str, list[Note]](list)
    for note in reading.notes:
        decks[note.deck].append(note)
    if len(reading.notes) < reading.limits["deck-of-one-card"] or len(decks) == 1:
        return
    for deck, notes in decks.items():
        if len(notes) == 1:
            message = f"the deck `{deck.rpartition('::')[2]}` holds only this card"
            hint = "move the card to a file with others, or name their deck in the front matter"
            yield Finding(reading.heading(notes[0]), message, hint)


RULE = Rule(
    "Tags and decks",
    Severity.INFO,
    _check,
    limit=50,
    limits="cards; smaller projects are not checked",
    of_project=True,
)
