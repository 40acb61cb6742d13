"""Histories of an adopted deck that both its author here and its author there edit."""

import json
import random
import re
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from anki_packages import BASIC, CLOZE, Note, package, rows, run
from engine import Desk

DECKS: Final = {1: {"name": "One"}, 2: {"name": "One::Two"}, 3: {"name": "One::Three"}}
SEEDS: Final = range(30)
WITH_ANKI: Final = range(6)


class State(NamedTuple):
    """A note of a history: what each side says of it."""

    guid: str
    fields: tuple[str, str]
    tags: frozenset[str]
    deck: int
    note_type: int


def deck_file(path: Path, notes: list[State], later: int = 0) -> Path:
    """A package of these notes."""
    made = [
        Note(
            each.fields, each.note_type, " ".join(sorted(each.tags)), (each.deck,), each.guid, later
        )
        for each in notes
    ]
    return package(path, made, decks=DECKS)


def first_version(rng: random.Random) -> list[State]:
    """Notes of two note types in two decks; some share tags."""
    found = []
    for number in range(rng.randint(3, 12)):
        cloze = rng.random() < 0.3
        words = " ".join(_word(rng) for _ in range(8))
        question = f"{words} first question {number}"
        if cloze:
            question = f"{words} first {{{{c1::gap {number}}}}}"
        tags = {"all"} | ({f"t{number}"} if rng.random() < 0.5 else set())
        found.append(
            State(
                f"g{number:02}",
                (question, f"{_word(rng)} {_word(rng)} <b>{_word(rng)}</b> {_word(rng)} first"),
                frozenset(tags),
                rng.choice((1, 2)),
                CLOZE if cloze else BASIC,
            )
        )
    return found


def _word(rng: random.Random) -> str:
    return "".join(rng.choice("bdfgklmnprstvz") + rng.choice("aeiou") for _ in range(3))


class Edits(NamedTuple):
    """What a side does: fields it rewrites by (guid, place), tags, moves, removals, additions."""

    fields: dict[tuple[str, int], str]
    tags: dict[str, frozenset[str]]
    decks: dict[str, int]
    gone: frozenset[str]


def edits(rng: random.Random, notes: list[State], word: str) -> Edits:
    """Random edits; every word that is written says who wrote it."""
    fields, tags, decks, gone = {}, {}, {}, set()
    for each in notes:
        chance = rng.random()
        if chance < 0.12:
            gone.add(each.guid)
            continue
        for at in (0, 1):
            if rng.random() < 0.3:
                fields[each.guid, at] = each.fields[at].replace("first", f"first {word}")
        if rng.random() < 0.3:
            kept = {tag for tag in each.tags if rng.random() < 0.6}
            tags[each.guid] = frozenset(kept | {word})
        if rng.random() < 0.15:
            decks[each.guid] = 3
    return Edits(fields, tags, decks, frozenset(gone))


def applied(notes: list[State], done: Edits) -> list[State]:
    """The notes after a side's edits."""
    return [
        State(
            each.guid,
            tuple(done.fields.get((each.guid, at), each.fields[at]) for at in (0, 1)),  # type: ignore[arg-type]
            done.tags.get(each.guid, each.tags),
            done.decks.get(each.guid, each.deck),
            each.note_type,
        )
        for each in notes
        if each.guid not in done.gone
    ]


def write_edits(folder: Path, notes: list[State], done: Edits) -> None:
    """Edit the Markdown as an author does: in the files, card by card."""
    for path in sorted(folder.rglob("*.md")):
        head, *cards = re.split(r"(?m)^(?=## )", path.read_text("utf-8"))
        front = re.search(r"tags:\n((?:  - .*\n)+)", head)
        shared = re.findall(r"  - (.*)", front[1]) if front else []
        if front:
            head = head.replace(front[0], "")
            if head.startswith("---\n---\n"):
                head = head.removeprefix("---\n---\n").lstrip("\n")
        written = []
        for card in cards:
            (number,) = set(re.findall(r"(?:question|gap) (\d+)", card.split("\n")[0]))
            state = next(each for each in notes if each.guid == f"g{int(number):02}")
            if state.guid in done.gone:
                continue
            lines = [
                line
                for line in card.rstrip("\n").split("\n")
                if not line.startswith("#") or line.startswith("##")
            ]
            text = "\n".join(lines).rstrip("\n")
            for at in (0, 1):
                if (state.guid, at) in done.fields:
                    word = next(
                        each for each in ("mine", "theirs") if each in done.fields[state.guid, at]
                    )
                    question, _, answer = text.partition("\n")
                    parts = [question, answer]
                    parts[at] = parts[at].replace("first", f"first {word}")
                    text = "\n".join(parts)
            tags = done.tags.get(state.guid, state.tags)
            assert shared == [] or set(shared) <= state.tags
            line = " ".join(f"#{tag}" for tag in sorted(tags))
            written.append(f"{text}\n\n{line}\n" if line else f"{text}\n")
        path.write_text(head + "\n".join(written), "utf-8")


