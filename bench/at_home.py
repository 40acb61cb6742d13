#!/usr/bin/env python3
"""Measure builds of what people have at home: a vault of notes, and a table; see README.md.

bench/at_home.py [--rows 10000 100000] [--prose 1800] [-n 5] [--obverse COMMAND]
"""

import argparse
import csv
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import cases
import corpus
import report
from measure import Case, interleave, run
from packages import expect
from topics import Card, topics
from words import paragraph

CARD_FILES, CARDS = 20, 1_000
DELETION = re.compile(r"\{\{c\d+::|\}\}")
HEADER = ("question", "answer")


@dataclass(slots=True)
class Vault(cases.Project):
    """Files of cards, and notes of prose next to them, in which nothing is a card."""

    prose: int = 0

    def lay(self) -> None:
        """Write the files of cards and the prose."""
        cases.Project.lay(self)
        (self.source / "obverse.toml").write_text(
            'content = "."\ncards = ["marked", "inline"]\n', "utf-8"
        )
        for path in sorted(self.source.rglob("*.md")):
            text = path.read_text("utf-8").removeprefix("---\n")
            path.write_text(f"---\ncards: headings\n{text}", "utf-8")
        rng = Random(1)
        for number in range(self.prose):
            path = self.source / f"Journal {number % 12}" / f"Note {number}.md"
            path.parent.mkdir(exist_ok=True)
            path.write_text(prose(rng, number), "utf-8")
        self.laid = {path for path in self.source.rglob("*") if path.is_file()}

    def edit(self) -> None:
        """Edit a file of cards."""
        self.edits += 1
        corpus.edit(self.source / "area-000", self.edits)

    def edit_prose(self) -> None:
        """Add a line to a note of prose."""
        path = self.source / "Journal 1" / "Note 1.md"
        path.write_text(f"{path.read_text('utf-8')}\nOne more line.\n", "utf-8")


@dataclass(slots=True)
class Table(cases.Project):
    """All notes as the rows of one csv file."""

    rewordings: int = 0

    def lay(self) -> None:
        """Write the table."""
        self.source.mkdir(parents=True)
        (self.source / "obverse.toml").write_text('content = "."\n[tables."words.csv"]\n', "utf-8")
        rows = [(card.front, in_a_cell(card.answer)) for card in self._cards()]
        self._write(rows)
        self.laid = {path for path in self.source.rglob("*") if path.is_file()}

    def _cards(self) -> Iterator[Card]:
        for topic in topics(self.notes, self.files):
            yield from topic.cards

    def edit(self) -> None:
        """Reword the answer of one row, and add one above it."""
        self.edits += 1
        at = self.reword()
        rows = self._read()
        added = f"What was added in revision {self.edits}?", paragraph(Random(at))
        self._write([*rows[:at], added, *rows[at:]])

    def reword(self) -> int:
        """Reword the answer of one row, and give its number."""
        self.rewordings += 1
        rows = self._read()
        at = Random(self.rewordings).randrange(len(rows))
        question, answer = rows[at]
        self._write([*rows[:at], (question, f"{answer} reworded"), *rows[at + 1 :]])
        return at

    def _read(self) -> list[tuple[str, str]]:
        with self._path.open(encoding="utf-8", newline="") as stream:
            return [(question, answer) for question, answer in csv.reader(stream)][1:]

    @property
    def _path(self) -> Path:
        return self.source / "words.csv"

    def _write(self, rows: list[tuple[str, str]]) -> None:
        with self._path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows([HEADER, *rows])

    def check(self) -> None:
        """Raise RunError unless the package holds each note once."""
        expect([self.package], len({card.front for card in self._cards()}) + self.edits)


class SameInFiles(Table):
    """The same cards in files of Markdown."""

    def lay(self) -> None:
        """Write a file for each topic."""
        for topic in topics(self.notes, self.files):
            path = self.source / topic.path
            path.parent.mkdir(parents=True, exist_ok=True)
            cards = (f"## {card.front}\n\n{in_a_cell(card.answer)}\n" for card in topic.cards)
            path.write_text("\n".join([f"# {topic.title}\n", *cards]), "utf-8")
        self.laid = {path for path in self.source.rglob("*") if path.is_file()}


