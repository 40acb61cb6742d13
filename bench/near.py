#!/usr/bin/env python3
"""Measure the search for nearly equal notes: its time, its memory, what it misses, what it invents.

bench/near.py [--sizes 10000 100000] [--runs 3] [--wordnet /usr/share/wordnet | --decks FILE]
"""

import argparse
import gc
import json
import lzma
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from statistics import median

from near_texts import EDITS, Text, subject_cards, traps
from obverse.check.near_duplicates import near_duplicates
from obverse.languages.fingerprint import text_key
from obverse.values.note import Note
from obverse.values.source import Place
from topics import files_for, topics
from words import content_words

COPIES = 70
"""So many notes are copied with each kind of edit."""
GLOSSARY = 0.05
"""Of the notes, the share that is terms explained in one form."""
WORDNET_PARTS = ("noun", "verb", "adj", "adv")


def main() -> None:
    """Run each size in a process of its own, so that its memory is its own, and print a table."""
    parser = argparse.ArgumentParser(description="Measure the search for nearly equal notes.")
    parser.add_argument("--sizes", type=int, nargs="+", default=[5_000, 10_000, 100_000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--wordnet", type=Path, help="measure on the definitions of WordNet")
    parser.add_argument("--decks", type=Path, help="measure on the cards of a file of decks")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measured(options.one, options)))
        return
    print("| notes | seconds | MiB | recall | weakest edit | traps reported | false |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for size in options.sizes:
        command = [sys.executable, __file__, "--one", f"{size}", "--seed", f"{options.seed}"]
        command += ["--wordnet", f"{options.wordnet}"] if options.wordnet else []
        command += ["--decks", f"{options.decks}"] if options.decks else []
        runs = [
            json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
            for _ in range(options.runs)
        ]
        print(row(size, runs))


def row(size: int, runs: Sequence[dict[str, float]]) -> str:
    """Give a line of the table: medians of time, worst memory, and what is the same in all runs."""
    first = runs[0]
    weakest = min((each for each in EDITS if each in first), key=first.__getitem__)
    seconds = median(run["seconds"] for run in runs)
    memory = max(run["MiB"] for run in runs)
    cells = (
        f"{size:,}",
        f"{seconds:.2f}",
        f"{memory:.0f}",
        f"{first['recall']:.2%}",
        f"{weakest} ({first[weakest]:.1%})",
        f"{first['traps']:.0f} of {first['trap pairs']:.0f}",
        f"{1000 * first['false']:.2f} ‰",
    )
    return f"| {' | '.join(cells)} |"


def measured(size: int, options: argparse.Namespace) -> dict[str, float]:
    """Search one project; memory is that of the whole process, with the notes themselves."""
    rng = Random(size + options.seed)
    texts = sources(size, rng, options)
    copies = [*edited(texts, rng)]
    pairs = [*traps()]
    tricks = [text for pair in pairs for text in pair]
    last = len(texts) + len(copies)
    every = [*texts, *(copy for copy, *_ in copies), *tricks, *subject_cards()]
    notes = [note(line, text) for line, text in enumerate(every)]
    gc.disable()  # as `obverse check` does
    started = time.process_time()
    near = near_duplicates(notes)
    seconds = time.process_time() - started
    found = {pair.second.place.line: pair.first.place.line for pair in near}
    wanted, got = Counter[str](), Counter[str]()
    for line, (_, original, name) in enumerate(copies, start=len(texts)):
        wanted[name] += 1
        # A copy with the very same question is found without a search, as `same-question`.
        got[name] += notes[original].front_key == notes[line].front_key or line in found
    trapped = sum(last <= line < last + len(tricks) for line in found)
    return {
        "seconds": seconds,
        "MiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "recall": got.total() / wanted.total(),
        "traps": trapped,
        "trap pairs": len(pairs),
        "false": sum(line < len(texts) for line in found) / len(texts),
        **{name: got[name] / wanted[name] for name in wanted},
    }


def sources(size: int, rng: Random, options: argparse.Namespace) -> list[Text]:
    """Give the notes that are no copies of one another."""
    if options.wordnet:
        return [*definitions(options.wordnet, size)]
    if options.decks:
        return real_cards(options.decks, size, rng)
    return [*written(size, rng)]


def edited(texts: Sequence[Text], rng: Random) -> Iterator[tuple[Text, int, str]]:
    """Copy notes with each kind of edit: the copy, the place of the note, the kind."""
    for name, edit in EDITS.items():
        done = 0
        for at in rng.sample(range(len(texts)), len(texts)):
            copy = edit(texts[at], rng)
            if copy is not None and copy != texts[at]:
                yield copy, at, name
                done += 1
            if done == COPIES:
                break


def note(line: int, text: Text) -> Note:
    """Make a note as rendering would, without its HTML, which the search does not read."""
    front, back = text
    place = Place("deck.md", line)
    return Note(
        place,
        "obverse",
        "basic",
        ("", ""),
        (),
        "Deck",
        front,
        back,
        text_key(front),
        text_key(back),
    )


def written(size: int, rng: Random) -> Iterator[Text]:
    """Write the corpus of the build's benchmark, without its exact copies, and a glossary."""
    seen: set[Text] = set()
    glossary = round(size * GLOSSARY)
    for topic in topics(size - glossary, files_for(size - glossary)):
        for card in topic.cards:
            text = (f"{card.front}\n{card.question}".strip(), card.answer)
            if text not in seen:
                seen.add(text)
                yield text
    for _ in range(glossary):
        term, second, kind, does, what = content_words().draw(rng, 5)
        yield (
            f"What is a {term} {second}?",
            f"A {term} {second} is a kind of {kind} that {does}s the {what} of a client.",
        )


def real_cards(path: Path, size: int, rng: Random) -> list[Text]:
    """Read cards of real decks: a list of objects whose `cards` are pairs of lists of lines."""
    content = path.read_bytes()
    decks = json.loads(lzma.decompress(content) if path.suffix == ".xz" else content)
    read = {
        (" ".join(front), " ".join(back)): None
        for deck in decks
        for front, back in deck["cards"]
        if front and back
    }
    texts = [(front.replace("\x01", ""), back.replace("\x01", "")) for front, back in read]
    return rng.sample(texts, min(size, len(texts)))


def definitions(folder: Path, size: int) -> Iterator[Text]:
    """Read definitions of WordNet (Debian's `wordnet-base`), in a fixed order, one a word."""
    read: dict[str, str] = {}
    for part in WORDNET_PARTS:
        for line in (folder / f"data.{part}").read_text(encoding="utf-8").splitlines():
            if not line.startswith("  "):
                head, _, gloss = line.partition(" | ")
                read.setdefault(head.split()[4].replace("_", " "), gloss.partition('; "')[0])
    words = sorted(read)
    Random(0).shuffle(words)
    return ((f"What is {word}?", read[word].strip()) for word in words[:size])


if __name__ == "__main__":
    main()
