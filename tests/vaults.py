"""Vaults of notes made at random: cards in every shape, and prose of which nothing is a card."""

import random
from typing import Final, NamedTuple

WORDS: Final = "lease rent notice deposit survey boundary sum day heart valve été 東京".split()
HEADER: Final = "| q | a |\n| --- | --- |"
LATIN_1, TOML = "Latin one.md", "Old site.md"


class Vault(NamedTuple):
    """Files by path, and the questions of all cards in them."""

    files: dict[str, bytes]
    questions: list[str]


def prose(rng: random.Random) -> str:
    """Give a piece of a note in which nothing is a card, whatever it looks like."""
    some = " ".join(rng.choices(WORDS, k=rng.randint(3, 9)))
    return rng.choice(
        (
            *(f"PROSE {some}.", f"PROSE {some}\ngoes on :: here\nand on.", f"PROSE {some}? Yes."),
            *(f"- PROSE {some}\n- [ ] todo\n  - deeper", f"> PROSE {some} :: quoted\n> ?\n> more"),
            *(
                "```\nPROSE :: code\n?\nQ: no\nA: no\n## no #card\n```",
                f"PROSE\n\n    PROSE :: {some}",
            ),
            *(f"key:: PROSE {some}", f"[due:: PROSE {some}]", "PROSE `a :: b` and `c::d` code"),
            *("PROSE std::vector and fe80::1 at 10:30::11:00", f"PROSE ![[{some}.png]] [a][b]"),
            *(f"# PROSE {some}", f"## PROSE {some}", f"### Is PROSE {some}?", "#daily #ward"),
            *("| PROSE | b |\n| --- | --- |\n| c :: d | e |\n| f | g | h |", "PROSE $$ open"),
            *("%% PROSE :: comment %%", "%%\nPROSE :: a\n?\nQ: b\n%%", "<!-- PROSE :: a -->"),
            *(f"<div>\nPROSE :: {some}\n</div>", "[^1]: PROSE :: note", "PROSE **a.**b <b>x"),
            *(f"> [!note] PROSE {some}\n> text", f"PROSE {some} ^a1b2c3", "##PROSE", "***"),
            *("PROSE #card is a word here, and #flashcard too.", "![PROSE](none.png)", "PROSE {{x"),
        )
    )


def card(rng: random.Random, number: int) -> tuple[str, str]:
    """Give a card in some shape and its question."""
    question = f"Question {number} of {rng.choice(WORDS)}"
    answer = " ".join(rng.choices(WORDS, k=rng.randint(2, 6)))
    shapes = (
        *(
            f"## {question} #card\n\n{answer}\n\n# PROSE",
            f"#### {question}\n\n{answer}\n\n#card\n\n# PROSE",
        ),
        *(f"- {question} #card\n  - {answer}", f"{question} #flashcard\n{answer}"),
        *(f"{question} :: {answer}", f"- {question} ::: {answer} #law", f"{question}::{answer}"),
        *(f"{question}\n?\n{answer}", f"{question}\n??\n- {answer}\n- more"),
        *(f"Q: {question}\nA: {answer}\n---", f"**Q:** {question}\n\n**A:** {answer}\n\n---"),
        *(
            f"> [!card] {question}\n> {answer}",
            f"> [!card]- {question}\n> {answer}\n\n^id-{number}",
        ),
        f"## PROSE table #card/rows\n\n{HEADER}\n| {question} | {answer} |\n\n# PROSE",
    )
    return rng.choice(shapes), question


def front_matter(rng: random.Random) -> str:
    """Give front matter as vaults have it, or none."""
    return rng.choice(
        (
            *(
                "",
                "",
                "---\ntags: [a, b]\n---\n\n",
                "---\naliases: [x]\ncreated: 2026-10-01\n---\n",
            ),
            *(
                "---\ntags:\n  - a\ncssclasses: wide\n---\n\n",
                "---\n---\n",
                "---\nmade: 52\n---\n",
            ),
        )
    )


def odd_front_matter(rng: random.Random) -> str:
    """Give front matter that cannot be read, for notes without cards."""
    return rng.choice(
        (
            "---\ntags: [a\n---\n",
            "---\na: b: c\n---\n",
            "---\nx\n---\n",
            "---\ndate: {{date}}\n---\n",
        )
    )


def vault(seed: int, notes: int = 200) -> Vault:
    """Make a vault of so many notes; each card's question is there once."""
    rng = random.Random(seed)
    files: dict[str, bytes] = {}
    questions: list[str] = []
    for number in range(notes - 2):
        parts = [prose(rng) for _ in range(rng.randint(0, 4))]
        has_cards = number % 3 == 0
        for at in range(rng.randint(1, 3) if has_cards else 0):
            written, question = card(rng, 10 * number + at)
            parts.append(written)
            questions.append(question)
        # A paragraph goes on to the next blank line, and what is open to the end.
        rng.shuffle(parts)
        front = front_matter(rng) if has_cards or number % 5 else odd_front_matter(rng)
        folder = rng.choice(("", "Daily/", "Templates/", "Deep/er/"))
        files[f"{folder}Note {number}.md"] = (front + "\n\n".join(parts) + "\n").encode()
    files[LATIN_1] = "# Caf\xe9\n\nPROSE \xe9t\xe9\n".encode("latin-1")
    files[TOML] = b'---\ntitle = "x"\ntags = ["a"]\n---\n\nPROSE text\n'
    return Vault(files, questions)
