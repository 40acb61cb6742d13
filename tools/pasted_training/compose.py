"""Composes lines out of the word lists beside it: no sense, but the forms that real lines have."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random
from typing import Final

HOLE: Final = re.compile(r"\{(\w)\}")


@cache
def sections(name: str) -> dict[str, tuple[str, ...]]:
    """The lists in the file `name`, by the headings in brackets."""
    found: dict[str, list[str]] = {}
    for line in files(__package__).joinpath(name).read_text(encoding="utf-8").splitlines():
        if line.startswith("[") and line.endswith("]"):
            found[line[1:-1]] = []
        elif line.strip() and not line.startswith("#"):
            found[next(reversed(found))].append(line.strip())
    return {heading: tuple(lines) for heading, lines in found.items()}


def listed(line: str) -> list[str]:
    """The members of a line `name: a, b, c`."""
    return line.partition(": ")[2].split(", ")


@dataclass(frozen=True, slots=True)
class Composer:
    """Fills patterns with the words of one subject."""

    random: Random
    things: list[str]
    names: list[str]
    near: list[str]  # what the card at hand is about: both sides speak of it

    def turn(self) -> None:
        """Turn to another card, mostly about other things."""
        count = self.random.choice([1, 2, 2, 3, 5])
        self.near[:] = self.random.sample(self.things, min(count, len(self.things)))

    def line(self, group: str) -> str:
        """A line from one of the patterns of `group`."""
        return self.fill(self.random.choice(sections("composing.txt")[group]))

    def fill(self, pattern: str) -> str:
        """The `pattern` with its holes filled, those in what fills them too."""
        return HOLE.sub(lambda found: self.word(found[1]), pattern)

    def word(self, kind: str) -> str:
        """Something for a hole of the given kind."""
        random = self.random
        if kind in "vuip":
            lists = {"v": "does", "u": "plurals", "i": "infinitives", "p": "notes"}
            return self.line(lists[kind])
        if kind in "UI":
            return upper(self.word(kind.lower()))
        if kind == "n":
            return random.choice(["2", "3", "4", "5", "two", "three", "four", "five", "6", "7"])
        if kind == "y":
            return str(random.randint(1066, 2024))
        if kind in "NT":
            names = self.names if kind == "N" else [*self.things, *self.names, *self.names]
            return random.choice(names) if kind == "N" else upper(random.choice(names))
        return self.thing()

    def thing(self) -> str:
        """Something of the subject, often what the card at hand is about."""
        random = self.random
        thing = random.choice(self.near if self.near and random.random() < 0.35 else self.things)
        if random.random() < 0.12:
            thing = f"{random.choice(ADJECTIVES)} {thing}"
        return thing


ADJECTIVES: Final = (
    "primary secondary early late main direct indirect chronic acute positive negative natural "
    "formal internal external local common rapid gradual simple complex weak strong social"
).split()


def upper(text: str) -> str:
    """The text with a capital first."""
    return text[:1].upper() + text[1:]


def composer(random: Random) -> Composer:
    """A composer for a subject taken at random, now and then for two that are mixed."""
    subjects = list(sections("subjects.txt").values())
    chosen = random.sample(subjects, 2 if random.random() < 0.15 else 1)
    things = [thing for lines in chosen for thing in listed(lines[0])]
    names = [name for lines in chosen for name in listed(lines[1])]
    return Composer(random, random.sample(things, random.randint(8, len(things))), names, [])


def tongue(random: Random) -> list[tuple[str, str]]:
    """The word pairs of one language, in the order of that page."""
    lines = random.choice(list(sections("tongues.txt").values()))
    pairs = [pair.split("=", 1) for line in lines for pair in line.split("; ")]
    both = [(one.strip(), other.strip()) for one, other in pairs]
    random.shuffle(both)
    return [(b, a) for a, b in both] if random.random() < 0.35 else both
