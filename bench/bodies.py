"""What stands below a heading in the corpus: paragraphs, lists, code, math, tables, deletions."""

from random import Random

from words import content_words, paragraph, sentence, vocabulary

FORMULAE = (
    r"\frac{{{a} + {b}}}{{{n}}}",
    r"\sum_{{i=1}}^{{{n}}} {a}_i^2",
    r"{a} = \sqrt{{{b}^2 + {n}}}",
    r"\int_0^{{{n}}} {a}({b}) \, d{b}",
    r"{a} \le {b} < {n}",
)
CODE = {
    "python": (
        "def {a}({b}: int) -> int:",
        '    """Give the {c} of a {b}."""',
        "    if {b} < {n}:",
        "        return {b} * {n}",
        "    return {a}({b} - 1)",
    ),
    "sql": (
        "select {a}, count(*) as {b}",
        "from {c}",
        "where {a} > {n}",
        "group by {a}",
        "order by {b} desc;",
    ),
    "javascript": (
        "const {a} = ({b}) => {",
        "  const {c} = {b}.filter((x) => x > {n});",
        "  return {c}.map((x) => `${x}`);",
        "};",
    ),
    "sh": (
        "set -eu",
        'for {a} in {b}/*.{c}; do wc -l "${a}"; done',
        "find . -name '*.{c}' -size +{n}k",
    ),
    "": ("{a}: {n}", "{b}: [{c}, {a}]"),
}
"""Lines by language. None begins with `#`, which two of the compared tools take for a heading."""


def text(rng: Random) -> str:
    """Write the ordinary part of an answer: a paragraph or two, a list, or one before the other."""
    (shape,) = rng.choices(("paragraph", "two", "list", "both"), (50, 12, 23, 15))
    if shape == "paragraph":
        return paragraph(rng)
    if shape == "two":
        return f"{paragraph(rng)}\n\n{paragraph(rng, 3)}"
    if shape == "list":
        return _list(rng)
    return f"{sentence(rng)}\n\n{_list(rng)}"


def code(rng: Random) -> str:
    """Write a fence of a few lines, mostly with a language."""
    language = rng.choice([*CODE])
    names = _names(rng)
    lines = list(CODE[language]) * rng.randint(1, 2)
    filled = "\n".join(lines)
    for hole, word in names.items():
        filled = filled.replace(hole, word)
    return f"```{language}\n{filled}\n```"


def math(rng: Random) -> str:
    """Write a formula in a sentence, or one of its own."""
    formula = rng.choice(FORMULAE).format(
        a=rng.choice("abcxyz"), b=rng.choice("pqrstu"), n=rng.randint(2, 99)
    )
    if rng.random() < 0.3:  # noqa: PLR2004 - about a third are displayed
        return f"$$\n{formula}\n$$"
    return f"{sentence(rng)[:-1]} for ${formula}$."


def table(rng: Random) -> str:
    """Write a table of two or three columns and up to five rows."""
    columns = rng.randint(2, 3)
    rows = [content_words().draw(rng, columns) for _ in range(rng.randint(3, 6))]
    rows.insert(1, ["---"] * columns)
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def deletions(rng: Random) -> str:
    """Write a sentence with one to three numbered cloze deletions, one now and then with a hint."""
    words = vocabulary().draw(rng, rng.randint(9, 18))
    count = rng.randint(1, 3)
    for number in range(1, count + 1):
        hint = "::" + words[0] if rng.random() < 0.2 else ""  # noqa: PLR2004 - one in five
        place = number * len(words) // (count + 1)
        words[place] = f"{{{{c{number}::{words[place]}{hint}}}}}"
    return " ".join(words).capitalize() + "."


def _list(rng: Random) -> str:
    numbered = rng.random() < 0.25  # noqa: PLR2004 - one list in four
    points = [sentence(rng)[:-1] for _ in range(rng.randint(2, 5))]
    marks = (f"{number}. " if numbered else "- " for number in range(1, len(points) + 1))
    return "\n".join(mark + point for mark, point in zip(marks, points, strict=True))


def _names(rng: Random) -> dict[str, str]:
    first, second, third = content_words().draw(rng, 3)
    return {"{a}": first, "{b}": second, "{c}": third, "{n}": str(rng.randint(2, 999))}
