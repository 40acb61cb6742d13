"""Type looks: note types that Anki has otherwise, and what takes a new look of one along."""

from collections.abc import Mapping

from obverse.anki_connect.open_anki import OpenAnki
from obverse.build import Built
from obverse.exchange.push.planned import PackedNote, PushPlan
from obverse.exchange.running.found_notes import FoundNotes
from obverse.note_types import NoteType

_OLD = 1  # seconds since 1970: Anki leaves a note with such a time as it is


def unfit_types(built: Built, anki: OpenAnki, found: FoundNotes) -> dict[str, str]:
    """Why notes of a note type cannot be pushed, by its key.

    Anki would merge other fields into the type and take no text, and its next sync would have to be
    a full one.
    """
    unfit = {}
    for key, note_type in built.collection.note_types.items():
        name = found.type_names.get(key)
        if name is None:
            continue
        there, here = anki.field_names(name), [name for name, _ in note_type.fields]
        if there != here:
            differing = (
                ", ".join(f"`{each}`" for each in sorted({*there} ^ {*here})) or "their order"
            )
            unfit[key] = f"the note type `{name}` has other fields in Anki: {differing}"
    return unfit


def plan_looks(
    built: Built, anki: OpenAnki, found: FoundNotes, plan: PushPlan
) -> Mapping[str, str]:
    """The digests of the note types; where one looks otherwise in Anki, a note takes it along."""
    carried = {each.note.note_type for each in (*plan.created, *plan.updated)}
    looks = {}
    for key, note_type in built.collection.note_types.items():
        looks[note_type.name] = note_type.digest
        name = found.type_names.get(key)
        if name is None or key in carried or _is_there(anki, found, note_type, name):
            continue
        notes = enumerate(built.collection.notes, start=1)
        carrier = next(
            ((at, n) for at, n in notes if n.note_type == key and n.guid in found.ids), None
        )
        if carrier:
            at, note = carrier
            plan.carriers.append(PackedNote(note._replace(modified=_OLD), at, "", ""))
    return looks


def _is_there(anki: OpenAnki, found: FoundNotes, note_type: NoteType, name: str) -> bool:
    """Whether Anki has a note type as it is here, or was given it before."""
    known = found.last.types.get(note_type.name)
    if known is not None:
        return known == note_type.digest
    css, sides = anki.looks(name)
    here = [(each.front, each.back) for each in note_type.templates]
    return css == note_type.css and sides == here
