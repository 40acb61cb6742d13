"""The shape of a line: what can be seen of it without the others."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from obverse.formats.pasted.words import (
    AUXILIARIES,
    FINITE,
    FIRST_WORDS,
    LOOSE_ASKING,
    NOT_PLURAL,
    NUMBER_WORDS,
    ONE_WANTED,
    PROMPT_NOUNS,
    STOP,
)

BULLETS: Final = (
    ("dash", re.compile(r"^(?:[-\u2010\u2013\u2014\u2212]|--)\s*(?=[^\s\d-])|^[-–\u2014]\s+")),
    ("dot", re.compile(r"^[•◦▪▫●○■□➢➤►▶‣\u2043·✓✔→⇒»>]\s*")),
    ("star", re.compile(r"^[*+~]\s*(?=\S)")),
    ("number", re.compile(r"^[(\[]?(?P<number>\d{1,3})(?:[.)\]:]|\s*[-–])\s*(?=[^\d\s])")),
    ("letter", re.compile(r"^(?:[(\[]?[a-hA-H][)\]]|[a-hA-H]\.)\s*(?=\S)")),
    ("roman", re.compile(r"^[(]?(?:i{1,3}|iv|vi{0,3}|ix|x)[.)]\s+(?=\S)", re.IGNORECASE)),
)
ASIDE: Final = re.compile(r"\?[\s\"'”’]*[(\[][^()\[\]]*[)\]]\W*$")
AFFIX: Final = re.compile(r"^-[^\W\d_]+(?:/\w+)?-?$")
BLANK: Final = re.compile(r"_{2,}|\.{4,}|…{2,}|\[\s*+(?:(?:\.\.\.|…)\s*+)?\]|-{4,}")
ENDS: Final = {"?": "?", "\uff1f": "?", ".": ".", "!": ".", ":": ":", ",": ",", ";": ",", "…": "…"}
SIZES: Final = (1, 2, 3, 5, 8, 12, 18, 30)
WORD: Final = re.compile(r"[^\W_][\w’'-]*")
OPTION: Final = re.compile(r"^(?:[(\[]?[A-Ea-e][)\].:]|[A-E]\s[-–]|[A-E]\s(?=[A-Z]))\s*\S")


@dataclass(frozen=True, slots=True)
class Shape:
    """The shape of a line.

    `bullet` names its kind of bullet, `count` the bullet's number; `first` is the class of its
    first word and `word` that word; `end` the class of its last character; `size` a step of its
    length in words; `case` the form of its first letter; `promise` how many things the line asks
    for ("name three ..."); `words` its content words.
    """

    bullet: str
    count: int
    first: str
    word: str
    end: str
    length: int
    size: int
    case: str
    promise: int
    wants: str
    words: frozenset[str]
    marks: tuple[str, ...]

    @property
    def asks(self) -> bool:
        """Whether the line asks for something, with a question mark or without."""
        return self.end == "?" or (not self.bullet and self.first in {"ask", "order"})


def wants_of(bullet: str, first: str, words: list[str], end: str) -> str:
    """What a line would have below it if it were a question: `many` things, `one`, or neither."""
    if bullet or not words or end == ".":
        return ""
    plural = [w for w in words[:5] if w.endswith("s") and w not in NOT_PLURAL and len(w) > 3]
    if first == "ask":
        second = words[1] if len(words) > 1 else ""
        if second in {"are", "were", "types", "factors"} or (plural and second == plural[0]):
            return "many"
        return "one" if second in ONE_WANTED or words[0] in ONE_WANTED else "any"
    if first == "order":
        return "many" if plural and words[0] not in {"define", "explain"} else "any"
    if end == "?":
        return "many" if any(w in PROMPT_NOUNS for w in plural) else "one"
    return "many" if len(words) < 9 and any(w in PROMPT_NOUNS for w in plural[:2]) else ""


def first_of(token: str, bare: str, words: list[str]) -> str:
    """The class of a line's first word; `how to` and `when there` ask nothing by themselves."""
    name = FIRST_WORDS.get(token) or FIRST_WORDS.get(bare, "")
    second = words[1] if len(words) > 1 else ""
    if bare == "true" and words[1:3] == ["or", "false"]:
        return "order"
    if name == "ask" and second == "to":
        return "how to"
    if name == "ask" and bare in LOOSE_ASKING and second not in AUXILIARIES:
        return "case"
    return name


def bullet_of(text: str) -> tuple[str, int, str]:
    """The kind of bullet that `text` begins with, its number, and what follows it."""
    if AFFIX.match(text):  # `-itis` is a term of its own as often as it is a bullet
        return "", 0, text
    for name, pattern in BULLETS:
        found = pattern.match(text)
        if found and found.end() < len(text):
            count = int(found["number"]) if name == "number" else 0
            return name, count, text[found.end() :]
    return "", 0, text


