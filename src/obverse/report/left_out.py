"""What a project leaves out, for a person and for a program."""

from collections import Counter
from collections.abc import Iterable, Iterator

from obverse.project.left_out import is_counted
from obverse.report import plural

Pairs = Iterable[tuple[str, str]]  # path, reason


def left_out_lines(left: Pairs, prefix: str = "", *, is_verbose: bool) -> Iterator[str]:
    """A line that counts by reason what may have been meant; with `is_verbose` also each path."""
    told = sorted(left)
    counted = Counter(reason for _, reason in told if is_counted(reason))
    title = "left out"
    if counted:
        reasons = ", ".join(f"{number:,} {reason}" for reason, number in sorted(counted.items()))
        more = "" if is_verbose else " (-v names them)"
        yield f"{title:<10} {plural(counted.total(), 'file')}: {reasons}{more}"
        title = ""
    for path, reason in told if is_verbose else ():
        yield f"{title:<10} {_printable(f'{prefix}{path}')}: {reason}"
        title = ""


def left_out_values(left: Pairs, prefix: str = "") -> list[dict[str, str]]:
    """The same as plain values, each path with the reason."""
    return [{"path": f"{prefix}{path}", "reason": reason} for path, reason in sorted(left)]


def _printable(path: str) -> str:
    return path if path.isprintable() else path.encode("unicode_escape").decode()
