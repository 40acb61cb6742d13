"""Names of files that every system takes: made of any text, and each given once."""

import re
import unicodedata
from collections.abc import Iterable

from obverse.machine.late import late

LONGEST = 120  # bytes, as in Anki's media folder; file systems take 255
_LONGEST_SUFFIX = 17  # characters, with the dot
_NOT_IN_A_NAME = late(r'[<>:"/\\|?*]')
# Windows takes these for devices, whatever suffix follows (Microsoft, "Naming Files, Paths").
_RESERVED = late(
    r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])\s*(?:\.|$)", re.IGNORECASE
)


def is_reserved(name: str) -> bool:
    """Whether Windows takes the name for a device."""
    return bool(_RESERVED.match(name))


def safe(text: str, otherwise: str) -> str:
    """A text as the name of one file or folder; `otherwise` where nothing is left of it.

    It is in Unicode's composed form, not hidden, at most `LONGEST` bytes, no device of Windows,
    and ends with neither a dot nor a space. What no system forbids stays.
    """
    name = unicodedata.normalize("NFC", text)
    name = "".join(each if each.isprintable() else "-" for each in name)
    name = _NOT_IN_A_NAME.sub("-", name).strip(" .") or otherwise
    name = _fitting(name)
    return _fitting(f"-{name}") if is_reserved(name) else name


class Names:
    """Gives each name once, also where a file system ignores case or how an accent is written."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        """Begin with the names that are `taken`."""
        self._taken = {_alike(each) for each in taken}
        self._numbers: dict[str, int] = {}

    def unique(self, name: str, longest: int = LONGEST) -> str:
        """The name, or the name with the first number that makes it one that is not taken.

        The number goes before the suffix, and the name stays within `longest` bytes.
        """
        made, number = name, self._numbers.get(_alike(name), 1)
        while _alike(made) in self._taken:
            number += 1
            made = _fitting(name, longest, f"-{number}")
        self._numbers[_alike(name)] = number
        self._taken.add(_alike(made))
        return made


def _alike(name: str) -> str:
    """The same for names that some file system takes for one."""
    folded = unicodedata.normalize("NFD", name).casefold()
    return unicodedata.normalize("NFC", folded)


def _fitting(name: str, longest: int = LONGEST, end: str = "") -> str:
    """The name with an end to its stem, the stem cut to the bytes that there is room for."""
    stem, dot, last = name.rpartition(".")
    suffix = (dot + last)[:_LONGEST_SUFFIX].rstrip(" .") if stem else ""
    room = longest - len(f"{end}{suffix}".encode())
    cut = (stem or name).encode()[:room].decode("utf-8", "ignore")
    return f"{cut if suffix else cut.rstrip(' .')}{end}{suffix}"
