"""Edits that keep the meaning of a card, and pairs of cards that are alike and are two (traps)."""

import re
from collections.abc import Callable, Iterator, Sequence
from random import Random

Text = tuple[str, str]
Edit = Callable[[Text, Random], Text | None]
"""A card from a card; nothing where the card has nothing to edit in this way."""

LETTERS = "abcdefghijklmnopqrstuvwxyz"
SHORTEST = 4  # letters of a word that gets a slip
OPENINGS: Sequence[tuple[re.Pattern[str], Sequence[str]]] = (
    (re.compile(r"^What is (?:an? |the )?"), ("Define ", "What is meant by ", "Explain ")),
    (re.compile(r"^What does (?=.* mean)"), ("Explain what does ", "Say what does ")),
    (re.compile(r"^Define "), ("What is ", "What is meant by ", "Definition of ")),
    (re.compile(r"^Why "), ("For what reason ", "Say why ")),
    (re.compile(r"^How "), ("In what way ", "Explain how ")),
    (re.compile(r"^State "), ("Name ", "Give ", "Describe ")),
    (re.compile(r"^Name "), ("List ", "State ", "Which are ")),
)
LEADS = ("Remember: ", "Note: ", "Recall: ", "Quick question: ")
ANSWER_LEADS = ("In short: ", "Basically, ", "Briefly: ", "That is, ", "Answer: ")
FILLERS = ("usually", "really", "generally", "exactly", "actually")
NUMBERS = {"two": "2", "three": "3", "five": "5", "six": "6", "seven": "7", "eight": "8"}
SPELLINGS = (("isation", "ization"), ("ise ", "ize "), ("colour", "color"), ("licence", "license"))


def slip(word: str, rng: Random) -> str:
    """Swap, drop, double or replace a letter, never the first or the last."""
    at = rng.randrange(1, len(word) - 1)
    kind = rng.randrange(4)
    if kind == 0 and word[at] != word[at + 1]:
        return f"{word[:at]}{word[at + 1]}{word[at]}{word[at + 2 :]}"
    if kind == 1:
        return word[:at] + word[at + 1 :]
    letter = word[at] if kind == 2 else rng.choice(LETTERS)  # noqa: PLR2004 - the third of four
    return word[:at] + letter + word[at + (kind != 2) :]  # noqa: PLR2004 - likewise


def slipped(text: str, rng: Random, most: int = 1) -> str:
    """Put slips into words of a text, one each."""
    words = text.split()
    places = [at for at, word in enumerate(words) if word.isalpha() and len(word) >= SHORTEST]
    for at in rng.sample(places, min(most, len(places))):
        words[at] = slip(words[at], rng)
    return " ".join(words)


def slip_in_the_question(text: Text, rng: Random) -> Text:
    """Mistype one word of the question."""
    return slipped(text[0], rng), text[1]


def slip_on_each_side(text: Text, rng: Random) -> Text:
    """Mistype one word of the question and one of the answer."""
    return slipped(text[0], rng), slipped(text[1], rng)


def another_opening(text: Text, rng: Random) -> Text | None:
    """Ask the same with another opening."""
    for pattern, others in OPENINGS:
        if pattern.search(text[0]):
            return pattern.sub(rng.choice(others), text[0], count=1), text[1]
    return None


def leads(text: Text, rng: Random) -> Text:
    """Put a lead-in before both sides."""
    return rng.choice(LEADS) + text[0], rng.choice(ANSWER_LEADS) + text[1]


def filler(text: Text, rng: Random) -> Text:
    """Put a word that says nothing into the question."""
    words = text[0].split()
    words.insert(rng.randrange(1, max(2, len(words))), rng.choice(FILLERS))
    return " ".join(words), text[1]


def signs(text: Text, _rng: Random) -> Text:
    """Write numbers as digits, and `&` for `and`."""
    front, back = (
        re.sub(r"\w+", lambda each: NUMBERS.get(each[0], each[0]), side).replace(" and ", " & ")
        for side in text
    )
    return front, back


def no_articles(text: Text, _rng: Random) -> Text:
    """Leave the articles out."""
    front, back = (re.sub(r"\b(?:an?|the) ", "", side) for side in text)
    return front, back


def other_spelling(text: Text, _rng: Random) -> Text:
    """Spell as on the other side of the Atlantic."""
    front, back = text
    for british, american in SPELLINGS:
        front, back = (side.replace(british, american) for side in (front, back))
    return front, back


def reordered(text: Text, rng: Random) -> Text:
    """Put the words of the answer into another order, and a slip into the question."""
    words = text[1].split()
    rng.shuffle(words)
    return slipped(text[0], rng), " ".join(words)


