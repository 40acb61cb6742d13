"""Draft errors: build what was imported, and make drafts of the cards that would stop it."""

from collections.abc import Callable

from obverse.build import Built
from obverse.exchange.bring_in import Brought
from obverse.values.diagnostic import Diagnostic, Severity

_ROUNDS = 4  # an error may hide another


def draft_errors(brought: Brought, build: Callable[[], Built]) -> tuple[Diagnostic, ...]:
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
