"""Written lines: the lines of a file with their endings, so that an edit keeps all others."""

from collections.abc import Sequence

from obverse.machine.late import late

_MARK = "\ufeff"  # the byte order mark
_LINE = late(r"([^\r\n]*)(\r\n|\n|\r|\Z)")

WrittenLines = list[tuple[str, str]]


def written_lines(text: str) -> WrittenLines:
    """Each line with its ending, which may be empty for the last one."""
    lines = [(found[1], found[2]) for found in _LINE.finditer(text)]
    # At the end of a text that ends with a line break the pattern finds one line too many.
    return lines[:-1] if len(lines) > 1 and lines[-1] == ("", "") else lines


def usual_ending(lines: WrittenLines) -> str:
    """The ending that a line gets which is put in."""
    return next((ending for _, ending in lines if ending), "\n")


def with_lines(raw: bytes, changes: Sequence[tuple[int, int, Sequence[str]]]) -> bytes:
    """The bytes of a file of UTF-8 with other lines in place of some, all others as they were.

    Each change is the first line, the line after the last, from zero, and the new lines; no two
    overlap.
    """
    text = raw.decode()
    mark, text = (_MARK, text[1:]) if text.startswith(_MARK) else ("", text)
    lines = written_lines(text) if text else []
    ending = usual_ending(lines)
    for first, end, new in sorted(changes, reverse=True):
        if new and first and first <= len(lines) and not lines[first - 1][1]:
            lines[first - 1] = lines[first - 1][0], ending
        lines[first:end] = [(line, ending) for line in new]
    return (mark + "".join(line + end for line, end in lines)).encode()
