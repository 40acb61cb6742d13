"""Front matter: the YAML block between `---` lines at the top of a source.

Nearly all of it is a text or a list after each key, and is read here. PyYAML, whose import takes as
long as compiling twenty sources, is imported only if there is more to it.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from obverse.errors import TextError
from obverse.machine.late import late

TRUE, FALSE = ("true", "yes", "on"), ("false", "no", "off", "")
FENCE = "---"
_LONGEST = 1 << 16  # characters
_FENCE = late(rf"{FENCE}[ \t]*")
OURS = frozenset({"tags", "deck", "card", "cards", "note-type", "draft", "breaks"})
# A text that in YAML too is itself: it begins with a letter or digit and has no sign that means
# something there. A key is followed by one, or by nothing; a line of a list holds one.
_TEXT = r"\w(?:[\w ./,'&()+-]|:(?=[\w:/]))*(?<! )"
_LINE = late(rf"([A-Za-z][\w-]{{0,60}}):(?: +({_TEXT}))?|( *)- ({_TEXT})")
_Placed = tuple[str, int, int]


class Fault(NamedTuple):
    """A problem with a value that does not stop a build: rule, message, place in the file, hint."""

    rule: str
    message: str
    line: int
    column: int
    hint: str


class FrontMatter(NamedTuple):
    """The keys that have a meaning; all others are the author's.

    `tags` are (text, line, column), `card`, `cards` and `note_type` likewise, all from one. `lines`
    is how many lines of the file the block takes, its fences counted. `breaks` is whether the end
    of a line breaks the line, if that is said.
    """

    tags: tuple[tuple[str, int, int], ...] = ()
    deck: str | None = None
    card: tuple[str, int, int] | None = None
    note_type: tuple[str, int, int] | None = None
    draft: bool = False
    lines: int = 0
    findings: tuple[Fault, ...] = ()
    cards: tuple[tuple[str, int, int], ...] = ()
    breaks: bool | None = None


NONE = FrontMatter()


def read(text: str) -> FrontMatter:
    """The front matter of a file's text.

    Raises `TextError` (`frontmatter-unclosed`, `frontmatter-invalid`,
    `frontmatter-not-a-mapping`, `frontmatter-wrong-type`) with the place of the fault.
    """
    if not text.startswith(FENCE):
        return NONE
    lines = text[:_LONGEST].split("\n")
    if not is_fence(lines[0]):
        return NONE
    count = extent(lines)
    if not count:
        hint = "end the front matter with a line `---`"
        raise TextError(
            "frontmatter-unclosed", "the front matter is not closed", 1, length=3, hint=hint
        )
    found = _block("\n".join(lines[1 : count - 1]))
    # A block of one empty line has the same text as a block of none.
    return found if found.lines == count else found._replace(lines=count)


def is_fence(line: str) -> bool:
    """Whether a line begins or ends front matter."""
    return _FENCE.fullmatch(line) is not None


def extent(lines: Sequence[str]) -> int:
    """How many lines of a file its front matter takes, both fences counted.

    0 where there is none, and where it is never closed.
    """
    if not lines or not is_fence(lines[0]):
        return 0
    below = islice(lines, 1, None)
    return next((number for number, line in enumerate(below, start=2) if is_fence(line)), 0)


# The files of a project mostly share their front matter.
@lru_cache(maxsize=256)
def _block(block: str) -> FrontMatter:
    found = read_plain(block)
    if found is None:
        from obverse.languages.front_matter import by_yaml

        return by_yaml.read(block)
    return found


def meant(key: str) -> str:
    """The key of ours that a key is but for case, hyphens, an `s` or the order of its letters."""
    word = key.strip().lower().replace("_", "-").replace(" ", "-")
    if word in OURS:
        return word
    plain = word.replace("-", "")
    for ours in sorted(OURS):
        letters = ours.replace("-", "")
        swapped = word[:1] == ours[0] and sorted(word) == sorted(ours)
        if swapped or plain in (letters, f"{letters}s"):
            return ours
    return ""


def read_plain(block: str) -> FrontMatter | None:
    """The front matter between the fences if each key has a text, a list or nothing.

    `None` if it has more than that, or something is wrong.
    """
    texts: dict[str, _Placed | None] = {}
    lists: dict[str, list[_Placed]] = {}
    key, indent = "", ""
    for number, line in enumerate(block.split("\n") if block else (), start=2):
        if not line:
            continue
        found = _LINE.fullmatch(line)
        if found is None:
            return None
        if found[1]:
            key = found[1]
            if (key in texts) if key in OURS else meant(key):
                return None  # it is misspelt or repeated, which is reported
            texts[key] = (found[2], number, found.start(2) + 1) if found[2] else None
            lists[key] = []
        elif not key or texts[key] or (lists[key] and indent != found[3]):
            return None
        else:
            indent = found[3]
            lists[key].append((found[4], number, found.start(4) + 1))
    return _of(texts, lists, block.count("\n") + 3 if block else 2)


def _of(
    texts: dict[str, _Placed | None], lists: dict[str, list[_Placed]], count: int
) -> FrontMatter | None:
    draft, breaks = texts.get("draft"), texts.get("breaks")
    word, line_end = (each[0].lower() if each else "" for each in (draft, breaks))
    of_text = ("deck", "card", "note-type", "draft", "breaks")
    if "tag" in texts or texts.get("tags") or any(map(lists.get, of_text)):
        return None
    if word not in (*TRUE, *FALSE) or line_end not in (*TRUE, *FALSE):
        return None
    deck, card, note_type = (_one_line(texts.get(key)) for key in of_text[:3])
    tags = tuple(lists.get("tags", ()))
    cards = (one,) if (one := texts.get("cards")) else tuple(lists.get("cards", ()))
    return FrontMatter(
        *(tags, deck and deck[0], card, note_type, word in TRUE, count),
        cards=cards,
        breaks=line_end in TRUE if line_end else None,
    )


def _one_line(value: _Placed | None) -> _Placed | None:
    return (" ".join(value[0].split()), *value[1:]) if value else None
