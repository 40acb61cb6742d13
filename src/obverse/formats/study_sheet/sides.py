"""The two sides of a note on paper: one card for each note, however many Anki makes of it."""

from dataclasses import dataclass

from obverse.languages import cloze, html
from obverse.link.collection import CollectionNote
from obverse.note_types import IN_TEXT, NoteType, built_in_names


@dataclass(frozen=True, slots=True)
class PrintedSides:
    """HTML of question and answer; deletions are yet to be asked. `both` ways round or not."""

    question: str
    answer: str
    is_cloze: bool = False
    both: bool = False


def sides(note: CollectionNote, note_type: NoteType) -> PrintedSides:
    """The question and the answer.

    For a custom note type, the first field is the question, the others are the answer.
    """
    names = [name for name, _ in note_type.fields]
    # What an imported note keeps of its HTML may be open, and the page goes on after it.
    fields = [html.closed(each) if "<" in each else each for each in note.fields]
    field = dict(zip(names, fields, strict=True))
    is_built_in = note_type.key in built_in_names()
    if is_built_in and not note_type.is_cloze:
        answer = _blocks(field["Back"], field["Extra"])
        return PrintedSides(field["Front"], answer, both=bool(field["Reversed"]))
    if is_built_in:
        is_in_text = field["Title"].startswith(IN_TEXT)
        title = "" if is_in_text else f'<div class="heading">{field["Title"]}</div>'
        question, answer = _blocks(title, field["Text"]), _blocks(field["Text"], field["Extra"])
        return PrintedSides(question, answer, is_cloze=True)
    first, *others = fields
    if note_type.is_cloze:
        return PrintedSides(first, _blocks(first, *others), is_cloze=True)
    return PrintedSides(first, _blocks(*others))


def _blocks(*parts: str) -> str:
    return "\n".join(f"<div>{part}</div>" for part in parts if part.strip())


def asked(field: str) -> str:
    """Each deletion a gap, with its hint where it has one."""
    return cloze.replaced(field, lambda _, hint: f'<span class="gap">{hint or "&#8230;"}</span>')


def answered(field: str) -> str:
    """Each deletion as its text, marked."""
    return cloze.replaced(field, lambda text, _: f'<span class="cloze">{text}</span>')