def in_a_cell(text: str) -> str:
    """Give the first paragraph of an answer, which a cell can hold, without its deletions."""
    return DELETION.sub("", " ".join(text.partition("\n\n")[0].split()))


def prose(rng: Random, number: int) -> str:
    """Write a note as people write them: headings, links, lists, a line of code with `::`."""
    parts = [f"# Note {number}", paragraph(rng), "## Log", f"- [ ] {paragraph(rng)}"]
    parts += [f"See [[Note {number + 1}|the next]]: {paragraph(rng)}", "### Is it done?"]
    parts += [paragraph(rng), "Use `std::move` here.", paragraph(rng), "#daily #ward"]
    return "\n\n".join(["---\ntags: [a, b]\ncreated: 2026-11-01\n---", *parts, ""])


def vault_cases(folder: Path, obverse: Path, notes: int) -> list[Case]:
    """Edits without and with the prose."""
    found = []
    for name, number in (("without prose", 0), (f"next to {notes:,} notes of prose", notes)):
        vault = Vault(folder / f"vault-{number}", CARDS, CARD_FILES, prose=number)
        vault.lay()
        _, edited, same = cases.builds(vault, obverse)
        run(edited)
        found.append(_named(edited, f"a card file edited, {name}"))
        if number:
            found.append(_named(edited, "a note of prose edited", vault.edit_prose))
        found.append(_named(same, f"nothing changed, {name}"))
    return found


def table_cases(folder: Path, obverse: Path, rows: int) -> list[Case]:
    """Builds of a table, and of the same cards in files."""
    table = Table(folder / f"table-{rows}", rows, max(1, rows // 50))
    files = SameInFiles(folder / f"files-{rows}", rows, max(1, rows // 50))
    table.lay()
    files.lay()
    cold, edited, same = cases.builds(table, obverse)
    in_files, *_ = cases.builds(files, obverse)
    return [
        _named(cold, "cold build"),
        _named(in_files, "cold build of the same cards in files"),
        _named(edited, "one row reworded", table.reword),
        _named(edited, "one row reworded, one added"),
        _named(same, "nothing changed"),
    ]


def _named(case: Case, name: str, prepare: Callable[[], object] | None = None) -> Case:
    def prepared() -> None:
        (prepare or case.prepare)()

    return replace(case, name=name, prepare=prepared)


def main() -> None:
    """Measure what the command line asks for."""
    options = _options()
    print(report.machine(options.date))
    with TemporaryDirectory(prefix="bench-", dir=options.folder) as name:
        for title, measured in _groups(options, Path(name)):
            series = interleave(measured, options.rounds, lambda _: None)
            print(f"\n{report.table(report.Group(title, series))}", flush=True)


def _groups(options: argparse.Namespace, folder: Path) -> Iterator[tuple[str, list[Case]]]:
    if options.prose:
        yield f"{CARDS:,} notes in a vault", vault_cases(folder, options.obverse, options.prose)
    for rows in options.rows:
        yield f"{rows:,} rows", table_cases(folder, options.obverse, rows)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure builds of a vault and of a table.")
    add = parser.add_argument
    add("--rows", type=int, nargs="*", default=[10_000, 100_000])
    add("--prose", type=int, default=1_800, help="0 leaves the vault out")
    add("-n", dest="rounds", type=int, default=5, metavar="RUNS", help="of each case")
    add("--date", type=date.fromisoformat, default=datetime.now(tz=UTC).date())
    add("--folder", type=Path, help="where to work, if not among the temporary files")
    beside = Path(sys.executable).with_name("obverse")
    add("--obverse", type=Path, default=beside, help="the command, if not beside this Python")
    return parser.parse_args()


if __name__ == "__main__":
    main()
