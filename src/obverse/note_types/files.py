"""A note type as the files of its folder: what `load_custom` reads."""

import json

from obverse.machine.file_names import Names, safe
from obverse.machine.late import late
from obverse.note_types import NoteType

_NOT_IN_A_NAME = late(r"[^a-z0-9]+")


def files_of(note_type: NoteType) -> dict[str, str]:
    """The files by name: `note-type.toml`, two for each template, `style.css`.

    `id = 0` means that a field or template has no id in Anki.
    """
    files: dict[str, str] = {}
    given = Names()
    lines = [
        "# Never change the fields and templates, their order or their ids: Anki refuses every",
        "# later import of a note whose note type has gained, lost or reordered one.",
        "",
        f"name = {_text(note_type.name)}",
        f"id = {note_type.id}",
        f'kind = "{"cloze" if note_type.is_cloze else "normal"}"',
        "# When a template or the CSS last changed in Anki, in Unix seconds.",
        f"modified = {note_type.modified}",
        'css = ["style.css"]',
    ]
    if note_type.heading:
        lines += [
            "# The field that the heading of a card fills.",
            f"heading = {_text(note_type.heading)}",
        ]
    settings = note_type.anki
    lines += _settings(settings.of_type, "# Further settings in Anki.")
    for place, (name, number) in enumerate(note_type.fields):
        lines += ["", "[[fields]]", f"name = {_text(name)}", f"id = {number or 0}"]
        lines += _settings(*settings.fields[place : place + 1])
    for place, template in enumerate(note_type.templates, start=1):
        stem = _NOT_IN_A_NAME.sub("-", template.name.lower()).strip("-")[:40] or f"card-{place}"
        stem = given.unique(safe(stem, "card"))
        files[f"{stem}.front.html"] = _ended(template.front)
        files[f"{stem}.back.html"] = _ended(template.back)
        lines += [
            "",
            "[[templates]]",
            f"name = {_text(template.name)}",
            f"id = {template.id or 0}",
            f'front = "{stem}.front.html"',
            f'back = "{stem}.back.html"',
            *_settings(*settings.templates[place - 1 : place]),
        ]
    return {"note-type.toml": "\n".join(lines) + "\n", **files, "style.css": _ended(note_type.css)}


def _settings(text: str = "", about: str = "") -> list[str]:
    if not text:
        return []
    is_literal = "'" not in text and text.isprintable()
    return [
        *([about] if about else []),
        f"anki = '{text}'" if is_literal else f"anki = {_text(text)}",
    ]


def as_loaded(note_type: NoteType) -> NoteType:
    """The note type as it is when it is loaded from its files: each text ends with one line."""
    templates = tuple(
        each._replace(front=_ended(each.front), back=_ended(each.back))
        for each in note_type.templates
    )
    return note_type._replace(templates=templates, css=_ended(note_type.css))


def _text(text: str) -> str:
    """A basic string of TOML 1.0, whose escapes JSON shares."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def _ended(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip() + "\n"
