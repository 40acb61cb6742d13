#!/usr/bin/env python3
"""Write a folder of notes to measure on: the same notes for the same numbers, on every machine.

bench/corpus.py FOLDER [--notes 10000] [--files 200] [--seed 0]
"""

import argparse
from pathlib import Path
from random import Random

from pictures import picture_name, png
from topics import Card, Topic, different, files_for, pictures_of, topics
from words import paragraph


def write(folder: Path, notes: int, files: int, seed: int = 0) -> None:
    """Write the corpus in the source format into a folder, which is made and should be empty."""
    shown: set[int] = set()
    for topic in topics(notes, files, seed):
        path = folder / topic.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source(topic), encoding="utf-8")
        shown |= pictures_of(topic)
    (folder / "pictures").mkdir(exist_ok=True)
    for number in shown:
        (folder / "pictures" / picture_name(number)).write_bytes(png(number))


def source(topic: Topic) -> str:
    """Write a topic as Markdown."""
    tags = "".join(f"  - {tag}\n" for tag in topic.tags)
    sections = "\n".join(map(section, topic.cards))
    return f"---\ntags:\n{tags}---\n\n# {topic.title}\n\n{sections}"


def section(card: Card) -> str:
    """Write a card as a section under its heading."""
    question = f"{card.question}\n\n***\n\n" if card.question else ""
    tags = "\n" + " ".join(f"#{tag}" for tag in card.tags) + "\n" if card.tags else ""
    return f"## {card.front}\n\n{question}{card.answer}\n{tags}"


def edit(folder: Path, seed: int) -> Path:
    """Reword the first note of one file that has words, add one at its end, and give its path."""
    rng = Random(seed)
    path = rng.choice(sorted(folder.rglob("*.md")))
    lines = path.read_text(encoding="utf-8").splitlines()
    below = next(
        number + 2
        for number, line in enumerate(lines)
        if line.startswith("## ") and any(map(str.isalpha, lines[number + 2].split(" ")))
    )
    words = lines[below].split(" ")
    words[rng.choice([place for place, word in enumerate(words) if word.isalpha()])] = (
        f"reworded{seed}"
    )
    lines[below] = " ".join(words)
    added = Card(f"What was added in revision {seed}?", "", paragraph(rng), ())
    path.write_text("\n".join([*lines, "", section(added)]), encoding="utf-8")
    return path


def main() -> None:
    """Write the corpus that the command line asks for, and say what it holds."""
    parser = argparse.ArgumentParser(description="Write a folder of notes to measure on.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--notes", type=int, default=10_000)
    parser.add_argument("--files", type=int, help="one for 50 notes unless told")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    files = options.files or files_for(options.notes)
    write(options.folder, options.notes, files, options.seed)
    differing = different(options.notes, files)
    print(f"{options.notes} notes, {differing} of them different, in {files} files")


if __name__ == "__main__":
    main()
