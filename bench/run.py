#!/usr/bin/env python3
"""Measure obverse, whole process by whole process, against the floor; see README.md beside this.

bench/run.py [--sizes 1000 10000 100000] [--one-file 3000 10000] [--imported 10000] [-n 5]
             [--peers] [--json FILE] [--write]
bench/run.py --profile --sizes 10000
"""

import argparse
import json
import pstats
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import cases
import peers
import report
from measure import Case, RunError, interleave, run
from topics import files_for

PEERS = Path(__file__).parents[1] / "build" / ".peers"
README = Path(__file__).with_name("README.md")
MOST_FOR_PEERS = 10_000
"""Notes: of more, some peers take minutes a run."""
ENOUGH = 5
"""With fewer runs of a case nothing is written to README.md."""


def main() -> int:
    """Do what the command line asks for; 1 when something of ours could not be measured."""
    options = _options()
    with TemporaryDirectory(prefix="bench-", dir=options.folder) as folder:
        if options.profile:
            _profile(options, Path(folder))
            return 0
        _say(report.machine(options.date))
        groups = []
        for group in _groups(options, Path(folder)):
            groups.append(group)
            print(f"\n{report.table(group)}", flush=True)
        print(f"\n{report.growth(groups)}", end="")
    if options.json:
        result = report.as_json(groups, options.date)
        options.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    if options.write:
        report.rewrite(README, groups, options.date)
    measured = [series for group in groups for series in group.series]
    return int(any(series.failure and not series.case.optional for series in measured))


def _groups(options: argparse.Namespace, folder: Path) -> Iterator[report.Group]:
    installed = _installed() if options.peers else {}
    starts = cases.start_up(options.obverse, folder / "start-up")
    yield _measure("start", starts, options.rounds)
    for notes in options.sizes:
        project = _project(folder / f"{notes}", notes)
        measured = [cases.floor(project, folder / f"{notes}-floor")]
        measured += cases.builds(project, options.obverse)
        if installed and notes <= MOST_FOR_PEERS:
            cases.lay("peers.py", folder / f"{notes}-peers", notes, project.files)
        measured += (
            cases.peer(peer, programs, folder / f"{notes}-peers", notes)
            for peer, programs in installed.items()
            if notes <= MOST_FOR_PEERS
        )
        yield _measure(f"{notes:,} notes", measured, options.rounds, notes)
    if notes := options.imported:
        imports = cases.imports(folder / "imports", options.obverse, notes)
        yield _measure(f"{notes:,} imported notes", imports, options.rounds)
    for notes in options.one_file:
        project = _project(folder / f"one-file-{notes}", notes, files=1)
        cold, edit, *_ = cases.builds(project, options.obverse)
        yield _measure(f"{notes:,} notes in one file", [cold, edit], options.rounds)


def _project(folder: Path, notes: int, files: int = 0) -> cases.Project:
    project = cases.Project(folder, notes, files or files_for(notes))
    _say(f"writing {notes:,} notes")
    project.lay()
    return project


def _measure(title: str, measured: Sequence[Case], rounds: int, notes: int = 0) -> report.Group:
    series = interleave(measured, rounds, lambda at: _say(f"{title}: {at}"))
    return report.Group(title, series, notes)


def _installed() -> dict[peers.Peer, Path]:
    programs = {}
    for peer in peers.PEERS:
        _say(f"installing {peer.name} {peer.version}")
        try:
            programs[peer] = peers.install(peer, PEERS)
        except peers.SkippedError as skipped:
            print(f"{peer.name} {peer.version} is skipped: {skipped}")
    return programs


def _profile(options: argparse.Namespace, folder: Path) -> None:
    """Print where a cold build spends its time, in its first process; raises RunError."""
    project = _project(folder / "profile", options.sizes[-1])
    run(cases.builds(project, options.obverse)[0])  # writes the lock, which a cold build finds
    statistics = folder / "statistics"
    run(cases.profile(project, statistics))
    pstats.Stats(f"{statistics}").sort_stats("tottime").print_stats(30)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure obverse against the floor.")
    add = parser.add_argument
    add("--sizes", type=int, nargs="*", default=[1_000, 10_000, 100_000], metavar="NOTES")
    add("--one-file", type=int, nargs="*", default=[3_000, 10_000], metavar="NOTES")
    add("--imported", type=int, default=10_000, metavar="NOTES", help="0 leaves this out")
    add("-n", dest="rounds", type=int, default=ENOUGH, metavar="RUNS", help="of each case")
    add("--peers", action="store_true", help="also other compilers, installed from PyPI")
    add("--profile", action="store_true", help="only profile one cold build of the last size")
    add("--json", type=Path, metavar="FILE", help="write all runs to a file")
    add("--write", action="store_true", help="put the tables into bench/README.md")
    add("--date", type=date.fromisoformat, default=datetime.now(tz=UTC).date())
    add("--folder", type=Path, help="where to work, if not among the temporary files")
    beside = Path(sys.executable).with_name("obverse")
    add("--obverse", type=Path, default=beside, help="the command, if not beside this Python")
    options = parser.parse_args()
    if options.profile and not options.sizes:
        parser.error("--profile wants a size")
    if options.write and options.rounds < ENOUGH:
        parser.error(f"--write wants at least {ENOUGH} runs")
    return options


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except RunError as error:
        sys.exit(f"bench: {error}")
