r"""The cells of a row of a Markdown table, as GFM splits it, and as a person means it."""

from collections.abc import Iterator

from obverse.languages import math_spans
from obverse.machine.late import late

# What may hold a bar that parts no cells: code, a wiki link or an embed, math.
_SPAN = late(
    r"(?P<ticks>(?<!`)`+)(?!`).+?(?<!`)(?P=ticks)(?!`)"
    r"|!?\[\[[^\[\]|\n]+\|[^\[\]\n]*\]\]"
    r"|(?P<math>\$+|\\[(\[])|\\."
)
_BAR = late(r"(?<!\\)\|")
_SPACES = " \t\n\r\f\v"
_HELD = "\ufdd0"  # stands for a bar that is text, and stands in no source
_DASHES = late(r"[ \t]*+(?:\|[ \t]*+)?:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+(?:\|[ \t]*+)?")


def cells(row: str, *, whole: bool = False) -> list[str]:
    """The cells of a row; if they are to be `whole`, bars in code, math and wiki links are text."""
    row = row.strip(_SPACES)
    if whole:
        row = _with_spans(row, _HELD)
    found = _BAR.split(row)
    first, last = int(not found[0]), len(found) - int(len(found) > 1 and not found[-1])
    parts = (each.replace(r"\|", "|").replace(_HELD, "|") for each in found[first:last])
    return [each.strip(_SPACES) for each in parts]


def escaped_row(row: str) -> str:
    r"""The row with `\|` for each bar in code, math and wiki links: what other programs read."""
    return _with_spans(row, r"\|")


def joined_row(row: str, columns: int) -> str:
    r"""The row with its cells beyond the columns in the last one, a `\|` before each."""
    row = escaped_row(row.strip(_SPACES))
    bars = [found.start() for found in _BAR.finditer(row)]
    leads, ends = row.startswith("|"), row.endswith("|") and row[-2:] != r"\|"
    inner = bars[int(leads) : len(bars) - int(ends)]
    for at in reversed(inner[columns - 1 :]):
        row = f"{row[:at]}\\{row[at:]}"
    return row


def dashes(columns: int) -> str:
    """The line that stands below a header of so many columns."""
    return f"|{' --- |' * columns}"


def is_dashes(line: str) -> bool:
    """Whether a line is what stands below the header of a table: dashes, bars and colons."""
    return "|" in line and "-" in line and _DASHES.fullmatch(line) is not None


def _with_spans(row: str, bar: str) -> str:
    out: list[str] = []
    position = 0
    for start, end in _spans(row):
        out += (row[position:start], _BAR.sub(lambda _: bar, row[start:end]))
        position = end
    return "".join((*out, row[position:]))


def _spans(row: str) -> Iterator[tuple[int, int]]:
    """Where code, math and wiki links stand in a row."""
    position = 0
    while found := _SPAN.search(row, position):
        start, position = found.start(), found.end()
        if found["math"]:
            math = _math(row, start)
            if math is None:
                continue
            position = math.end
        elif found[0].startswith("\\"):
            continue
        yield start, position


def _math(row: str, at: int) -> math_spans.MathSpan | None:
    if row[at] == "\\":
        return math_spans.escaped_span(row, at)
    return (
        math_spans.display_span(row, at)
        if row.startswith("$$", at)
        else math_spans.inline_span(row, at)
    )
