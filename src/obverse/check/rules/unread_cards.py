"""Lines that look like cards are not read, because `cards` does not have their word.

Where `cards` names some shapes of cards, all other text is prose. Lines such as `question ::
answer` in notes without a card may be meant as cards all the same: then add their word. It is
reported once for each word, for the whole project, and so are csv and tsv files that are not named.

Wrong:

```toml obverse.toml
content = "."
cards = "marked"
```

```markdown kpis.md
## What is a KPI? #card

A key performance indicator.
```

```markdown terms.md
lease :: a contract for the use of land

rent :: what a tenant pays
```

Right:

```toml obverse.toml
content = "."
cards = ["marked", "inline"]
```

```markdown kpis.md
## What is a KPI? #card

A key performance indicator.
```

```markdown terms.md
lease :: a contract for the use of land

rent :: what a tenant pays
```
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from obverse.check.rules import Finding, Rule
from obverse.check.view import Reading
from obverse.compile import shapes
from obverse.compile.lines_like_cards import lines_like_cards
from obverse.compile.shaped import words_in
from obverse.values.card_settings import HEADINGS, NONE
from obverse.values.diagnostic import Severity
from obverse.values.source import Place


def _check(reading: Reading) -> Iterator[Finding]:
    with_cards = {note.place.path for note in reading.notes}
    with_cards |= {path for path, outline in reading.outlines.items() if len(outline.sections) > 1}
    found: dict[str, list[Place]] = defaultdict(list)
    for path, lines in reading.lines.items():
        if path in with_cards or reading.cards.table(path):
            continue
        for word, at in _unread(lines, reading).items():
            found[word] += (Place(path, number + 1) for number in at)
    # Prose has headings too: they are said only where nothing else may be meant.
    if len(found) > 1 or reading.notes:
        found.pop(HEADINGS, None)
    for word, places in found.items():
        yield _finding(word, places)
    if reading.tables:
        yield _of_tables(reading.tables)


def _unread(lines: Sequence[str], reading: Reading) -> Mapping[str, Sequence[int]]:
    words, front = words_in("\n".join(lines), reading.cards)
    return {} if set(words) & {HEADINGS, NONE} else lines_like_cards(lines, front, words)


def _finding(word: str, places: Sequence[Place]) -> Finding:
    files = len({place.path for place in places})
    where = "a note" if files == 1 else f"{files} notes"
    about = shapes.get(word).about
    message = f"{about}s are not read as cards: {len(places)} in {where} without a card"
    if len(places) == 1:
        message = f"a {about} is not read as a card, in a note without a card"
    hint = f'add `"{word}"` to `cards`, or write `cards: {word}` in the front matter of a file'
    return Finding(places[0], message, hint)


def _of_tables(paths: Sequence[str]) -> Finding:
    name = paths[0].rpartition("/")[2]
    others = f", and {len(paths) - 1} more" if len(paths) > 1 else ""
    message = f"`{name}`{others}: a table is a source only if the configuration names it"
    return Finding(Place(paths[0]), message, f'if its rows are cards, add `[tables."{name}"]`')


RULE = Rule("Project", Severity.INFO, _check)
