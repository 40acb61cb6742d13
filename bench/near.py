#!/usr/bin/env python3
"""Measure the search for nearly equal notes: its time, its memory, what it misses, what it invents.

bench/near.py [--sizes 10000 100000] [--runs 3] [--wordnet /usr/share/wordnet]
"""

import argparse
import gc
import json
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from statistics import median

from obverse.check.near_duplicates import near_duplicates
from obverse.languages.fingerprint import text_key
from obverse.values.note import Note
from obverse.values.source import Place
from topics import files_for, topics
from words import content_words

COPIES = 0.01
"""Of each kind of change, a share of the notes is copied with it."""
GLOSSARY = 0.05
"""Of the notes, the share that is terms explained in one form."""
LETTERS = "abcdefghijklmnopqrstuvwxyz"
WORDNET_PARTS = ("noun", "verb", "adj", "adv")
Text = tuple[str, str]


def main() -> None:
    """Run each size in a process of its own, so that its memory is its own, and print a table."""
    parser = argparse.ArgumentParser(description="Measure the search for nearly equal notes.")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--wordnet", type=Path, help="measure on the definitions of WordNet")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measured(options.one, options.wordnet)))
        return
    print("| notes | seconds | MiB | recall | typos | reordered | replaced | all three | false |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for size in options.sizes:
        command = [sys.executable, __file__, "--one", f"{size}"]
        command += ["--wordnet", f"{options.wordnet}"] if options.wordnet else []
        runs = [
            json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
            for _ in range(options.runs)
        ]
        print(row(size, runs))


def row(size: int, runs: Sequence[dict[str, float]]) -> str:
    """Give a line of the table: medians of time, worst memory, and what is the same in all runs."""
    first = runs[0]
    shares = [f"{first[name]:.2%}" for name in ("recall", *CHANGES)]
    seconds = median(run["seconds"] for run in runs)
    memory = max(run["MiB"] for run in runs)
    false = f"{1000 * first['false']:.2f} ‰"
    return f"| {' | '.join([f'{size:,}', f'{seconds:.2f}', f'{memory:.0f}', *shares, false])} |"


def measured(size: int, wordnet: Path | None) -> dict[str, float]:
    """Search one project; memory is that of the whole process, with the notes themselves."""
    rng = Random(size)
    texts = list(definitions(wordnet, size) if wordnet else written(size, rng))
    copies = [
        (change(text, rng), original, name)
        for name, change in CHANGES.items()
        for original in rng.sample(range(len(texts)), round(size * COPIES))
        for text in [texts[original]]
    ]
    notes = [note(line, text) for line, text in enumerate([*texts, *(each[0] for each in copies)])]
    gc.disable()  # as `obverse check` does
    started = time.perf_counter()
    pairs = near_duplicates(notes)
    seconds = time.perf_counter() - started
    found = {(pair.first.place.line, pair.second.place.line) for pair in pairs}
    wanted, got = Counter[str](), Counter[str]()
    for line, (_, original, name) in enumerate(copies, start=len(texts)):
        wanted[name] += 1
        # A copy with the very same question is found without a search, as `same-question`.
        same = notes[original].front_key == notes[line].front_key
        got[name] += same or any(second == line for _, second in found)
    false = sum(second < len(texts) for _, second in found)
    return {
        "seconds": seconds,
        "MiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "recall": got.total() / wanted.total(),
        "false": false / len(texts),
        **{name: got[name] / wanted[name] for name in CHANGES},
    }


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


def with_typos(text: Text, rng: Random) -> Text:
    """Make one or two typing errors, each in a word of its own."""
    words = split(text)
    for place in rng.sample(letters(words), min(len(letters(words)), rng.randint(1, 2))):
        words[place] = typo(words[place], rng)
    return joined(words)


def reordered(text: Text, rng: Random) -> Text:
    """Put the words of the answer into another order, and one typing error into the question."""
    front, back = text
    words = back.split()
    rng.shuffle(words)
    asked = front.split()
    place = rng.choice(letters(asked) or [0])
    asked[place] = typo(asked[place], rng)
    return " ".join(asked), " ".join(words)


def replaced(text: Text, rng: Random) -> Text:
    """Put another word in the place of one."""
    words = split(text)
    words[rng.choice(letters(words) or [0])] = content_words().draw(rng, 1)[0]
    return joined(words)


def all_three(text: Text, rng: Random) -> Text:
    """Change a copy in all three ways."""
    return reordered(replaced(with_typos(text, rng), rng), rng)


def typo(word: str, rng: Random) -> str:
    """Swap, drop, double or replace a letter."""
    at = rng.randrange(max(1, len(word) - 1))
    kind = rng.randrange(4)
    if kind == 0 and word[at] != word[at + 1 : at + 2]:
        return f"{word[:at]}{word[at + 1 : at + 2]}{word[at]}{word[at + 2 :]}"
    if kind == 1:
        return word[:at] + word[at + 1 :]
    letter = word[at] if kind == 2 else rng.choice(LETTERS)  # noqa: PLR2004 - the third of four
    return word[:at] + letter + word[at + (kind != 2) :]  # noqa: PLR2004 - likewise


def letters(words: Sequence[str]) -> list[int]:
    """Give the places of the words of three letters and more, without signs."""
    return [at for at, word in enumerate(words) if word.isalpha() and len(word) > 2]  # noqa: PLR2004 - see above


def split(text: Text) -> list[str]:
    """Give the words of question and answer, with the line between them as a word."""
    return [*text[0].split(), "\n", *text[1].split()]


def joined(words: Sequence[str]) -> Text:
    """Give question and answer again."""
    at = list(words).index("\n")
    return " ".join(words[:at]), " ".join(words[at + 1 :])


CHANGES: dict[str, Callable[[Text, Random], Text]] = {
    "typos": with_typos,
    "reordered": reordered,
    "replaced": replaced,
    "all three": all_three,
}


if __name__ == "__main__":
    main()
