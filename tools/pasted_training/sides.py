"""Composes the fronts of cards, in the way of one author."""

from dataclasses import dataclass
from random import Random
from typing import Final

from pasted_training.compose import Composer, upper

PATTERNS: Final = {
    "term": ["{t}"] * 6 + "{T}|{N}|{t} ({t})|{t} and {t}|{T}:|{t}/{t}|{t}s".split("|"),
    "quote": ["“{p}”", '"{p}"', "'{p}'"],
    "year": ["{y}", "{y}-{y}", "{y}s", "{n} May {y}"],
}
OPEN: Final = (" is known as", " is called:", " such as:", ":", " because...", " are", "...", " is")
ASIDES: Final = (" ({n})", " Give examples", " ({t})", " Explain.")


@dataclass(frozen=True, slots=True)
class Author:
    """How one author writes: the shares of the sorts of sides, and habits of form from 0 to 1."""

    random: Random
    compose: Composer
    fronts: dict[str, float]
    backs: dict[str, float]
    bullet: str
    front_capital: float
    back_capital: float
    full_stop: float
    question_mark: float
    explains: float
    asks_back: float
    points: tuple[int, int]

    def chance(self, share: float) -> bool:
        """True in `share` of the cases."""
        return self.random.random() < share

    def one_of(self, shares: dict[str, float]) -> str:
        """A name, as often as its share says."""
        return self.random.choices(list(shares), list(shares.values()))[0]

    def styled(self, text: str, capital: float) -> str:
        """The text with the author's capitals and full stops."""
        text = upper(text) if self.chance(capital) else text
        if text.endswith(".") and not text.endswith("..") and not self.chance(self.full_stop):
            text = text[:-1]
        return text


def front(author: Author, sort: str) -> list[str]:
    """The lines of a front of the given sort."""
    if sort in SPECIAL:
        return SPECIAL[sort](author)
    if sort in PATTERNS:
        text = author.compose.fill(author.random.choice(PATTERNS[sort]))
        return [text if sort in {"quote", "year"} else author.styled(text, author.front_capital)]
    group = sort
    if sort == "definition":
        group = author.random.choice(["definitions"] * 4 + ["sentences"])
    text = author.compose.line("sentences" if sort == "statement" else group)
    if sort == "statement":
        text = text.rstrip(".") + author.random.choice(OPEN)
    elif sort == "asked" and not author.chance(author.question_mark):
        text = text.rstrip("?")
    elif sort == "asked" and author.chance(0.03):
        text += author.compose.fill(author.random.choice(ASIDES))
    return [author.styled(text, author.front_capital)]


def scenario(author: Author) -> list[str]:
    """What happened, and what is asked about it."""
    count = author.random.randint(1, 2)
    told = [
        author.compose.line(author.random.choice(["cases", "cases", "sentences"]))
        for _ in range(count)
    ]
    asked = front(author, author.random.choice(["asked", "asked", "ordered"]))
    return [*told, *asked] if author.chance(0.6) else [" ".join([*told, *asked])]


def headed(author: Author) -> list[str]:
    """A term, and below it what is asked about it."""
    head = author.random.choice(["{T}", "{T}:", "{T} ({n})", "{N}"])
    below = author.random.choice(["{U}", "{u}", "(as {t})", "({n} {u})", "*{t}", "{t}", "({n})"])
    return [author.compose.fill(head), author.compose.fill(below)]


def gap(author: Author) -> list[str]:
    """A sentence with a blank in it."""
    words = author.compose.line("sentences").split()
    place = author.random.randrange(len(words))
    words[place] = author.random.choice(["____", "_______", "______.", "..........", "___"])
    return [author.styled(" ".join(words), author.front_capital)]


def truth(author: Author) -> list[str]:
    """A statement to be judged."""
    said = author.compose.line("sentences")
    form = author.random.choice(
        ["True or false: ", "True or False? ", "T/F: ", "T/F ", "True/False: "]
    )
    if author.chance(0.35):
        lines = [form.strip(), said]
        return lines if author.chance(0.7) else [said, form.strip().rstrip(":")]
    return [form + said] if author.chance(0.7) else [f"{said} ({form.strip(' :')})"]


def choice(author: Author) -> list[str]:
    """A question with options to choose from."""
    stem = front(author, author.random.choice(["asked", "asked", "gap", "statement", "wh"]))
    mark = author.random.choice(["A.", "A)", "a.", "a)", "(a)", "-", "", "A "])
    group = author.random.choice(["notes", "definitions", "notes"])
    lines = list(stem)
    for letter in "ABCDE"[: author.random.choice([3, 4, 4, 4, 5])]:
        sign = mark.replace("A", letter).replace("a", letter.lower())
        lines.append(f"{sign} {author.compose.line(group)}".strip())
    return lines


SPECIAL: Final = {
    "gap": gap,
    "truth": truth,
    "choice": choice,
    "scenario": scenario,
    "headed": headed,
}
