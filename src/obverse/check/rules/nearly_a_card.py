"""A line is nearly a card of a shape that `cards` can read.

A line that begins with `Frage:` or `Q.`, a question mark of another keyboard, a mark with a
slip: a reader sees a card, and obverse sees prose. It is reported once for each form, for the whole
project.

Wrong:

```toml obverse.toml
content = "."
cards = ["qa", "inline"]
```

```markdown terms.md
rent :: what a tenant pays

Frage: Was ist Miete?
Antwort: Was ein Mieter zahlt.
```

Right:

```toml obverse.toml
content = "."
cards = ["qa", "inline"]
```

```markdown terms.md
rent :: what a tenant pays

Q: Was ist Miete?
A: Was ein Mieter zahlt.
```
"""

from collections import defaultdict
from collections.abc import Iterator

from obverse.check.rules import Finding, Rule
from obverse.check.view import Reading
from obverse.compile.nearly_cards import NearlyCard, nearly_cards
from obverse.compile.shaped import words_in
from obverse.values.card_settings import HEADINGS, NONE
from obverse.values.diagnostic import Severity
from obverse.values.source import Place


def _check(reading: Reading) -> Iterator[Finding]:
    found: dict[tuple[str, str], list[tuple[Place, NearlyCard]]] = defaultdict(list)
    for path, lines in reading.lines.items():
        if reading.cards.table(path):
            continue
        words, front = words_in("\n".join(lines), reading.cards)
        if {*words} & {HEADINGS, NONE}:
            continue
        for each in nearly_cards(lines, front, reading.cards._replace(words=words)):
            at = lines[each.line].find(each.written)
            place = Place(path, each.line + 1, max(at, 0) + 1, len(each.written) if at >= 0 else 0)
            found[each.written.casefold(), each.hint].append((place, each))
    for places in found.values():
        place, first = places[0]
        times = "" if len(places) == 1 else f", {len(places)} times in this project"
        message = f"`{first.written}` is text here, and makes no card{times}"
        add = f', and add `"{first.word}"` to `cards`'
        hint = first.hint if first.word in reading.cards.words else first.hint + add
        yield Finding(place, message, hint)


RULE = Rule("Project", Severity.INFO, _check)
