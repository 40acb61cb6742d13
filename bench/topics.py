"""The notes of the corpus: what they hold, in what shares, before they are written in any format.

Of a hundred notes 10 have a code fence, 5 math, 5 a table, 2 a picture, 5 are reversed, 5 cloze,
5 have a longer question, and 2 are exact copies of a note of an earlier file.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import bodies
from pictures import PICTURE, picture_name
from words import content_words, paragraph

NOTES_IN_A_FILE = 50
FILES_IN_A_FOLDER = 20
COPIES = 0.02
SHARES = {
    "code": 0.10,
    "math": 0.05,
    "table": 0.05,
    "picture": 0.02,
    "cloze": 0.05,
    "reversed": 0.05,
    "question": 0.05,
}
"""Which part of the notes has what, each by itself; a cloze note is neither reversed nor long."""

FRONTS = (
    "What is the {} of the {} {}?",
    "What does {} {} mean?",
    "When is a {} {} used?",
    "Which {} follows a {} {}?",
    "How does {} differ from {} {}?",
    "Why must the {} be {} before {}?",
    "Define {} {}",
    "{} and {}: which comes first in {}?",
    "A {} asks for {} {}. What happens first?",
    "Name the parts of the {} {} {}",
    "State the rule of {} {}",
    "Where is the `{}` of {} {} kept?",
)


@dataclass(frozen=True, slots=True)
class Card:
    """A note as written: its heading, what stands above `***` or nothing, what below, its tags."""

    front: str
    question: str
    answer: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """One file: its path below the folder, its title, the tags in its front matter, its notes."""

    path: Path
    title: str
    tags: tuple[str, ...]
    cards: Sequence[Card]


def files_for(notes: int) -> int:
    """Give the number of files for so many notes: 200 for 10,000."""
    return max(1, notes // NOTES_IN_A_FILE)


def different(notes: int, files: int) -> int:
    """Give the number of notes that differ: all but the exact copies. One file has no copies."""
    return notes - (round(notes * COPIES) if files > 1 else 0)


def topics(notes: int, files: int, seed: int = 0) -> Iterator[Topic]:
    """Make the notes file by file; raises ValueError when a file would hold fewer than four."""
    if notes // files < 4:  # noqa: PLR2004 - the first note of a file is neither a copy nor copied
        raise ValueError(f"{notes} notes are too few for {files} files")
    rng = Random(seed)
    starts = [file * notes // files for file in range(files)]
    chosen = {
        what: frozenset(rng.sample(range(notes), round(notes * share)))
        for what, share in SHARES.items()
    }
    later = sorted(set(range(starts[1] if files > 1 else notes, notes)) - set(starts))
    copies = frozenset(rng.sample(later, notes - different(notes, files)))
    earlier: list[Card] = []
    fronts: set[str] = set()
    for file, (start, stop) in enumerate(zip(starts, [*starts[1:], notes], strict=True)):
        cards = [
            rng.choice(earlier)
            if index in copies
            else _card(rng, fronts, [what for what in SHARES if index in chosen[what]], notes)
            for index in range(start, stop)
        ]
        # `edit` rewords the first note of a file; as it has no copy, an edit never changes how
        # many notes differ.
        earlier += cards[1:]
        yield _topic(rng, file, cards)


def pictures_of(topic: Topic) -> set[int]:
    """Give the numbers of the pictures that a topic shows."""
    return {int(number) for card in topic.cards for number in PICTURE.findall(card.answer)}


def _topic(rng: Random, file: int, cards: Sequence[Card]) -> Topic:
    title = " ".join(content_words().draw(rng, 2)).capitalize()
    folder, stem = f"area-{file // FILES_IN_A_FOLDER:03}", f"topic-{file:04}"
    return Topic(Path(folder, f"{stem}.md"), f"{title} {file}", ("bench", folder), cards)


def _card(rng: Random, fronts: set[str], parts: Sequence[str], notes: int) -> Card:
    blocks = [bodies.deletions(rng) if "cloze" in parts else bodies.text(rng)]
    blocks += [getattr(bodies, part)(rng) for part in ("code", "math", "table") if part in parts]
    if "picture" in parts:
        # Two notes for each number on average: some pictures are shared, some shown once.
        number = rng.randrange(max(1, round(notes * SHARES["picture"] / 2)))
        blocks.append(f"![{_words(rng, 2)}](../pictures/{picture_name(number)})")
    question = paragraph(rng, 2) if "question" in parts and "cloze" not in parts else ""
    tags = _tags(rng)
    if "reversed" in parts and "cloze" not in parts:
        tags += ("card/reversed",)
    return Card(_front(rng, fronts), question, "\n\n".join(blocks), tags)


def _front(rng: Random, fronts: set[str]) -> str:
    """Write a heading that differs from all before also without case, punctuation and marks."""
    while True:
        pattern = rng.choice(FRONTS)
        words = content_words().draw(rng, pattern.count("{}"))
        front = pattern.format(*words)
        front = front[0].upper() + front[1:]
        plain = " ".join(re.findall(r"\w+", front.casefold()))
        if plain not in fronts:
            fronts.add(plain)
            return front


def _tags(rng: Random) -> tuple[str, ...]:
    (count,) = rng.choices((0, 1, 2), (50, 35, 15))
    names = content_words().words
    # A project has few tags: the hundred commonest words, some with a branch.
    return tuple(
        rng.choice(names[:100]) + (f"/{rng.choice(names[100:120])}" if rng.random() < 0.2 else "")  # noqa: PLR2004
        for _ in range(count)
    )


def _words(rng: Random, count: int) -> str:
    return " ".join(content_words().draw(rng, count))
