"""Unparse: written cards become a source in canonical form.

`reparse` undoes `unparse`, and `unparse(reparse(text))` is the text again where that is canonical.
What an author put between the parts (blank lines, order of keys) is not kept; text of the cards
is kept to the letter.
"""

import json
import re

from obverse.cards import table_form
from obverse.cards.cards import WrittenCard, WrittenDeck
from obverse.compile.guarded import guarded
from obverse.compile.section_bounds import SEPARATOR
from obverse.languages import escape, front_matter, html, tags

_PLAIN_SCALAR = re.compile(r"[\w][\w/\- .()&+',:]*(?<![ :])")
_NOT_IN_YAML = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_HTML_COMMENT_SIGNS = re.compile(r"-(?=-)|(?<=^)>|-$")


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
