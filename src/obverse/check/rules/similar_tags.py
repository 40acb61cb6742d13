"""Two tags look like the same tag in two spellings.

Searching Anki for one of them misses the cards of the other. Reported are tags that differ only in
case, in a plural ending or in hyphens, and a rare tag that is a common one with a letter missing,
added or swapped. Tags that differ in a number are not reported.

Wrong:

```markdown
## What is a KPI?

A key performance indicator.

#kpi

## When are KPIs reviewed?

Every month.

#kpis
```

Right:

```markdown
## What is a KPI?

A key performance indicator.

#kpis

## When are KPIs reviewed?

Every month.

#kpis
```
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import chain

from obverse.check.rules import Finding, Rule
from obverse.check.view import Reading
from obverse.languages import tags
from obverse.values.diagnostic import Severity

_LONG = 8  # letters; in shorter tags, one letter more or less is another word
_COMMON = 5  # cards; a tag that so many use is spelt right


def _check(reading: Reading) -> Iterator[Finding]:
    used = Counter(chain.from_iterable(note.tags for note in reading.notes))
    for rare, common in _pairs(used):
        if (written := reading.tag(reading.first_with(rare), rare)) is None:
            continue
        other = reading.tag(reading.first_with(common), common)
        one, two = tags.spelt(rare), tags.spelt(common)
        message = f"the tag `{one}` looks like `{two}`, which {_cards(used[common])}"
        yield Finding(written[0], message, f"write `{two}`", (other[0],) if other else ())


def _pairs(used: Counter[str]) -> Iterator[tuple[str, str]]:
    """(the rarer, the commoner) of tags that look alike."""
    by_form: dict[str, list[str]] = defaultdict(list)
    for tag in sorted(used, key=lambda tag: (-used[tag], tag)):
        by_form[_form(tag)].append(tag)
    for common, *rare in by_form.values():
        yield from ((each, common) for each in rare)
    yield from _slips({form: tags[0] for form, tags in by_form.items()}, used)


def _slips(by_form: dict[str, str], used: Counter[str]) -> Iterator[tuple[str, str]]:
    common = {form: tag for form, tag in by_form.items() if used[tag] >= _COMMON}
    lacking = {short: tag for form, tag in common.items() for short in _shorter(form)}
    for form, tag in by_form.items():
        if used[tag] > 1 or len(form) < _LONG:
            continue
        # A letter too few, one too many, two swapped: what a slip of the keyboard does to a word.
        candidates = (lacking.get(form), *map(common.get, (*_shorter(form), *_swapped(form))))
        meant = next((each for each in candidates if each), None)
        if meant and _numbers(meant) == _numbers(tag):
            yield tag, meant


def _shorter(form: str) -> list[str]:
    return [form[:at] + form[at + 1 :] for at in range(len(form))]


def _swapped(form: str) -> list[str]:
    pairs = range(len(form) - 1)
    return [form[:at] + form[at + 1] + form[at] + form[at + 2 :] for at in pairs]


def _form(tag: str) -> str:
    """The tag without case, hyphens and plural endings."""
    parts = (re.sub(r"[-_]", "", part) for part in tag.casefold().split("::"))
    return "::".join(_singular(part) for part in parts)


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):  # noqa: PLR2004  # `ties`
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "ics", "news")):  # noqa: PLR2004
        return word[:-1]
    return word


def _numbers(tag: str) -> list[str]:
    return re.findall(r"\d+", tag)


def _cards(number: int) -> str:
    return "is on 1 card" if number == 1 else f"is on {number:,} cards"


RULE = Rule("Tags and decks", Severity.WARNING, _check, of_project=True)
