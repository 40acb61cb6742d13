"""One line is a card: `question::answer`, `:::` both ways, as spaced-repetition plug-ins write it.

What has white space on one side is a property of Dataview or Logseq (`key:: value`). Code
(`std::x`, `Foo::bar()`), addresses (`fe80::1`) and times (`10:30::11:00`) are not cards either.
"""

import re
from collections.abc import Iterator, Sequence
from functools import partial

from obverse.compile.one_line import Split, cloze_signs, clozes, may_be_one_line, one_line
from obverse.compile.shapes import FoundCard, MarkFault, NotePage, Shape
from obverse.machine.late import late
from obverse.values.card_settings import CardSettings

_SIGN = late(r"(?<![\s:]):::?(?![\s:])")
_BEFORE, _AFTER = re.compile(r"\S*$"), re.compile(r"\S*")
_FAR = 80  # characters of a word that are looked at
_NAMESPACE = late(
    r"(?:.*\W)?(?:std|core|alloc|boost|self|Self|super|crate|absl|Eigen|fmt|chrono|cv|torch|tokio)"
)
_CALL = late(r"[A-Za-z_]\w*(?:::\w+)*(?:\(|<[\w:, ]*>|::)")
_IDENTIFIER = late(r"(?:.*\W)?[A-Za-z_]\w*")
_HEXADECIMAL = late(r"[0-9A-Fa-f]{1,4}(?:[:.][0-9A-Fa-f]{1,4})*(?:/\d+)?[.,;]?")


def _signs(settings: CardSettings) -> Sequence[str]:
    return ("::", *cloze_signs(settings.highlights))


def _split(line: str) -> Split | None:
    signs = [*_SIGN.finditer(line)]
    both = next((each for each in signs if len(each[0]) == 3), None)  # noqa: PLR2004  # `:::`
    for found in [both] if both else signs:
        before = (_BEFORE.search(line[max(found.start() - _FAR, 0) : found.start()]) or [""])[0]
        after = (_AFTER.match(line, found.end(), found.end() + _FAR) or [""])[0]
        if both or not _is_one_word(before, after):
            return found.start(), found.end(), both is not None
    return None


def _is_one_word(before: str, after: str) -> bool:
    """Whether the sign is a part of one name, one address or one time."""
    if _NAMESPACE.fullmatch(before) and after[:1].isidentifier():
        return True
    if _IDENTIFIER.fullmatch(before) and _CALL.match(after):
        return True
    if ":" in before and not before.endswith(":") and before[-1:].isalnum():
        return after[:1].isalnum()
    is_mixed = not before.isdigit() and any(map(str.isdigit, before))
    return bool(is_mixed and _HEXADECIMAL.fullmatch(before) and _HEXADECIMAL.fullmatch(after))


def _find(page: NotePage) -> Iterator[FoundCard | MarkFault]:
    yield from one_line(page, _split)
    if "inline" not in page.words:  # which finds them too
        yield from clozes(page)


SHAPE = Shape(_signs, _find, "`::` line", partial(may_be_one_line, splitter=_split), rank=6)
