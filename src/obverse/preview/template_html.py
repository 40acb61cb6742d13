"""A card from its template and its fields, as Anki fills one in."""

import re
from collections.abc import Mapping
from html import escape
from typing import NamedTuple

from obverse.link.collection import CollectionNote
from obverse.note_types import NoteType
from obverse.note_types.template import TAG, is_blank
from obverse.preview.cloze_html import cloze_html

_MARKUP = re.compile(r"<[^>]*>")
_SOUND = re.compile(r"\[sound:([^\]\n]{0,1000})\]")
TYPED = "obverse-typed"  # the id of where an answer is typed, and compared


class CardHtml(NamedTuple):
    """Both sides of a card as HTML, its CSS, and what has to be typed, if anything."""

    question: str
    answer: str
    css: str
    typed: str


class _Filling(NamedTuple):
    """What the tags of a template stand for."""

    fields: Mapping[str, str]
    number: int
    is_cloze: bool
    front: str = ""
    is_answer: bool = False

    def is_filled(self, name: str) -> bool:
        return not is_blank(self.fields.get(name, ""))

    def value(self, tag: str) -> str:
        """What a tag shows."""
        *filters, name = (each.strip() for each in tag.split(":"))
        if name == "FrontSide":
            return self.front
        value = self.fields.get(name, "")
        for each in reversed(filters):
            value = self._filtered(each, name, value)
        return value

    def _filtered(self, name: str, field: str, value: str) -> str:
        if name == "cloze":
            return cloze_html(value, self.number, is_answer=self.is_answer)
        if name == "text":
            return _MARKUP.sub("", value)
        if name == "type":
            return f'<span id="{TYPED}"></span>' if value else ""
        if name == "hint":
            return f"<details><summary>{escape(field)}</summary>{value}</details>" if value else ""
        return value


def card_html(note: CollectionNote, note_type: NoteType, ordinal: int) -> CardHtml:
    """The card of a note that has this ordinal, from 0."""
    template = note_type.templates[0 if note_type.is_cloze else ordinal]
    names = (name for name, _ in note_type.fields)
    fields = {
        "Tags": escape(" ".join(sorted(note.tags, key=str.casefold))),
        "Type": escape(note_type.name),
        "Deck": escape(note.deck),
        "Subdeck": escape(note.deck.rpartition("::")[2]),
        "Card": escape(template.name),
        **dict(zip(names, note.fields, strict=True)),
    }
    number = ordinal + 1 if note_type.is_cloze else 0
    filling = _Filling(fields, number, note_type.is_cloze)
    if note_type.is_cloze:
        fields[f"c{number}"] = "1"
    question = _filled(template.front, filling)
    back = filling._replace(front=question, is_answer=True)
    answer = _filled(template.back, back)
    return CardHtml(_played(question), _played(answer), note_type.css, _typed(template.front, back))


def _filled(template: str, filling: _Filling) -> str:
    """The template with its tags filled in; what is in a section that does not hold is left out."""
    parts: list[str] = []
    holds: list[bool] = []
    done = 0
    for tag in TAG.finditer(template):
        if all(holds):
            parts.append(template[done : tag.start()])
        done = tag.end()
        sign, name = tag.groups()
        if sign == "/":
            holds[-1:] = []
        elif sign:
            holds.append(filling.is_filled(name) is (sign == "#"))
        elif all(holds):
            parts.append(filling.value(name))
    return "".join([*parts, template[done:] if all(holds) else ""])


def _typed(template: str, filling: _Filling) -> str:
    """The text that has to be typed: of a cloze card that of its deletions."""
    for _, tag in TAG.findall(template):
        *filters, name = (each.strip() for each in tag.split(":"))
        if "type" in filters:
            field = filling.fields.get(name, "")
            if "cloze" in filters:
                shown = cloze_html(field, filling.number, is_answer=True)
                field = ", ".join(re.findall(r'<span class="cloze"[^>]*>(.*?)</span>', shown))
            return _MARKUP.sub("", field)
    return ""


def _played(side: str) -> str:
    """A side with a button for each sound; the page plays it."""

    def button(found: re.Match[str]) -> str:
        return (
            f'<a class="replay-button soundLink" href="#" data-sound="{escape(found[1])}"'
            ' title="Replay" role="button"><svg class="playImage" viewBox="0 0 64 64">'
            '<circle cx="32" cy="32" r="29"></circle><path d="M56.502,32.301l-37.502,20.101l'
            '0.329,-40.804l37.173,20.703Z"></path></svg></a>'
        )

    return _SOUND.sub(button, side)
