"""Unparse: written cards become a source in canonical form.

`reparse` undoes `unparse`, and `unparse(reparse(text))` is the text again where that is canonical.
What an author put between the parts (blank lines, order of keys) is not kept; text of the cards
is kept to the letter.
"""

import json
import re
from collections.abc import Iterator
from functools import lru_cache

from obverse.cards import table_form
from obverse.cards.cards import WrittenCard, WrittenDeck
from obverse.compile.sections import SEPARATOR, ends_section, is_separator
from obverse.languages import escape, front_matter, html, markdown, tags

_PLAIN_SCALAR = re.compile(r"[\w][\w/\- .()&+',:]*(?<![ :])")
_NOT_IN_YAML = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_HTML_COMMENT_SIGNS = re.compile(r"-(?=-)|(?<=^)>|-$")
_RAW_ELEMENT = re.compile(r"<(/?)(script|pre|style|textarea)(?=[\s>])", re.IGNORECASE)
_PAIRED = re.compile(r"\$\$|%%|<!--")
# What would be closed by a text of another card.
_OPEN_HTML = re.compile(r"<(!--|\?|!\[CDATA\[)")
_HTML_ENDS = {"!--": "-->", "?": "?>", "![CDATA[": "]]>"}
SPACE_OR_END = (
    " \t\n"  # to Markdown; any other character makes a paragraph, also one that shows nothing
)
# Most texts contain nothing that could end a card, which is known without a parse.
_MAY_END = re.compile(
    r"^ {0,3}(?:#{1,2}(?:[ \t]|$)|[-=]+[ \t]*$|\*\*\*[ \t]*$|```|~~~|<|\$\$)|%%|<!--", re.MULTILINE
)
# Below a text that is closed this is a heading, whatever may pair with what stands below it.
_PROBE = "## probe\n\n$$\n\n%%\n\n-->\n"


def unparse(deck: WrittenDeck) -> str:
    """The text of a source, in canonical form, with a line break at its end unless it is empty."""
    parts = [head(deck)]
    if deck.title:
        parts.append(f"# {deck.title}")
    parts.append(deck.preamble)
    strays = list(deck.strays)
    number = 0
    for as_rows, cards in (*table_form.groups(deck.cards), (False, [])):
        while strays and strays[0][0] <= number:
            parts.append(strays.pop(0)[1])
        if as_rows:
            parts.append(table_form.table_section(cards))
            number += len(cards)
            continue
        for card in cards:
            while strays and strays[0][0] <= number:
                parts.append(strays.pop(0)[1])
            parts.append(_card(card))
            number += 1
    parts += (text for _, text in strays)
    text = "\n\n".join(part for part in parts if part)
    text = text if parts[0] else without_fence(text)
    return f"{text}\n" if text else ""


def without_fence(text: str) -> str:
    """The text of a source: a rule as the first line would be the fence of front matter."""
    first, *rest = text.split("\n", 1)
    return "\n".join(["- - -", *rest]) if front_matter.is_fence(first) else text


def head(deck: WrittenDeck) -> str:
    """The front matter of a source, empty without any."""
    ours = {
        "note-type": [f"note-type: {_scalar(deck.note_type)}"] if deck.note_type else [],
        "deck": [f"deck: {_scalar(deck.deck)}"] if deck.deck else [],
        "card": [f"card: {_scalar(deck.card)}"] if deck.card else [],
        "cards": [f"cards: {deck.which}"] if deck.which else [],
        "breaks": [] if deck.breaks is None else [f"breaks: {str(deck.breaks).lower()}"],
        "draft": ["draft: true"] if deck.draft else [],
        "tags": ["tags:", *(f"  - {_scalar(_as_value(tag))}" for tag in deck.tags)]
        if deck.tags
        else [],
    }
    lines = [line for name, said in ours.items() if name not in deck.said for line in said]
    lines += deck.keys
    return "\n".join((fence := front_matter.FENCE, *lines, fence)) if lines else ""


def _scalar(text: str) -> str:
    """A text in YAML: bare if that is safe, else in quotes, which are double as in JSON."""
    if _PLAIN_SCALAR.fullmatch(text) and ": " not in text and " #" not in text:
        return text
    if text.startswith('#"') and text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    # What YAML takes for the end of a line, and what it refuses.
    return _NOT_IN_YAML.sub(_as_escape, json.dumps(text, ensure_ascii=False))


def _as_value(tag: str) -> str:
    """A tag as it is written in front matter: without its `#` unless it is in quotes."""
    return f"#{tag}" if tags.is_in_quotes(tag) else tag