EDITS: dict[str, Edit] = {
    "slip in the question": slip_in_the_question,
    "slip on each side": slip_on_each_side,
    "another opening": another_opening,
    "lead-in before both": leads,
    "filler": filler,
    "signs": signs,
    "no articles": no_articles,
    "other spelling": other_spelling,
    "reordered": reordered,
}

# Two cards each, alike but for what `{0}` and `{1}` stand for.
PATTERNS: Sequence[tuple[str, str, str, str]] = (
    (
        "Advantages of {s}",
        "Disadvantages of {s}",
        "It is cheap to run and easy to repair.",
        "It is dear to run and hard to repair.",
    ),
    (
        "What are the benefits of {s}?",
        "What are the drawbacks of {s}?",
        "Less waste, and the work is done sooner.",
        "More waste, and the work is done later.",
    ),
    (
        "What is the primary duty in {s}?",
        "What is the secondary duty in {s}?",
        "To keep the records of the client safe.",
        "To keep the records of the firm safe.",
    ),
    (
        "What happens to {s} when pressure rises?",
        "What happens to {s} when pressure falls?",
        "More of it is taken up than is given off.",
        "More of it is given off than is taken up.",
    ),
    (
        "Who pays for {s} before completion?",
        "Who pays for {s} after completion?",
        "The seller pays, and the buyer is told.",
        "The buyer pays, and the seller is told.",
    ),
    (
        "What is the maximum fee for {s}?",
        "What is the minimum fee for {s}?",
        "Ten percent of the value of the work.",
        "Two percent of the value of the work.",
    ),
    (
        "Which form is used for {s} in England?",
        "Which form is used for {s} in Scotland?",
        "The form of the county court.",
        "The form of the sheriff court.",
    ),
    (
        "What does rule 7 say of {s}?",
        "What does rule 8 say of {s}?",
        "It must be declared to all parties.",
        "It must be declared to all parties.",
    ),
    (
        "When is {s} allowed?",
        "When is {s} not allowed?",
        "Where both parties have agreed in writing.",
        "Where both parties have not agreed in writing.",
    ),
    (
        "What does the left lever of {s} do?",
        "What does the right lever of {s} do?",
        "It opens the valve and closes the vent.",
        "It closes the valve and opens the vent.",
    ),
    (
        "Where was {s} first described?",
        "When was {s} first described?",
        "In the minutes of the council of York.",
        "In the minutes of the council of 1842.",
    ),
    (
        "How many parts has {s} in summer?",
        "How many parts has {s} in winter?",
        "Seven parts, of which two are spare.",
        "Nine parts, of which two are spare.",
    ),
    (
        "What is the first step of {s}?",
        "What is the second step of {s}?",
        "Read the brief and ask what is unclear.",
        "Ask what is unclear and read the brief.",
    ),
    (
        "What does the upper gauge of {s} show?",
        "What does the lower gauge of {s} show?",
        "The highest load, which is written down.",
        "The lowest load, which is written down.",
    ),
    (
        "Ethane in {s}",
        "Ethene in {s}",
        "Two atoms of carbon with a single bond.",
        "Two atoms of carbon with a double bond.",
    ),
    (
        "Nitrite in {s}",
        "Nitrate in {s}",
        "It has two atoms of oxygen.",
        "It has three atoms of oxygen.",
    ),
    (
        "Hyperplasia of {s}",
        "Hypoplasia of {s}",
        "More cells than usual are formed.",
        "Fewer cells than usual are formed.",
    ),
    (
        "What does the lessor do in {s}?",
        "What does the lessee do in {s}?",
        "Gives the other party a copy of the terms.",
        "Takes from the other party a copy of the terms.",
    ),
    (
        "Convert the length of {s} to feet",
        "Convert the length of {s} to metres",
        "Multiply by the factor of the table.",
        "Divide by the factor of the table.",
    ),
    (
        "{s}: the law of thrust",
        "{s}: the law of drag",
        "When thrust rises the craft climbs, if drag stays.",
        "When drag rises the craft sinks, if thrust stays.",
    ),
)
SUBJECTS = (
    "a wood kiln", "the canal lock", "a joint account", "the smock mill", "an open channel",
    "a party wall", "the tiller", "a lease of land", "the beehive", "sour dough", "a survey",
)  # fmt: skip


def traps() -> Iterator[tuple[Text, Text]]:
    """Pairs of cards that are alike and are two."""
    for one, other, answer, contrary in PATTERNS:
        for subject in SUBJECTS:
            asked, other_asked = one.format(s=subject), other.format(s=subject)
            yield (asked, answer), (other_asked, contrary)


def subject_cards() -> Iterator[Text]:
    """Plain cards on the same subjects, so that their words are in other notes too."""
    for subject in SUBJECTS:
        yield f"What is {subject} used for?", f"A typical use of {subject} in the trade."
