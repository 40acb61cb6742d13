"""Composes the backs of cards, in the way of one author."""

from typing import Final

from pasted_training.sides import Author

BULLETS: Final = ("- ", "- ", "- ", "• ", "* ", "– ", "-", "number", "bracket", "letter", "> ")
SHORT: Final[dict[str, list[str]]] = {
    "term": ["{t}", "{t}", "{t}", "{T}", "{N}", "{t} ({N})"],
    "figure": "{y}|{n}|{n}0%|{n}.{n} mg|1{n}0-1{n}5 bpm|{n} days|x = {n}y|£{n}00".split("|"),
    "judged": [],
    "definition": ["definitions", "definitions", "does"],
    "sentence": ["sentences"],
    "paragraph": [],
    "commas": [],
}


def back(author: Author, sort: str, asked: str) -> list[str]:
    """The lines of a back of the given sort, for a front of the sort `asked`."""
    if asked == "choice":
        return chosen(author)
    if asked == "truth":
        return judged(author)
    if sort not in SHORT:
        return long_back(author, sort)
    lines = [short_back(author, sort)]
    if author.chance(author.explains):
        lines.append(author.styled(author.compose.line("sentences"), 0.97))
    return lines


def short_back(author: Author, sort: str) -> str:
    """A back of one line."""
    line, random = author.compose.line, author.random
    if sort in {"term", "figure"}:
        text = author.compose.fill(random.choice(SHORT[sort]))
        return (
            text.replace("two", "2")
            if sort == "figure"
            else author.styled(text, author.back_capital)
        )
    if sort == "judged":
        return f"{random.choice(['Yes', 'No', 'Yes', 'no'])}, {line('sentences')}"
    if sort == "paragraph":
        text = " ".join(line("sentences") for _ in range(random.randint(2, 4)))
    elif sort == "commas":
        text = ", ".join(line("notes") for _ in range(random.randint(2, 5)))
    else:
        text = line(random.choice(SHORT[sort]))
    return author.styled(text, author.back_capital)


def chosen(author: Author) -> list[str]:
    """The answer to a question with options."""
    line, random = author.compose.line, author.random
    text = f"{random.choice('ABCD')}{random.choice(['', '.', ')', ' -'])}"
    lines = [text if author.chance(0.4) else f"{text} {line('notes')}"]
    lines = [line("notes")] if author.chance(0.25) else lines
    return lines + ([line("sentences")] if author.chance(author.explains) else [])


def judged(author: Author) -> list[str]:
    """The answer to `true or false`."""
    line, random = author.compose.line, author.random
    word = random.choice(["True", "False", "TRUE", "FALSE", "true", "false", "True.", "False."])
    if author.chance(0.4):
        return [word]
    if author.chance(0.5):
        return [word, line("sentences")]
    return [f"{word}{random.choice([' - ', ', ', '. ', '; '])}{line('sentences')}"]


def long_back(author: Author, sort: str) -> list[str]:
    """The lines of a back that is a list, with bullets or without, or several paragraphs."""
    random, line = author.random, author.compose.line
    count = random.randint(*author.points)
    if sort == "paragraphs":
        groups = ["sentences", "sentences", "definitions", "notes"]
        return [author.styled(line(random.choice(groups)), 0.9) for _ in range(max(2, count - 1))]
    if sort == "sections":
        lines = []
        for _ in range(random.randint(2, 3)):
            head = author.compose.fill(random.choice(["{T}:", "{T}", "{U}:", "{N}", "{U}"]))
            lines.append(head.upper() if author.chance(0.3) else head)
            lines += noted(author, random.randint(1, 3), bullets=author.chance(0.5))
        return lines
    lines = noted(author, count, bullets=sort in {"bullets", "introduced"})
    if sort == "introduced":
        group = random.choice(["sentences", "definitions", "notes"])
        lead = author.styled(line(group), 0.9).rstrip(".") + random.choice([":", "", "."])
        lines.insert(0, random.choice([lead, lead, "The following:", "Includes:"]))
    if author.chance(author.explains / 2):
        lines.append(author.styled(line("sentences"), 0.95))
    return lines


def noted(author: Author, count: int, *, bullets: bool) -> list[str]:
    """The points of a list."""
    sorts = ["notes"] * 5 + ["definitions", "sentences", "does"]
    sorts = author.random.choice([["notes"], sorts, ["notes", "sentences"], ["sentences"]])
    lines = []
    for number in range(1, count + 1):
        point = author.styled(author.compose.line(author.random.choice(sorts)), author.back_capital)
        if author.chance(author.asks_back):
            point = author.compose.line("asked")
        lines.append(bulleted(author.bullet, number, point) if bullets else point)
        if author.chance(0.04) and bullets:
            lines.append(
                author.random.choice(["  - ", "   o ", "", "-- "]) + author.compose.line("notes")
            )
    return lines


def bulleted(bullet: str, number: int, point: str) -> str:
    """The point with its bullet."""
    marks = {
        "number": f"{number}. ",
        "bracket": f"{number}) ",
        "letter": f"{'abcdefghij'[number % 10]}) ",
    }
    return marks.get(bullet, bullet) + point
