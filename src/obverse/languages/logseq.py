"""Deletions as Logseq writes them, as cloze deletions: those of one block are asked together."""

import re
from typing import Final

from obverse.languages import cloze
from obverse.machine.late import late

DELETION_SIGN: Final = cloze.LOGSEQ
DELETION_OPENING: Final = late(rf"{re.escape(DELETION_SIGN)}\s")
_CLOSING = "}}"
_DELETION = late(rf"{re.escape(DELETION_SIGN)}[ \t]+(.+?){_CLOSING}")
_HINT = "\\\\"


def as_cloze(line: str) -> str:
    """A line with its deletions as ours."""
    # After the last end nothing is closed: looking for an end from each beginning takes long.
    end = line.rfind(_CLOSING) + len(_CLOSING)
    return _DELETION.sub(_deletion, line[:end]) + line[end:]


def _deletion(found: re.Match[str]) -> str:
    inside = found[1]
    # The hint is behind the first two backslashes that no brace comes after.
    at = inside.find(_HINT, max(inside.rfind("{"), inside.rfind("}")) + 1)
    if at <= 0:
        return cloze.deletion(1, inside.strip())
    text, hint = inside[:at].strip(), inside[at + len(_HINT) :].strip()
    return cloze.deletion(1, f"{text}::{hint}" if hint else text)
