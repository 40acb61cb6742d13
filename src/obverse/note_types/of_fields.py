"""A note type made of the names of its fields: the first asks, all others answer."""

from collections.abc import Sequence

from obverse.machine.late import late
from obverse.note_types import NoteType, Template, id_of, own_css

_NOT_IN_A_NAME = late(r'[{}:"]+|^[#^/\s]+')  # what Anki does not take in a field's name


def note_type_of_fields(key: str, name: str, fields: Sequence[str]) -> NoteType:
    """A note type with fields of these names, as Anki takes them; empty ones are not shown.

    It has the id that its name has everywhere, and looks like obverse's own.
    """
    names = field_names(fields)
    further = "".join(
        f'{{{{#{each}}}}}<section class="extra" dir="auto">{{{{{each}}}}}</section>'
        f"{{{{/{each}}}}}\n"
        for each in names[2:]
    )
    answer = f'<section class="text" dir="auto">{{{{{names[1]}}}}}</section>\n'
    template = Template(
        "Card 1",
        id_of("Card 1"),
        '<main class="obverse">\n'
        f'<section class="title" data-asked dir="auto">{{{{{names[0]}}}}}</section>\n</main>\n',
        '<div class="obverse answer">\n{{FrontSide}}\n<hr id="answer">\n'
        f"{answer}{further}</div>\n",
    )
    return NoteType(
        key=key,
        name=name,
        id=id_of(name),
        is_cloze=False,
        fields=tuple((each, id_of(each)) for each in names),
        templates=(template,),
        css=own_css(),
        modified=0,
    )


def field_names(written: Sequence[str]) -> list[str]:
    """Names of fields as Anki takes them, each once."""
    names: list[str] = []
    for number, each in enumerate(written, start=1):
        name = " ".join(_NOT_IN_A_NAME.sub(" ", each).split()) or f"Field {number}"
        while name.casefold() in {other.casefold() for other in names}:
            name += f" {number}"
        names.append(name)
    return names
