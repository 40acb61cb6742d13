"""A note type as the files of its folder: what `load_custom` reads."""

import json
import re
from dataclasses import replace

from obverse.note_types import NoteType

_NOT_IN_A_NAME = re.compile(r"[^a-z0-9]+")


def files_of(note_type: NoteType) -> dict[str, str]:
    """The files by name: `note-type.toml`, two for each template, `style.css`.

    Where Anki knows no id of a field or template, `id = 0` says so.
    """
    files: dict[str, str] = {}
    lines = [
        "# The fields and templates, their order and their ids are fixed for ever: Anki refuses",
        "# every later import of a note whose note type has gained, lost or reordered one.",
        "",
        f"name = {_text(note_type.name)}",
        f"id = {note_type.id}",
        f'kind = "{"cloze" if note_type.is_cloze else "normal"}"',
        "# Unix seconds: when Anki saw the last change to a template or the CSS.",
        f"modified = {note_type.modified}",
        'css = ["style.css"]',
    ]
    for name, number in note_type.fields:
        lines += ["", "[[fields]]", f"name = {_text(name)}", f"id = {number or 0}"]
    for place, template in enumerate(note_type.templates, start=1):
        stem = _NOT_IN_A_NAME.sub("-", template.name.lower()).strip("-")[:40] or f"card-{place}"
        if f"{stem}.front.html" in files:
            stem = f"{stem}-{place}"
        files[f"{stem}.front.html"] = _ended(template.front)
        files[f"{stem}.back.html"] = _ended(template.back)
        lines += [
            "",
            "[[templates]]",
            f"name = {_text(template.name)}",
            f"id = {template.id or 0}",
            f'front = "{stem}.front.html"',
            f'back = "{stem}.back.html"',
        ]
    return {"note-type.toml": "\n".join(lines) + "\n", **files, "style.css": _ended(note_type.css)}


def as_loaded(note_type: NoteType) -> NoteType:
    """The note type as it is when it is loaded from its files: each text ends with one line."""
    templates = tuple(
        replace(each, front=_ended(each.front), back=_ended(each.back))
        for each in note_type.templates
    )
    return replace(note_type, templates=templates, css=_ended(note_type.css))


def _text(text: str) -> str:
    """A basic string of TOML 1.0, whose escapes JSON shares."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def _ended(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip() + "\n"
