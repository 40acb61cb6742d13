"""The two sides of a note on paper: one for a note, whatever number of cards Anki makes of it."""

import re
from dataclasses import dataclass

from obverse.link.collection import CollectionNote
from obverse.note_types import NoteType, built_in_names

_TOKEN = re.compile(r"\{\{c[0-9,]+::|\}\}")
_HIDDEN = "<span hidden>"


@dataclass(frozen=True, slots=True)
class PrintedSides:
    """HTML of question and answer; deletions are yet to be asked. `both` ways round or not."""

    question: str
    answer: str
    is_cloze: bool = False
    both: bool = False


def sides(note: CollectionNote, note_type: NoteType) -> PrintedSides:
    """What is asked and what is answered.

    Of a custom note type, the first field is the question, the others are the answer.
    """
    names = [name for name, _ in note_type.fields]
    field = dict(zip(names, note.fields, strict=True))
    is_built_in = note_type.key in built_in_names()
    if is_built_in and not note_type.is_cloze:
        answer = _blocks(field["Back"], field["Extra"])
        return PrintedSides(field["Front"], answer, both=bool(field["Reversed"]))
    if is_built_in:
        # A heading with deletions stands in the text, and hidden in the title.
        hidden = field["Title"].startswith(_HIDDEN)
        title = "" if hidden else f'<div class="heading">{field["Title"]}</div>'
        question, answer = _blocks(title, field["Text"]), _blocks(field["Text"], field["Extra"])
        return PrintedSides(question, answer, is_cloze=True)
    first, *others = note.fields
    if note_type.is_cloze:
        return PrintedSides(first, _blocks(first, *others), is_cloze=True)
    return PrintedSides(first, _blocks(*others))


def _blocks(*parts: str) -> str:
    return "\n".join(f"<div>{part}</div>" for part in parts if part.strip())


def asked(field: str) -> str:
    """Each deletion a gap, with its hint where it has one."""
    return _deletions(field, answered=False)


def answered(field: str) -> str:
    """Each deletion as its text, marked."""
    return _deletions(field, answered=True)


def _deletions(field: str, *, answered: bool) -> str:
    if "{{c" not in field:
        return field
    # What is written so far outside any deletion, and inside each that is open.
    texts: list[str] = [""]
    opened: list[str] = []
    at = 0
    for token in _TOKEN.finditer(field):
        texts[-1] += field[at : token.start()]
        at = token.end()
        if token[0] != "}}":
            opened.append(token[0])
            texts.append("")
        elif opened:
            opened.pop()
            text, _, hint = texts.pop().partition("::")
            gap = f'<span class="gap">{hint or "&#8230;"}</span>'
            texts[-1] += f'<span class="cloze">{text}</span>' if answered else gap
        else:
            texts[-1] += token[0]
    texts[-1] += field[at:]
    # One that is never closed is text (as in Anki).
    while opened:
        text = texts.pop()
        texts[-1] += opened.pop() + text
    return texts[0]
