"""Note types: fields, card templates and CSS, each a folder of real files."""

import tomllib
from collections.abc import Callable, Sequence
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

from obverse.errors import ObverseError, TextError
from obverse.languages import cloze
from obverse.languages.fingerprint import digest
from obverse.machine import unfetched
from obverse.machine.files import read_regular
from obverse.note_types.template import cloze_fields, is_blank, shows
from obverse.values.source import decode

_FOLDER = Path(__file__).parent
_BOX = "obverse"  # the class of the element that holds a side


class Template(NamedTuple):
    """A card template: Anki's integer id, its name, and the HTML of both sides.

    Templates made before Anki 23.10 have no id.
    """

    name: str
    id: int | None
    front: str
    back: str


class AnkiSettings(NamedTuple):
    """Further settings in Anki of a note type, its fields and its templates (`anki_settings`)."""

    of_type: str = ""
    fields: tuple[str, ...] = ()
    templates: tuple[str, ...] = ()


NO_SETTINGS = AnkiSettings()


class NoteType(NamedTuple):
    """A note type. `fields` are (name, id); `modified` is when its style last changed (Unix).

    Anki recognises a note type by `id` and refuses every later import of its notes if fields or
    templates are added, removed or reordered: a schema is permanent. `heading` is the field that
    the heading of a card fills, if it is not the first.
    """

    key: str
    name: str
    id: int
    is_cloze: bool
    fields: tuple[tuple[str, int | None], ...]
    templates: tuple[Template, ...]
    css: str
    modified: int
    anki: AnkiSettings = NO_SETTINGS
    heading: str = ""

    @property
    def digest(self) -> str:
        """Digests of the schema, and of everything else that Anki takes from a newer note type."""
        further = () if self.anki == NO_SETTINGS else (repr(tuple(self.anki)),)
        said = (self.name, repr(self.fields), repr(self.templates), self.css, *further)
        return self.schema + digest(*said)

    @property
    def schema(self) -> str:
        """A digest of what must never change: the kind, the ids of fields and templates."""
        ids = ([each for _, each in self.fields], [each.id for each in self.templates])
        return digest(repr(self.is_cloze), repr(ids))

    def cards(self, fields: Sequence[str]) -> tuple[int, ...]:
        """The ordinals, from 0, of the cards Anki makes of a note with these fields.

        A template makes a card if its front shows at least one field that is not blank; a cloze
        note type makes one for each number, none above `cloze.MOST`.
        """
        if self.is_cloze:
            found = frozenset[int]().union(*map(cloze.numbers, self.cloze_texts(fields)))
            return tuple(number - 1 for number in sorted(found) if number <= cloze.MOST)
        return self.shown(tuple([is_blank(field) for field in fields]))

    def shown(self, blank: tuple[bool, ...]) -> tuple[int, ...]:
        """The ordinals of the templates that show a field that is not `blank`."""
        names = zip(self.fields, blank, strict=True)
        filled = frozenset(name for (name, _), is_blank in names if not is_blank)
        return tuple(
            ordinal
            for ordinal, template in enumerate(self.templates)
            if shows(template.front, filled)
        )

    def cloze_texts(self, fields: Sequence[str]) -> tuple[str, ...]:
        """The fields from which Anki makes cloze cards."""
        shown = cloze_fields(self.templates[0].front)
        names = (name for name, _ in self.fields)
        return tuple(text for name, text in zip(names, fields, strict=True) if name in shown)


# How a first field begins that is not shown on the card, because the text begins with it.
IN_TEXT = '<span class="in-text">'


@cache
def built_in_names() -> tuple[str, ...]:
    """The keys of obverse's note types: a folder here each."""
    found = sorted(path.parent.name for path in _FOLDER.glob("*/note-type.toml"))
    return tuple(name.replace("_", "-") for name in found)


@cache
def source_at(key: str) -> int:
    """Which field of a note type, from zero, says where a note was written; -1 if none does."""
    names = [name for name, _ in built_in(key).fields] if key in built_in_names() else []
    return names.index("Source") if "Source" in names else -1


def with_source(key: str, fields: tuple[str, ...], source: str = "") -> tuple[str, ...]:
    """The fields of a note of this type with this source: without one they can be compared."""
    at = source_at(key)
    return (*fields[:at], source, *fields[at + 1 :]) if 0 <= at < len(fields) else fields


def kind_shown(note_type: NoteType, kind: str) -> str:
    """What a summary calls a note: its kind, or the note type that the project made for it."""
    return kind if note_type.key in built_in_names() else note_type.name


@cache
def built_in(key: str) -> NoteType:
    """A built-in note type by its key."""
    return load_built_in(key, _FOLDER / key.replace("-", "_"))


