"""Cards of a custom note type: front, back, then `###` headings for the other fields."""

from collections.abc import Iterator, Mapping, Sequence

from obverse.compile.sides import Sides
from obverse.languages import markdown
from obverse.languages.markdown import Token
from obverse.note_types import NoteType
from obverse.values.diagnostic import Diagnostic, did_you_mean, error
from obverse.values.source import Place

_NO_HEADING = "<wbr>"


def fill(sides: Sides, note_type: NoteType) -> dict[str, str]:
    """The fields: the first is the question, the second the answer up to the first `###` field.

    A `###` heading that is the name of a field, whatever its case, begins that field. A heading
    that is `<wbr>` alone is none: the question begins below it. A field that is one paragraph is
    its text alone, for a template may put it anywhere, into an attribute too.
    """
    names = [name for name, _ in note_type.fields]
    question = sides.html(sides.above) if sides.heading == _NO_HEADING else sides.question
    filled = {names[0]: question}
    by_name = {name.casefold(): name for name in names}
    for name, tokens in _parts(sides.below, by_name):
        target = name or (names[1] if len(names) > 1 else names[0])
        html = sides.html(tokens)
        filled[target] = f"{filled[target]}\n{html}".rstrip() if filled.get(target) else html
    return {name: _bare(html) for name, html in filled.items()}


def _bare(html: str) -> str:
    """The text of a paragraph that is alone."""
    start, end = "<p>", "</p>"
    if html.startswith(start) and html.find(end) == len(html) - len(end):
        return html[len(start) : -len(end)]
    return html


def unknown(name: str, note_types: Mapping[str, NoteType], place: Place) -> Diagnostic:
    """The finding that the project has no note type of this name."""
    hint = did_you_mean(name, note_types) if note_types else ""
    if not hint.startswith("did"):
        hint = f"it is a folder `note-types/{name}` with a `note-type.toml` in it"
    message = f"there is no note type `{name}` in the project"
    return error(place, "unknown-note-type", message, hint)


def at_odds(
    note_type: NoteType, asked: Sequence[str], *, deletions: bool
) -> tuple[str, str] | None:
    """(message, hint) where a card asks for what its note type does not do."""
    if asked:
        message = f"a card of the project's own note type cannot be `#card/{asked[0]}`"
        return message, "take the tag out"
    if deletions and not note_type.is_cloze:
        message = "this card has cloze deletions, and its note type makes none"
        return message, 'give the note type `kind = "cloze"`'
    return None


def _parts(
    tokens: Sequence[Token], by_name: dict[str, str]
) -> Iterator[tuple[str | None, Sequence[Token]]]:
    """(field, its blocks); the first part has no name."""
    start, current = 0, None
    for index, token in enumerate(tokens):
        if token.type != "heading_open" or token.tag != "h3" or token.level:
            continue
        written = markdown.text(tokens[index : index + 3], signs=False)
        name = by_name.get(" ".join(written.split()).casefold())
        if name is None:
            continue
        yield current, tokens[start:index]
        start, current = index + 3, name
    yield current, tokens[start:]