def shown(built: Path) -> dict[str, tuple[str, ...]]:
    """The deck, the fields and the tags of the notes of a package by guid."""
    ((text,),) = rows(built, "select decks from col")
    names = {int(key): each["name"] for key, each in json.loads(text).items()}
    statement = "select guid, flds, tags, did from notes join cards on nid = notes.id"
    return {
        guid: (names[deck], *map(plain, fields.split("\x1f")), *sorted(tags.split()))
        for guid, fields, tags, deck in rows(built, statement)
    }


def plain(text: str) -> str:
    return re.sub(r"<[^>]*>", "", text)


class History(NamedTuple):
    """The notes as they were first imported, what both sides did, and the notes that were added."""

    before: list[State]
    mine: Edits
    theirs: Edits
    added: list[State]

    @property
    def next_version(self) -> list[State]:
        """The notes of the deck's next version."""
        return [*applied(self.before, self.theirs), *self.added]

    def expected(self) -> tuple[dict[str, tuple[str, ...]], int]:
        """The deck, fields and tags of each note that is built, and the number of conflicts."""
        found: dict[str, tuple[str, ...]] = {
            each.guid: ("One", *each.fields) for each in self.added
        }
        conflicts = 0
        after = {each.guid: each for each in self.next_version}
        for each in self.before:
            there = after.get(each.guid, each)
            if each.guid in self.mine.gone:
                conflicts += (there.fields, there.tags) != (each.fields, each.tags)
                continue
            fields = []
            for at in (0, 1):
                own = self.mine.fields.get((each.guid, at))
                is_theirs = there.fields[at] != each.fields[at]
                conflicts += bool(own) and is_theirs
                fields.append(plain(own or there.fields[at]))
            here = self.mine.tags.get(each.guid, each.tags)
            tags = (here | (there.tags - each.tags)) - (each.tags - there.tags)
            found[each.guid] = (DECKS[there.deck]["name"], *fields, *sorted(tags))
        return found, conflicts


def history(seed: int) -> History:
    """A history, the same for the same seed."""
    rng = random.Random(seed)
    before = first_version(rng)
    added = [
        State(f"n{at}", (f"question {90 + at} new", "new"), frozenset(), 1, BASIC)
        for at in range(rng.randint(0, 2))
    ]
    return History(before, edits(rng, before, "mine"), edits(rng, before, "theirs"), added)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_history_of_edits_loses_none(seed: int, tmp_path: Path) -> None:
    story = history(seed)
    folder = tmp_path / "p"
    run("import", deck_file(tmp_path / "v1.apkg", story.before), folder)
    assert run("build", folder).exit_code == 0
    learners = (folder / "build" / "p.apkg").rename(tmp_path / "learners.apkg")
    write_edits(folder, story.before, story.mine)
    if seed % 2:
        assert run("build", folder).exit_code == 0
    new = deck_file(tmp_path / "v2.apkg", story.next_version, later=60)
    result = run("import", new, folder)
    assert result.exit_code == 0, result.output
    built = run("build", folder)
    assert built.exit_code == 0, built.output
    expected, conflicts = story.expected()
    assert shown(folder / "build" / "p.apkg") == expected, result.output
    assert result.output.count("conflict   ") == conflicts, result.output
    again = run("import", new, folder).output
    assert again.count("conflict   ") == conflicts
    assert not re.search("(?m)^(updated|new|moved) ", again)
    if seed in WITH_ANKI:
        _keeps_reviews(tmp_path / "desk", learners, folder / "build" / "p.apkg", story)


def _keeps_reviews(folder: Path, first: Path, second: Path, story: History) -> None:
    """A learner who reviewed the first package gets the texts of the second, and keeps reviews."""
    expected, _ = story.expected()
    with Desk(folder) as desk:
        desk.import_package(first)
        desk.review("deck:*")
        before = desk.cards()
        log = desk.import_package(second)
        assert not log.conflicting
        assert set(log.new) == {each.guid for each in story.added}
        notes, after = desk.notes(), desk.cards()
    for guid, (_, *fields) in expected.items():
        assert [plain(each) for each in notes[guid].fields.values()] == fields[:2]
    assert {key: after[key] for key in before} == before
