"""Cards of a custom note type: front, back, then `###` headings for the other fields."""

from collections.abc import Mapping, Sequence

from obverse.compile import sections
from obverse.compile.sides import Sides
from obverse.languages.html import NO_HEADING
from obverse.note_types import NoteType
from obverse.values.diagnostic import Diagnostic, did_you_mean, error
from obverse.values.source import Place


def fill(sides: Sides, note_type: NoteType) -> dict[str, str]:
    """The fields: the first is the question, the second the answer up to the first `###` field.

    A `###` heading that is the name of a field, whatever its case, begins that field. A heading
    that is only `<wbr>` counts as empty: the question begins below it. A field of one paragraph is
    only its text, because a template may put it anywhere, even into an attribute.
    """
    names = [name for name, _ in note_type.fields]
    if note_type.heading:
        return _fill_below(sides, note_type)
    question = sides.html(sides.above) if sides.heading == NO_HEADING else sides.question
    filled = {names[0]: question}
    by_name = {" ".join(name.split()).casefold(): name for name in names}
    for name, _, tokens in sections.field_parts(sides.below, by_name):
        target = name or (names[1] if len(names) > 1 else names[0])
        html = sides.html(tokens)
        filled[target] = f"{filled[target]}\n{html}".rstrip() if filled.get(target) else html
    return {name: _bare(html) for name, html in filled.items()}


def _fill_below(sides: Sides, note_type: NoteType) -> dict[str, str]:
    """The fields of a note type whose first one is not the heading of its cards.

    The heading is the field that the note type names, unless that has a `###` heading too. The text
    below it is the second field.
    """
    names = [name for name, _ in note_type.fields]
    by_name = {name.casefold(): name for name in names}
    filled: dict[str, str] = {}
    parts = [("", (), sides.above), *sections.field_parts(sides.below, by_name)]
    for name, _, tokens in parts:
        target = name or names[1]
        html = sides.html(tokens)
        filled[target] = f"{filled[target]}\n{html}".strip() if target in filled else html
    is_named = sides.heading != NO_HEADING
    filled.setdefault(note_type.heading, sides.heading if is_named else "")
    return {name: _bare(html) for name, html in filled.items()}


def _bare(html: str) -> str:
    """The text of a single paragraph."""
    start, end = "<p>", "</p>"
    if html.startswith(start) and html.find(end) == len(html) - len(end):
        return html[len(start) : -len(end)]
    return html


def unknown(name: str, note_types: Mapping[str, NoteType], place: Place) -> Diagnostic:
    """The finding that the project has no note type with this name."""
    hint = did_you_mean(name, note_types) if note_types else ""
    if not hint.startswith("did"):
        hint = f"to add one, make a folder `note-types/{name}` with a `note-type.toml`"
    message = f"there is no note type `{name}` in the project"
    return error(place, "unknown-note-type", message, hint)


def at_odds(
    note_type: NoteType, asked: Sequence[str], *, deletions: bool
) -> tuple[str, str] | None:
    """(message, hint) if a card asks for something that its note type cannot do."""
    if asked:
        message = f"a card of a custom note type cannot be `#card/{asked[0]}`"
        return message, "remove the tag"
    if deletions and not note_type.is_cloze:
        message = "this card has cloze deletions, but its note type is not a cloze note type"
        return message, 'give the note type `kind = "cloze"`'
    return None
