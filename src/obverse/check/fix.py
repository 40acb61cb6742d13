"""Fix: a file with what is safe to fix fixed, and every other byte as it was."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from obverse.check import fixes
from obverse.check.fixes import Fix, Page
from obverse.compile.card import Card
from obverse.compile.document import Document
from obverse.compile.parse import parse, read
from obverse.errors import TextError
from obverse.languages import markdown, pin
from obverse.languages.fingerprint import text_key
from obverse.values.card_settings import BY_HEADINGS, CardSettings
from obverse.values.source import Source, decode
from obverse.values.written_lines import WrittenLines, usual_ending, written_lines

_MARK = b"\xef\xbb\xbf"  # the byte order mark
_ROUNDS = 4  # one fix may make room for another


def fix(path: str, raw: bytes, settings: CardSettings = BY_HEADINGS) -> bytes:
    """The bytes of a file after all fixes; the same bytes where nothing is to be fixed.

    A file that cannot be read as text, or not as cards, is left alone. `settings` say which text is
    a card: of a file in another shape than `headings` only the front matter is fixed.
    """
    if settings.table(path):
        return raw
    try:
        decode(raw)
        text = raw.removeprefix(_MARK).decode()
        for _ in range(_ROUNDS):
            fixed = _once(path, text, settings)
            if fixed == text:
                break
            text = fixed
    except TextError:
        return raw
    mark = _MARK if raw.startswith(_MARK) else b""
    return mark + text.encode()


def fixed_by(name: str, path: str, text: str, settings: CardSettings = BY_HEADINGS) -> str:
    """The text of a file after one fix, the same where it does nothing. Raises `TextError`."""
    page, document = _page(path, text, settings)
    return _fixed(fixes.get(name), page, document, text, settings) or text


def _once(path: str, text: str, settings: CardSettings) -> str:
    for name in fixes.names():
        each = fixes.get(name)
        page, document = _page(path, text, settings)
        fixed = _fixed(each, page, document, text, settings)
        if fixed is None:
            # In one card it does not hold; the others need not wait for that.
            for at in range(len(page.cards)):
                page, document = _page(path, text, settings)
                text = _fixed(each, _only(page, at), document, text, settings) or text
        else:
            text = fixed
    return text


def _only(page: Page, at: int) -> Page:
    """The page as if it had only one of its cards."""
    first, end = page.cards[at]
    flags = tuple(flag and first <= number < end for number, flag in enumerate(page.text))
    return replace(page, cards=page.cards[at : at + 1], text=flags)


def _fixed(
    each: Fix, page: Page, document: Document, text: str, settings: CardSettings
) -> str | None:
    """The text after a fix; `None` where a card would not be kept."""
    lines = written_lines(text)
    fixed = "".join(f"{line}{ending}" for line, ending in _applied(each.fix(page), lines))
    return fixed if fixed == text or _keeps(each, document, fixed, settings) else None


def _page(path: str, written: str, settings: CardSettings) -> tuple[Page, Document]:
    """What fixes look at. Raises `TextError` for a source that cannot be cut into cards."""
    lines = [line for line, _ in written_lines(written)]
    text = "\n".join(lines)
    document = read(Source(path, text), settings=settings)
    outline = document.outline
    is_cut = document.source_map is None and document.is_cut
    sections = (outline.section(card.place.line) for card in document.cards if is_cut)
    return Page(
        lines=tuple(lines),
        text=tuple(
            is_cut and number > outline.front_matter and not outline.is_code(number)
            for number in range(1, len(lines) + 1)
        ),
        cards=tuple((each.start - 1, each.stop - 1) for each in sections),
        found=frozenset((each.rule, each.place.line - 1) for each in document.diagnostics),
        front_matter=outline.front_matter,
    ), document


def _keeps(each: Fix, before: Document, fixed: str, settings: CardSettings) -> bool:
    """Whether the cards still say, after a fix, what it promises to keep."""
    text = "\n".join(line for line, _ in written_lines(fixed))
    after = parse(Source(before.source.path, text), settings=settings)
    if not each.keeps:
        return len(after.cards) >= len(before.cards)
    return [_said(card, each.keeps) for card in before.cards] == [
        _said(card, each.keeps) for card in after.cards
    ]


def _said(card: Card, keeps: Sequence[str]) -> tuple[object, ...]:
    said = {
        "front": (text_key(markdown.text(card.heading)), text_key(markdown.text(card.above))),
        "back": text_key(markdown.text(card.below)),
        "tags": (frozenset(card.tags), card.kinds, card.draft),
        "pin": card.pin,
        "shape": (*_shape(card.above), card.separated, *_shape(card.below)),
    }
    return tuple(said[name] for name in keeps)


def _shape(tokens: Sequence[markdown.Token]) -> Iterator[str]:
    """The kinds of blocks, without a paragraph that is a pin: two lists are not one."""
    pins = {
        at
        for at, token in enumerate(tokens)
        if token.type == "inline" and pin.name_of(token.content)
    }
    for at, token in enumerate(tokens):
        if pins.isdisjoint((at - 1, at, at + 1)):
            yield f"{token.type}{token.hidden}"


def _applied(fixed: Sequence[str | None], lines: WrittenLines) -> Iterator[tuple[str, str]]:
    """The new lines with their endings; a line that is put in gets that of the file."""
    usual = usual_ending(lines)
    for new, (_, ending) in zip(fixed, lines, strict=True):
        if new is not None:
            *first, last = new.split("\n")
            yield from ((line, ending or usual) for line in first)
            yield last, ending