def case_of(text: str) -> str:
    """The form of the beginning: upper, lower, digit, quote, other; or all capitals."""
    head = text[:1]
    if head in "\"'“‘«„":
        return "quote"
    if head.isdigit():
        return "digit"
    letters = [c for c in text if c.isalpha()]
    if len(letters) > 2 and all(c.isupper() for c in letters):
        return "caps"
    if head.isalpha():
        return "upper" if head.isupper() else "lower"
    return {"(": "paren", "¿": "ask", "$": "money", "£": "money"}.get(head, "sign")


def promise_of(words: list[str]) -> int:
    """How many things a line asks for, 0 if it does not say: the first small number in it."""
    for place, word in enumerate(words[:9]):
        number = int(word) if word.isdecimal() and len(word) == 1 else NUMBER_WORDS.get(word, 0)
        follows = words[place + 1] if place + 1 < len(words) else ""
        if number > 1 and (follows.endswith("s") or place + 2 < len(words)):
            return number
    return 0


def marks_of(text: str, words: list[str], end: str) -> tuple[str, ...]:
    """The further things that can be seen in a line, by name."""
    lowered = text.lower()
    capitals = sum(word[:1].isupper() for word in text.split())
    seen = {
        "blank": BLANK.search(text) is not None,
        "asks inside": "?" in text and end != "?",
        "true or false": lowered.startswith(("true or false", "t/f", "true/false", "(t/f)")),
        "equals": " = " in text or text.endswith("="),
        "arrow": "->" in text or "→" in text or "=>" in text,
        "colon inside": ": " in text[1:],
        "dash inside": " - " in text[1:] or " – " in text[1:],
        "parenthesis": "(" in text and ")" in text,
        "digit": any(c.isdigit() for c in text),
        "only number": not any(c.isalpha() for c in text),
        "comma": ", " in text,
        "slash": "/" in text,
        "finite": any(word in FINITE for word in words[1:]),
        "title case": len(words) > 1 and capitals == len(text.split()),
        "prompt of": any(a in PROMPT_NOUNS and b in PREPOSED for a, b in pairwise(words)),
        "prompt": any(word in PROMPT_NOUNS for word in words),
        "ask inside": any(FIRST_WORDS.get(word) == "ask" for word in words[1:]),
        "several sentences": ". " in text.rstrip(". ") and len(words) > 7,
        "semicolon": "; " in text,
        "you": "you" in words or "your" in words,
        "foreign": any(c > "\x7f" and c.isalpha() for c in text),
        "not latin": any(c > "\u0370" and c.isalpha() for c in text),
        "open end": bool(words) and words[-1] in OPEN_ENDS,
        "flashcards": "flashcard" in lowered,
        "versus": " v " in text or " v. " in text or " vs" in lowered,
        "quoted": text[:1] in QUOTES and last_of(text) in QUOTES,
        "affix": AFFIX.match(text) is not None,
        "case told": CASE.match(lowered) is not None,
        "year": YEAR.search(text) is not None,
        "heading": lowered.startswith(HEADINGS) and len(words) < 9,
    }
    return tuple(name for name, there in seen.items() if there)


def last_of(text: str) -> str:
    """The last character that is not a full stop."""
    return text.rstrip(".,;")[-1:]


QUOTES: Final = frozenset("\"'“”‘’«»")
CASE: Final = re.compile(
    r"(?:an?|your|the|mr|mrs|ms|you|this|if) .*(?:year[- ]old|patient|client|presents|customer|"
    r"you (?:are|have|find|see|arrive|notice)|has been|calls|comes|asks|wants|wishes)"
)
YEAR: Final = re.compile(r"\b1[0-9]\d\d\b|\b20\d\d\b|\b(?:BC|AD|BCE)\b")
PREPOSED: Final = frozenset("of for in between to with de des von".split())
OPEN_ENDS: Final = frozenset("the a an of in to by is are and or for with as called that".split())
HEADINGS: Final = (
    "chapter ",
    "unit ",
    "lecture ",
    "topic ",
    "section ",
    "part ",
    "week ",
    "module ",
)


@lru_cache(maxsize=4096)
def shape_of(text: str) -> Shape:
    """The shape of the line `text`."""
    bullet, count, rest = bullet_of(text)
    lowered = rest.lower().lstrip("\"'“‘«„¿¡(*[").replace("’", "'")
    token = (lowered.split() or [""])[0]
    words = WORD.findall(lowered)
    bare = token.rstrip(":,;.?!)\"'”")
    last = text.rstrip("\"'”’)»*] ")[-1:] or text[-1:]
    end = "?" if ASIDE.search(text) else ENDS.get(last, "")
    length = max(1, len(rest.split()))
    return Shape(
        bullet=bullet,
        count=count,
        first=first_of(token, bare, words),
        word=bare,
        end=end or (")" if text.endswith(")") else "digit" if last.isdigit() else ""),
        length=length,
        size=next((step for step, most in enumerate(SIZES) if length <= most), len(SIZES)),
        case=case_of(rest),
        wants=wants_of(bullet, first_of(token, bare, words), words, end),
        promise=promise_of(words) if not bullet else 0,
        words=frozenset(w for w in words if w not in STOP and len(w) > 2),
        marks=marks_of(rest, words, end) + (("option",) if OPTION.match(text) else ()),
    )
