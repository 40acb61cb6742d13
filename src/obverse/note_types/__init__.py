"""Note types: fields, card templates and CSS, each a folder of real files."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from obverse import cloze
from obverse.fingerprint import digest
from obverse.note_types.template import cloze_fields, is_blank, shows

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Template:
    """A card template: Anki's integer id, its name, and the HTML of both sides."""

    name: str
    id: int
    front: str
    back: str


@dataclass(frozen=True, slots=True)
class NoteType:
    """A note type. `fields` are (name, id); `modified` is when its looks last changed (Unix).

    Anki knows a note type by `id` and refuses every later import of its notes when fields or
    templates are added, removed or reordered: a schema is for ever.
    """

    key: str
    name: str
    id: int
    is_cloze: bool
    fields: tuple[tuple[str, int], ...]
    templates: tuple[Template, ...]
    css: str
    modified: int

    @property
    def digest(self) -> str:
        """Of all that Anki would take over when the note type's time is newer."""
        return digest(self.name, repr(self.fields), repr(self.templates), self.css)

    def cards(self, fields: Sequence[str]) -> tuple[int, ...]:
        """The ordinals, from 0, of the cards Anki makes of a note with these fields.

        A template makes a card when its front shows at least one field that is not blank; a
        cloze note type one for each number, none above `cloze.MOST`.
        """
        names = [name for name, _ in self.fields]
        if self.is_cloze:
            shown = cloze_fields(self.templates[0].front)
            found = frozenset[int]().union(
                *(
                    cloze.numbers(text)
                    for name, text in zip(names, fields, strict=True)
                    if name in shown
                )
            )
            return tuple(number - 1 for number in sorted(found) if number <= cloze.MOST)
        filled = frozenset(
            name for name, text in zip(names, fields, strict=True) if not is_blank(text)
        )
        return self._shown(filled)

    def _shown(self, filled: frozenset[str]) -> tuple[int, ...]:
        return tuple(
            ordinal
            for ordinal, template in enumerate(self.templates)
            if shows(template.front, filled)
        )


@cache
def built_in(key: str) -> NoteType:
    """One of obverse's own two: `obverse` or `obverse-cloze`."""
    return load(key, _FOLDER / key.replace("-", "_"))


def load(key: str, folder: Path) -> NoteType:
    """The note type in a folder: `note-type.toml` and the files it names."""
    written = tomllib.loads((folder / "note-type.toml").read_text(encoding="utf-8"))

    def text(name: str) -> str:
        return (folder / name).read_text(encoding="utf-8").strip() + "\n"

    return NoteType(
        key=key,
        name=written["name"],
        id=written["id"],
        is_cloze=written["kind"] == "cloze",
        fields=tuple((each["name"], each["id"]) for each in written["fields"]),
        templates=tuple(
            Template(each["name"], each["id"], text(each["front"]), text(each["back"]))
            for each in written["templates"]
        ),
        css="\n".join(text(name) for name in written["css"]),
        modified=written["modified"],
    )
