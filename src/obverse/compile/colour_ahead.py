"""Colour the code of a project's sources in another process, before the compiler is imported here.

Each process that colours code loads the lexers, which takes longer than to colour a fence: 50 ms.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from obverse.languages.highlight import coloured
from obverse.machine.early_process import MOST_SENT, early_process
from obverse.machine.share import prepare_early

_FENCE = b"```"


def colour_ahead(sources: Mapping[str, bytes], cache: Path) -> None:
    """Begin to colour code, where all of it is to be compiled and a process waits for work."""
    early = early_process()
    every = [*sources.values()]
    if (
        early
        and not cache.exists()
        and sum(map(len, every)) < MOST_SENT
        and any(_FENCE in raw for raw in every)
    ):
        prepare_early(early, coloured_code, every)


def coloured_code(sources: Sequence[bytes]) -> bytes:
    """The blocks of code in these sources with colours, as `highlight.blocks_of` reads them."""
    return coloured(raw.decode(errors="replace") for raw in sources)
