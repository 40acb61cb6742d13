"""One-line cards: question and answer with a sign between them, and texts with deletions."""

import re
from collections.abc import Callable, Iterator, Sequence

from obverse.compile import kinds
from obverse.compile.found import FoundCard, MarkFault, NotePage
from obverse.compile.marks import Mark, at_end, tag_line
from obverse.compile.masks import masked
from obverse.compile.note_lines import LineKind, NoteLines, without_schedule
from obverse.languages import cloze, logseq, pin
from obverse.machine.late import late

_MARKER = late(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[^\]]\][ \t]+)?")
_HIGHLIGHT = late(r"==(?=\S)[^=]+(?<=\S)==")
# Where a line is cut: (end of the question, start of the answer, whether it is asked both ways).
Split = tuple[int, int, bool]
Splitter = Callable[[str], Split | None]


def one_line(page: NotePage, splitter: Splitter) -> Iterator[FoundCard | MarkFault]:
    """The cards of all paragraphs and list items whose every line is one."""
    lines = page.lines
    for first, end in lines.paragraphs():
        if any(tag_line(lines, at) for at in range(first, min(end, first + 1))):
            continue
        cards = [_card(page, at, first, splitter) for at in range(first, end)]
        found = [each for each in cards if each]
        if found and len(found) == len(cards):
            yield from found


def _card(page: NotePage, at: int, first: int, splitter: Splitter) -> FoundCard | None:
    line = page.lines.lines[at]
    if "::" not in line:
        return None
    text = without_marker(page.lines, at) if at == first else line.strip()
    text, name, mark = without_end(text, page)
    parts = splitter(masked(text))
    if parts is None:
        return None
    end, start, both = parts
    question, answer = text[:end].strip(), text[start:].strip()
    if not question or not answer:
        return None
    asked = tuple(dict.fromkeys((*(kinds.both_ways() if both else ()), *mark.kinds)))
    tags = tuple((each, at) for each in mark.tags)
    written = ((at, question),), ((at, answer),)
    return FoundCard(at, at + 1, written[0], answer=written[1], kinds=asked, tags=tags, pin=name)


def may_be_one_line(line: str, splitter: Splitter) -> bool:
    """Whether a line, with what holds no mark hidden, has a question and an answer."""
    text = line.strip()
    parts = splitter(text) if "::" in text and text[0] not in "#>|" else None
    return parts is not None and bool(text[: parts[0]].strip() and text[parts[1] :].strip())


def without_marker(lines: NoteLines, at: int) -> str:
    """The text of a line without the bullet, number and box before it."""
    line = lines.lines[at]
    if lines.kinds[at] is LineKind.ITEM and (found := _MARKER.match(line)):
        return line[found.end() :].strip()
    return line.strip()


def without_end(text: str, page: NotePage) -> tuple[str, str, Mark]:
    """(text, name, mark): without block id, a plug-in's comment and tags at the end of it."""
    text = without_schedule(text).rstrip()
    name = ""
    if "^" in text and (found := pin.block_id(text)):
        name, text = found[0], text[: found[1]].rstrip()
    text, mark = at_end(text, page.settings)
    return text, name, mark


def clozes(page: NotePage) -> Iterator[FoundCard | MarkFault]:
    """The paragraphs and list items with a deletion: each is a cloze card."""
    lines = page.lines
    for first, end in lines.paragraphs():
        texts = [lines.lines[at] for at in range(first, end)]
        written = " ".join(texts)
        highlighted = page.settings.highlights and _HIGHLIGHT.search(masked(written)) is not None
        if not highlighted and not _has_deletion(written):
            continue
        question = [(first, without_marker(lines, first))]
        question += [(at, lines.lines[at].strip()) for at in range(first + 1, end)]
        last, text = question.pop()
        text, name, mark = without_end(text, page)
        question.append((last, text))
        asked = mark.kinds or ((kinds.default(deletions=True),) if highlighted else ())
        tags = tuple((each, last) for each in mark.tags)
        yield FoundCard(first, end, tuple(question), kinds=asked, tags=tags, pin=name)


def _has_deletion(text: str) -> bool:
    if cloze.START not in text and logseq.DELETION_SIGN not in text:
        return False
    shown = re.sub(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)|\$[^$]*\$", "", text)
    return bool(cloze.OPENING.search(shown) or logseq.DELETION_OPENING.search(shown))


def cloze_signs(highlights: bool) -> Sequence[str]:  # noqa: FBT001  # said by the setting
    """What a text must have for one of them."""
    return (cloze.START, "==") if highlights else (cloze.START,)
