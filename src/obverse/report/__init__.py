"""How findings, plans and summaries are printed and counted."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # not imported by a build that has nothing to do
    from collections.abc import Iterable

    from obverse.values.diagnostic import Diagnostic


def count(diagnostics: "Iterable[Diagnostic]") -> str:
    """`2 errors, 1 warning`, or an empty text if there are none."""
    from obverse.values.diagnostic import Severity

    found = list(diagnostics)
    counts = ((each, sum(d.severity is each for d in found)) for each in Severity)
    return ", ".join(plural(number, str(each)) for each, number in counts if number)


def plural(number: int, noun: str) -> str:
    """`1 note`, `2 notes`, `10,000 notes`."""
    if number == 1 or noun == "info":
        return f"{number:,} {noun}"
    return f"{number:,} {noun[:-1] + 'ies' if noun.endswith('y') else noun + 's'}"