def load_custom(
    name: str, folder: Path, is_inside: Callable[[Path], bool] = lambda _: True
) -> NoteType:
    """A custom note type: `note-type.toml`, `front.html`, `back.html`, `style.css`.

    Only `fields` must be in the TOML, as a list of names or of tables; everything else has a
    default. Missing ids are derived from the names. One without CSS looks like obverse's own:
    its sides are put into the same box. Only files that are inside the project are read. Raises
    `TextError` (`note-type-invalid`).
    """

    def text(name: str) -> str:
        if is_inside(folder / name):
            return _read(folder, name)
        message = f"`{name}` of this note type is outside the project"
        hint = "copy it into the project, or run `obverse allow`"
        raise TextError("note-type-invalid", message, 1, hint=hint)

    written = _toml(text("note-type.toml"))
    title = str(written.get("name", name))
    fields = [each if isinstance(each, dict) else {"name": each} for each in written["fields"]]
    templates = written.get("templates") or [
        {"name": "Card 1", "front": "front.html", "back": "back.html"}
    ]
    has_css = "css" in written or (folder / "style.css").is_file()
    styles = written.get("css", ["style.css"])
    in_box = str if has_css else _in_box
    return NoteType(
        key=name,
        name=title,
        id=written.get("id") or id_of(title),
        is_cloze=written.get("kind", "normal") == "cloze",
        fields=tuple((each["name"], _given_id(each)) for each in fields),
        templates=tuple(
            Template(
                each["name"],
                _given_id(each),
                in_box(text(each["front"])),
                in_box(text(each["back"])),
            )
            for each in templates
        ),
        css="\n".join(map(text, styles)) if has_css else own_css(),
        modified=written.get("modified", 0),
        anki=_anki(written, fields, templates),
        heading=_heading(written, fields),
    )


def _heading(written: dict[str, Any], fields: Sequence[dict[str, Any]]) -> str:
    """The field that the heading of a card fills, if the note type names one."""
    name = written.get("heading", "")
    if name and (len(fields) < 2 or name not in [each["name"] for each in fields]):  # noqa: PLR2004
        hint = "name one of its fields, as it is written there"
        raise TextError("note-type-invalid", f"`heading` is not a field: `{name}`", 1, hint=hint)
    return str(name)


def _anki(written: dict[str, Any], *parts: Sequence[dict[str, Any]]) -> AnkiSettings:
    from obverse.note_types.anki_settings import settings_of

    of_all = [tuple(str(each.get("anki", "")) for each in of) for of in parts]
    texts = (str(written.get("anki", "")), *of_all[0], *of_all[1])
    for text in filter(None, texts):
        try:
            settings_of(text)
        except ValueError:
            message = f"`anki` is not JSON: `{text}`"
            raise TextError("note-type-invalid", message, 1) from None
    return AnkiSettings(texts[0], *of_all) if any(texts) else NO_SETTINGS


def own_css() -> str:
    """How obverse's own notes look."""
    return built_in("obverse").css


def _in_box(side: str) -> str:
    """One side of a card in the box that the CSS of obverse's own note types is about."""
    return side if _BOX in side else f'<div class="{_BOX}" dir="auto">\n{side}</div>\n'


def _given_id(written: dict[str, Any]) -> int | None:
    """The id of a field or template; `id = 0` means that Anki knows it only by its name."""
    return written.get("id", id_of(written["name"])) or None


def _toml(text: str) -> dict[str, Any]:
    try:
        written = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        reason = f"this is not TOML: {str(fault).lower()}"
        raise TextError("note-type-invalid", reason, 1) from None
    fields = written.get("fields")
    if not isinstance(fields, list) or not fields or not all(map(_has_name, fields)):
        hint = 'name its fields: `fields = ["Word", "Meaning"]`'
        raise TextError("note-type-invalid", "the note type has no fields", 1, hint=hint)
    names = [each["name"] if isinstance(each, dict) else each for each in fields]
    if len({each.casefold() for each in names}) < len(names):
        raise TextError("note-type-invalid", "two fields have the same name", 1)
    return written


def _has_name(field: object) -> bool:
    name = field.get("name") if isinstance(field, dict) else field
    return isinstance(name, str) and bool(name.strip()) and not set(name) & set('{}:"')


def _read(folder: Path, name: str) -> str:
    try:
        return decode(_fetched(folder / name)).strip() + "\n"
    except TextError as fault:
        message = f"cannot read `{name}` of this note type: {fault.message}"
        raise TextError("note-type-invalid", message, 1, hint=fault.hint) from None
    except ObverseError as fault:
        raise TextError("note-type-invalid", fault.message, 1, hint=fault.hint) from None


def _fetched(path: Path) -> bytes:
    raw = read_regular(path)
    if missing := unfetched.of_content(raw, path):
        what, hint = missing
        raise TextError("unfetched-file", what, 1, hint=hint)
    return raw


def id_of(name: str) -> int:
    """An id from a name, in the range of Anki's ids; the same on every machine."""
    return 1 << 40 | int.from_bytes(blake2b(name.encode(), digest_size=5).digest()) >> 1


def load_built_in(key: str, folder: Path) -> NoteType:
    """The note type in a folder: `note-type.toml` and the files it names."""
    written = tomllib.loads((folder / "note-type.toml").read_text(encoding="utf-8"))

    def text(name: str) -> str:
        return (folder / name).read_text(encoding="utf-8").strip() + "\n"

    def scripts(template: dict[str, Any]) -> str:
        return "".join(f"<script>\n{text(name)}</script>\n" for name in template["scripts"])

    return NoteType(
        key=key,
        name=written["name"],
        id=written["id"],
        is_cloze=written["kind"] == "cloze",
        fields=tuple((each["name"], each["id"]) for each in written["fields"]),
        templates=tuple(
            Template(
                each["name"],
                each["id"],
                text(each["front"]) + scripts(each),
                text(each["back"]) + scripts(each),
            )
            for each in written["templates"]
        ),
        css="\n".join(text(name) for name in written["css"]),
        modified=written["modified"],
    )