def _as_escape(found: re.Match[str]) -> str:
    return f"\\U{ord(found[0]):08x}"


def _card(card: WrittenCard) -> str:
    heading, separated, above = card.front.partition("\n")
    body = []
    if separated:
        body += [guarded(above, separated=False), SEPARATOR]
    body.append(guarded(card.back, separated=bool(separated)))
    for name, text in card.fields.items():
        body += [f"### {escape.heading(name)}", guarded(text, separated=True)]
    if card.comment:
        body.append(_comment(card.comment))
    kinds = [f"card/{name}" for name in card.kinds]
    if card.draft or not card.sure:
        kinds.append("card/draft")
    body.append(" ".join(f"#{tag}" for tag in (*kinds, *card.tags)))
    if card.pin:
        body.append(f"^{card.pin}")
    return "\n\n".join(part for part in (f"## {heading.strip() or html.NO_HEADING}", *body) if part)


def _comment(text: str) -> str:
    """An HTML comment; `--`, which could end it (CommonMark 6.6), gets a space."""
    return f"<!-- {_HTML_COMMENT_SIGNS.sub('- ', ' '.join(text.split()))} -->"


def guarded(text: str, *, separated: bool) -> str:
    """Markdown of a body that neither ends its card nor begins its back.

    Headings of depth 1 and 2 become `###`, a first `***` becomes `* * *` unless the card is
    `separated` above it, a fence that is left open is closed. What still runs
    on is escaped.
    """
    text = text.strip("\n").rstrip(SPACE_OR_END)
    return _guarded(text, separated) if _MAY_END.search(text) else text


@lru_cache(maxsize=1 << 13)
def _guarded(text: str, separated: bool) -> str:  # noqa: FBT001  # for the cache
    # An import writes a source, and reads and writes it again: the texts are the same.
    lines = text.split("\n")
    tokens = markdown.parse(text)
    for index, token in enumerate(tokens):
        if token.level or token.map is None:
            continue
        first, last = token.map
        if ends_section(token):
            content = " ".join(tokens[index + 1].content.split("\n"))
            lines[first:last] = [f"### {content}".rstrip(), *[""] * (last - first - 1)]
        elif not separated and is_separator(token, lines):
            lines[first] = "* * *"
    text = "\n".join(lines).rstrip(SPACE_OR_END)
    bases = (text, _open_escaped(text), _apart(text))
    found = (each for base in bases for each in _ended(base) if _is_closed(each))
    return next(found, None) or escape.lines(text)


def _open_escaped(text: str) -> str:
    """The text without HTML that is open to its end."""
    last = {opening: text.rfind(end) for opening, end in _HTML_ENDS.items()}

    def made(found: re.Match[str]) -> str:
        return found[0] if last[found[1]] >= found.end() else f"\\{found[0]}"

    return _OPEN_HTML.sub(made, text)


def _apart(text: str) -> str:
    """The text with a backslash before each character of what is closed by its like."""
    last = text.rfind("-->")

    def made(found: re.Match[str]) -> str:
        is_closed = found[0] == "<!--" and last >= found.end()
        return found[0] if is_closed else "\\" + "\\".join(found[0])

    return _PAIRED.sub(made, text)


def _ended(text: str) -> Iterator[str]:
    """The text as it is, and with what it may have left open ended."""
    yield text
    if fence := _open_fence(text):
        yield f"{text}\n{fence}"
    if element := _open_element(text):
        yield f"{text}</{element}>"


def _is_closed(text: str) -> bool:
    """Whether a heading below the text is one, and the only one of its depth."""
    tokens = markdown.parse(f"{text}\n\n{_PROBE}")
    depths = [token.map for token in tokens if ends_section(token)]
    if depths != [[text.count("\n") + 2, text.count("\n") + 3]]:
        return False
    # HTML ends at a heading by itself, and would take in a line of tags before it.
    last = markdown.parse(f"{text}\n\nprobe\n")[-2:-1]
    return [(each.content, each.level) for each in last] == [("probe", 1)]


def _open_element(text: str) -> str:
    """The element whose text is taken as it is, and which is open at the end of the text."""
    last = markdown.parse(text)[-1:]
    content = last[0].content if last and last[0].type == "html_block" else ""
    opened = [*_RAW_ELEMENT.finditer(content)]
    return opened[-1][2].lower() if opened and not opened[-1][1] else ""


def _open_fence(text: str) -> str:
    """The fence that is open at the end of the text."""
    tokens = [token for token in markdown.parse(text) if token.type == "fence"]
    return tokens[-1].markup if tokens else ""
