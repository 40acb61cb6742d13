"""Rules: one file each, named after what is wrong; its docstring is its manual.

A docstring is one line that says what is wrong, then why it matters, then an example each under
`Wrong:` and `Right:`: code blocks that represent files. After the language come the name of the
file (by default `deck.md`) and how it is saved (by default UTF-8).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from obverse import drop_in
from obverse.check.view import Reading
from obverse.values.diagnostic import Severity
from obverse.values.source import Place

_PACKAGE = "obverse.check.rules"
GROUPS = (
    *("Files", "Syntax", "Kinds of card", "Duplicates", "Teaching"),
    *("Tags and decks", "Media", "Project", "Other formats"),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found: where, what is wrong, what to do, further places."""

    place: Place
    message: str
    hint: str | None = None
    related: tuple[Place, ...] = ()


Check: TypeAlias = Callable[[Reading], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its group in the manual, how bad its findings are, and how it finds them.

    Without a `check`, a station of the compiler reports it (parse, dedupe, ...). `limit` is a
    number that a project may set, and `limits` says what that number counts. A rule that is
    `of_project` compares sources; any other looks at one at a time, and is asked again only about
    those that changed (`live/`). `opened` gives a check for a project that is held open: it finds
    what `check` does, and may remember how, for the next time it is asked. One that `takes_long`
    looks at notes and lines alone, so that it can begin before anything is linked (`check/ahead`).
    """

    group: str
    severity: Severity
    check: Check | None = None
    limit: int | None = None
    limits: str = ""
    of_project: bool = False
    opened: Callable[[], Check] | None = None
    takes_long: bool = False


def names() -> tuple[str, ...]:
    """The names of all rules, sorted."""
    return drop_in.names(_PACKAGE)


def named_by(setting: str) -> tuple[str, ...]:
    """The names that a setting of a project may hold: `limits` only of rules that have a limit."""
    if setting != "limits":
        return names()
    return tuple(name for name in names() if get(name).limit is not None)


def takes_long(name: str) -> bool:
    """Whether a rule is one that takes long."""
    return get(name).takes_long


def get(name: str) -> Rule:
    """The rule with this name; `LookupError` if there is none."""
    rule: Rule = drop_in.load(_PACKAGE, name, "RULE")
    return rule
