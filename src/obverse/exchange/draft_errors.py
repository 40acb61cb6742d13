"""Draft errors: build what was imported, and make drafts of the cards that would stop it."""

from collections.abc import Callable, Iterable
from typing import Protocol

from obverse.build import Built
from obverse.values.diagnostic import Diagnostic, Severity

_ROUNDS = 4  # an error may hide another


class Writes(Protocol):
    """What an import writes, and that makes drafts of cards that errors are about."""

    def write(self) -> None:
        """Write all files."""

    def without_errors(self, found: Iterable[Diagnostic]) -> bool:
        """Make drafts of the cards; whether there were any."""

    def keep(self, built: Built) -> bool:
        """Keep the HTML of the notes that a build of this would change; whether there are any."""


def draft_errors(brought: Writes, build: Callable[[], Built]) -> tuple[Diagnostic, ...]:
    """Write what was brought in until it builds, and what its notes keep; the errors that are left.

    `build` builds the project as it is on disk, and writes nothing. What a card shows is known only
    there: whether its files can be read, whether Anki makes a card of it.
    """
    for _ in range(_ROUNDS):
        brought.write()
        built = build()
        found = [each for each in built.diagnostics if each.severity is Severity.ERROR]
        if not brought.without_errors(found):
            if brought.keep(built):
                brought.write()
            break
    return tuple(found)
