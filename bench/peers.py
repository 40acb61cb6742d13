#!/usr/bin/env python3
"""Other compilers from Markdown to packages, as PyPI has them, and the corpus in their formats.

    bench/peers.py FOLDER [--notes 10000] [--files 200]

writes FOLDER/NAME/notes for each of them.

Each gets the same text: the heading is the question, the body the answer. Tags, the `***` and the
braces of clozes are left out, as each has its own way with them or none. All files and pictures
lie in one folder, because two of them look for pictures nowhere else.
"""

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from pictures import picture_name, png
from topics import Card, Topic, files_for, pictures_of, topics

SOURCE, FILES = "notes", "*.md"
CLOZE = re.compile(r"\{\{c\d+::(.*?)(?:::.*?)?\}\}")


class SkippedError(Exception):
    """A peer cannot be measured here; the text says why."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A compiler: its name and version on PyPI, how it wants a topic written, how it is called.

    In `command` SOURCE is the folder of its sources below the one it runs in and writes to, and
    FILES stands for all of them. `pins` holds back what it needs older than it says.
    """

    name: str
    version: str
    layout: Callable[[Topic], str]
    command: tuple[str, ...]
    pins: tuple[str, ...] = ()


def answer(card: Card) -> str:
    """Give the body of a card as a peer gets it."""
    body = f"{card.question}\n\n{card.answer}" if card.question else card.answer
    return CLOZE.sub(r"\1", body).replace("../pictures/", "")


def headings(topic: Topic) -> str:
    """Write `# deck`, `## question`, answer."""
    cards = (f"## {card.front}\n\n{answer(card)}\n" for card in topic.cards)
    return f"# {topic.title}\n\n" + "\n".join(cards)


def fenced_blocks(topic: Topic) -> str:
    """Write `question ::: answer` between rules, each with an id of ten digits."""
    file = int(topic.path.stem.rpartition("-")[2])
    cards = (
        f"---\n\n{card.front}\n:::\n{answer(card)}\n\n---\n[^uid]: {file:05}{number:05}\n"
        for number, card in enumerate(topic.cards)
    )
    # One deck for all: with a deck a file it reads every file again for every deck.
    return "---\ndeck: Bench\n---\n\n" + "\n".join(cards)


def list_points(topic: Topic) -> str:
    """Write `- question ?:: answer`. An answer is one line: lists, fences and tables lose form."""
    cards = (f"- {card.front} ?:: {_one_line(answer(card))}\n" for card in topic.cards)
    return f"# {topic.title}\n\n" + "".join(cards)


def percent_signs(topic: Topic) -> str:
    """Write the question, a line `%`, the answer, and a line `---` between cards."""
    return "\n---\n\n".join(f"{card.front}\n\n%\n\n{answer(card)}\n" for card in topic.cards)


PEERS = (
    Peer(
        "ankcompiler",
        "0.6.0",
        fenced_blocks,
        ("ankc", "build", "--deck", "Bench", "--path", SOURCE, "--output", "."),
    ),
    Peer("md2anki", "3.1.0", headings, ("md2anki", FILES, "-o-anki", "bench.apkg")),
    # Its typer, held below 0.5, fails with the newest click.
    Peer("markdown-anki-decks", "1.1.1", headings, ("mdankideck", SOURCE, "."), ("click<8.2",)),
    Peer("ankivalenz", "1.0.2", list_points, ("ankivalenz", "run", SOURCE)),
    Peer("ankdown", "0.7.1", percent_signs, ("ankdown", "-r", SOURCE, "-p", "bench.apkg")),
)


def install(peer: Peer, root: Path) -> Path:
    """Install a peer below `root` and give the folder of its programs; raises SkippedError."""
    home = root / peer.name
    stamp = home / "installed"
    wanted = [f"{peer.name}=={peer.version}", *peer.pins]
    if not stamp.is_file() or stamp.read_text(encoding="utf-8").split() != wanted:
        _call(sys.executable, "-m", "venv", "--clear", f"{home}")
        pip = f"{home}/bin/python", "-m", "pip", "--quiet", "--disable-pip-version-check"
        _call(*pip, "install", *wanted)
        stamp.write_text("\n".join(wanted), encoding="utf-8")
    return home / "bin"


def command(peer: Peer, programs: Path, folder: Path) -> list[str]:
    """Give the command that compiles what `write` put into the folder; it is run there."""
    files = (f"{path.relative_to(folder)}" for path in sorted((folder / SOURCE).glob("*.md")))
    program, *words = peer.command
    arguments = (files if word == FILES else (word,) for word in words)
    return [f"{programs / program}", *chain.from_iterable(arguments)]


def write(folder: Path, notes: int, files: int) -> None:
    """Write the corpus into FOLDER/NAME/notes for every peer."""
    for peer in PEERS:
        (folder / peer.name / SOURCE).mkdir(parents=True)
    for topic in topics(notes, files):
        shown = pictures_of(topic)
        for peer in PEERS:
            source = folder / peer.name / SOURCE
            (source / topic.path.name).write_text(peer.layout(topic), encoding="utf-8")
            for number in shown:
                (source / picture_name(number)).write_bytes(png(number))
    settings = {"deck_id": 1_650_003_000, "deck_name": "bench"}
    place = folder / "ankivalenz" / SOURCE / "ankivalenz.json"
    place.write_text(json.dumps(settings), encoding="utf-8")


def _one_line(text: str) -> str:
    words = re.sub(r"^(```.*|\$\$)$", "", text, flags=re.MULTILINE).split()
    return " ".join(words)


def _call(*words: str) -> None:
    try:
        done = subprocess.run(words, capture_output=True, text=True, timeout=600, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SkippedError(f"it could not be installed: {error}") from error
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        said = lines[-1] if lines else f"exit code {done.returncode}"
        raise SkippedError(f"it could not be installed: {said[:200]}")


def main() -> None:
    """Write what the command line asks for."""
    parser = argparse.ArgumentParser(description="Write the corpus in the formats of the peers.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--notes", type=int, default=10_000)
    parser.add_argument("--files", type=int, help="one for 50 notes unless told")
    options = parser.parse_args()
    write(options.folder, options.notes, options.files or files_for(options.notes))


if __name__ == "__main__":
    main()
