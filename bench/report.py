"""The result as a table, as JSON, and as a part of README.md."""

import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from statistics import median

from measure import Sample, Series

BEGIN, END = "<!-- measured -->\n", "<!-- /measured -->\n"
LIBRARIES = ("genanki", "markdown-it-py")


@dataclass(frozen=True, slots=True)
class Group:
    """Series that ran in turn, so that their ratios mean something; the first is the measure.

    `notes` is how many notes each built, 0 where none did.
    """

    title: str
    series: Sequence[Series]
    notes: int = 0

    def ratio(self, series: Series) -> float | None:
        """Divide each run's time by that of the first series in the same round; the median."""
        base = {sample.round: sample.seconds for sample in self.series[0].samples}
        pairs = [(sample.seconds, base.get(sample.round)) for sample in series.samples]
        ratios = [seconds / one for seconds, one in pairs if one]
        return median(ratios) if ratios else None


def table(group: Group) -> str:
    """Write a group as a Markdown table, and below it what could not be measured."""
    measure = group.series[0].case.name
    head = [group.title, "seconds", "from", "to", f"× {measure}", "CPU s", "peak MiB", "runs"]
    rows = [_row(group, series) for series in group.series if series.samples]
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    lines = [_line(cells, widths) for cells in (head, rule, *rows)]
    failed = [(series.case.name, series.failure) for series in group.series if series.failure]
    return "\n".join([*lines, *(f"\nNot measured: {name}. {why}" for name, why in failed)]) + "\n"


def growth(groups: Sequence[Group]) -> str:
    """Write what a thousand notes cost in groups of several sizes, as a Markdown table."""
    sized = [group for group in groups if group.notes]
    names = [series.case.name for series in sized[0].series] if len(sized) > 1 else []
    head = ["milliseconds for 1,000 notes", *(group.title for group in sized)]
    rows = [[name, *(_for_a_thousand(group, name) for group in sized)] for name in names]
    if not rows:
        return ""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join(_line(cells, widths) for cells in (head, rule, *rows)) + "\n"


def _for_a_thousand(group: Group, name: str) -> str:
    samples = [
        each for series in group.series if series.case.name == name for each in series.samples
    ]
    if not samples:
        return ""
    return f"{median(each.seconds for each in samples) / group.notes * 1e6:.1f}"


def machine(day: date) -> str:
    """Describe the machine and what ran on it, in a line."""
    cores = len(os.sched_getaffinity(0))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return (
        f"{day.isoformat()}: {cores} cores, {memory:.0f} GiB, {platform.system()} "
        f"{platform.machine()}, Python {platform.python_version()}, {libraries}."
    )


def as_json(groups: Sequence[Group], day: date) -> dict[str, object]:
    """Give all runs, for a program; times in seconds, memory in MiB."""
    return {
        "machine": machine(day),
        "groups": [
            {
                "title": group.title,
                "series": [
                    {
                        "name": series.case.name,
                        "ratio": group.ratio(series),
                        "failure": series.failure,
                        "samples": [asdict(sample) for sample in series.samples],
                    }
                    for series in group.series
                ],
            }
            for group in groups
        ],
    }


def rewrite(readme: Path, groups: Sequence[Group], day: date) -> None:
    """Put the tables between the markers of a file; raises ValueError when it has none."""
    before, begin, rest = readme.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"`{readme.name}` has no markers for the table")
    tables = filter(None, [*map(table, groups), growth(groups)])
    parts = "\n".join([machine(day) + "\n", *tables])
    readme.write_text(f"{before}{begin}\n{parts}\n{end}{after}", encoding="utf-8")


def _row(group: Group, series: Series) -> list[str]:
    seconds = [sample.seconds for sample in series.samples]
    ratio = group.ratio(series)
    return [
        series.case.name,
        f"{median(seconds):.3f}",
        f"{min(seconds):.3f}",
        f"{max(seconds):.3f}",
        "" if ratio is None else f"{ratio:.2f}",
        f"{median(sample.cpu for sample in series.samples):.3f}",
        _peak(series.samples),
        f"{len(seconds)}",
    ]


def _peak(samples: Sequence[Sample]) -> str:
    peak, unseen = (median(getattr(s, what) for s in samples) for what in ("peak", "unseen"))
    return f"{peak:.0f}" if peak > unseen else f"< {unseen:.0f}"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *numbers = (f"{cell:{width}}" for cell, width in zip(cells, widths, strict=True))
    aligned = [cell.strip().rjust(len(cell)) for cell in numbers]
    return "| " + " | ".join([first, *aligned]) + " |"
