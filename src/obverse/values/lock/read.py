"""Read the lock: the whole of it, or what can be read of one that is damaged."""

from collections.abc import Iterator
from typing import NamedTuple

from obverse.errors import TextError
from obverse.values.lock.known import LOCK_MEMBER, Healed, Known, KnownType, Lock
from obverse.values.lock.line import (
    NOTE_TYPE,
    BadCheckError,
    BadLineError,
    is_checked,
    is_spelled,
    of_columns,
    type_of,
)

VERSION = 1
_MANY = 1 << 18  # characters; splitting more at once is no faster
_CONFLICT_MARKS = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
_LONGEST_VERSION = 9  # digits; `int` refuses to read thousands of them
_RESTORE = "restore it from version control, or from a package with `obverse lock --restore`"
_NO_END = "the last line is cut: no line end and no check says that it is whole"
_RENEW = "if you edited it and mean it, run `obverse lock --renew`; else restore the lock"


class Salvaged(NamedTuple):
    """What can be read of a damaged lock, and an error for each line that cannot."""

    lock: Lock
    faults: tuple[TextError, ...]


def read(text: str) -> Lock:
    """The lock in `text`; an empty text is an empty lock.

    Raises `TextError` (`lock-conflict`, `lock-newer`, `lock-damaged`) with the line.
    """
    if not text or text.isspace():
        return Lock()
    return _read(text, first_fault=True).lock


def salvage(text: str, *, renewing: bool = False) -> Salvaged:
    """What can be read of `text`: the lines of both sides of a conflict, no line that is damaged.

    With `renewing`, also lines that can be read but have no check of their own. Raises `TextError`
    (`lock-newer`) where it is for a newer version to read.
    """
    if not text or text.isspace():
        return Salvaged(Lock(), ())
    return _read(text, renewing=renewing)


def _read(text: str, *, first_fault: bool = False, renewing: bool = False) -> Salvaged:
    """One loop and local names: it runs 100,000 times."""
    notes: dict[str, Known] = {}
    types: dict[str, KnownType] = {}
    healed: dict[str, int] = {}
    unchecked: set[str] = set()
    faults: list[TextError] = []
    respelled = False
    header = text.partition("\n")[0] or " "
    if header_fault := _fault(1, header, ValueError()):
        if first_fault or header_fault.rule == "lock-newer":
            raise header_fault
        faults.append(header_fault)
    cut = 0 if text.endswith("\n") or renewing else text.count("\n") + 1
    for number, line in enumerate(_each(text), start=1):
        columns = line.split("\t")
        try:
            checked = is_checked(line, columns, renewing=renewing)
            if number == cut and line and not checked:
                raise BadCheckError(_NO_END)
            if columns[0] == NOTE_TYPE:
                known_type = type_of(columns)
                name = known_type.name
                other = types.setdefault(name, known_type)
                types[name] = max(other, known_type, key=lambda each: each.modified)
            else:
                known = of_columns(columns)
                name = known.guid
                respelled = respelled or not is_spelled(known, line)
                if name in notes:
                    healed[name] = number
                    known = max(notes[name], known, key=newness)
                notes[name] = known
            if not checked:
                unchecked.add(name)
        except (ValueError, IndexError) as fault:
            found = _fault(number, line, fault) if number > 1 else None
            if found and (first_fault or found.rule == "lock-newer"):
                raise found from None
            faults += [found] if found else []
    doubled = tuple(Healed(line, notes[guid]) for guid, line in healed.items())
    unhealed = frozenset(unchecked - healed.keys())
    return Salvaged(Lock(notes, types, doubled, unhealed, respelled), tuple(faults))


def newness(known: Known) -> tuple[int, bool, Known]:
    """Which of two lines for one note is the later one; the same answer on every machine."""
    return max(known.modified, known.removed), known.alive, known


def _each(text: str) -> Iterator[str]:
    """The lines, some at a time: all of them would double the memory of text and notes."""
    start = 0
    while (end := text.find("\n", start + _MANY)) >= 0:
        yield from text[start:end].split("\n")
        start = end + 1
    yield from text[start:].split("\n")


def _fault(number: int, line: str, fault: Exception) -> TextError | None:
    """What is wrong with a line that is not of a note; nothing with an empty one or a header.

    A merge of two branches can leave two headers.
    """
    name, _, rest = line.partition(" ")
    version = rest.partition(" ")[0]
    if name == LOCK_MEMBER and version.isdecimal():
        if len(version) <= _LONGEST_VERSION and int(version) <= VERSION:
            return None
        message = f"the lock has version {version[:20]}, but this obverse reads only {VERSION}"
        return TextError("lock-newer", message, number, hint="update obverse")
    if number == 1 and not line.startswith(_CONFLICT_MARKS):
        message = f"the first line is not the header of an {LOCK_MEMBER}"
        return TextError("lock-damaged", message, 1, hint=_RESTORE)
    return _damage(number, line, fault) if line else None


def _damage(number: int, line: str, fault: Exception) -> TextError:
    if line.startswith(_CONFLICT_MARKS):
        message = f"the lock contains git's conflict marker `{line[:20]}`"
        hint = "delete the marker lines and keep the lines of both sides, then run `obverse build`"
        return TextError("lock-conflict", message, number, length=len(line), hint=hint)
    message = f"{fault}" if isinstance(fault, BadLineError) else "this line is not a line of a lock"
    hint = _RENEW if isinstance(fault, BadCheckError) else _RESTORE
    return TextError("lock-damaged", message, number, length=len(line), hint=hint)
