"""A collection as CrowdAnki's `deck.json`."""

import json
import re
from html import unescape
from typing import Any
from urllib.parse import unquote

from obverse.errors import ObverseError
from obverse.formats.crowdanki import uuid_of, uuid_of_note_type
from obverse.link.collection import Collection, CollectionNote
from obverse.note_types import NO_SETTINGS, NoteType
from obverse.note_types.anki_settings import add_settings
from obverse.note_types.shown_files import shown_files

_SETTINGS = "Default"
# As in Anki's media check (rslib, `text.rs`): what a field names by `src`, `data` or `[sound:]`.
_MEDIA = re.compile(
    r"""(?:src|data)\s*=\s*(?:"([^">]+)"|'([^'>]+)'|([^"'> ]+))|\[sound:([^\]]+)\]""", re.IGNORECASE
)
_LATEX = {
    "latexPost": "\\end{document}",
    "latexPre": "\\documentclass[12pt]{article}\n\\special{papersize=3in,5in}\n"
    "\\usepackage{amssymb,amsmath}\n\\pagestyle{empty}\n\\setlength{\\parindent}{0in}\n"
    "\\begin{document}\n",
    "latexsvg": False,
}


def deck_json(collection: Collection) -> str:
    """The text of `deck.json`. Raises `ObverseError` if there is more than one root deck."""
    root = _root(collection.decks)
    by_deck: dict[str, list[CollectionNote]] = {}
    for note in collection.notes:
        by_deck.setdefault(note.deck, []).append(note)
    top = _deck(collection, by_deck, root, root)
    types = sorted(collection.note_types.values(), key=lambda each: each.name)
    top["note_models"] = [_note_type(each) for each in types]
    of_types = {name for each in types for name in shown_files(each)}
    top["media_files"] = sorted({*top["media_files"], *(of_types & collection.media.keys())})
    top["deck_configurations"] = [_settings()]
    return json.dumps(top, ensure_ascii=False, indent=4, sort_keys=True) + "\n"


def _root(decks: tuple[str, ...]) -> str:
    """The root deck, of which all others are subdecks."""
    paths = [name.split("::") for name in decks]
    shared: list[str] = []
    for parts in zip(*paths, strict=False):
        if len(set(parts)) > 1:
            break
        shared.append(parts[0])
    if not shared:
        message = f"a CrowdAnki file holds one root deck, but there are {len(decks)}"
        raise ObverseError(message, "put them below one: `--deck NAME`")
    return "::".join(shared)


def _deck(
    collection: Collection, by_deck: dict[str, list[CollectionNote]], name: str, written: str
) -> dict[str, Any]:
    """A deck and all below it; `written` is its name without its parents'."""
    notes = by_deck.get(name, [])
    below = dict.fromkeys(
        deck.removeprefix(f"{name}::").split("::")[0]
        for deck in collection.decks
        if deck.startswith(f"{name}::")
    )
    return {
        "__type__": "Deck",
        "children": [_deck(collection, by_deck, f"{name}::{each}", each) for each in below],
        "crowdanki_uuid": uuid_of("deck", name),
        "deck_config_uuid": uuid_of("settings", _SETTINGS),
        "desc": "",
        "dyn": 0,
        "extendNew": 0,
        "extendRev": 0,
        "media_files": _media(collection, notes),
        "name": written,
        "notes": [_note(note, collection.note_types[note.note_type]) for note in notes],
    }


def _media(collection: Collection, notes: list[CollectionNote]) -> list[str]:
    found = (found for note in notes for field in note.fields for found in _MEDIA.finditer(field))
    names = {unescape(each[1] or each[2] or each[3] or each[4]) for each in found}
    # Imported notes may have names as addresses.
    return sorted((names | {*map(unquote, names)}) & collection.media.keys())


def _note(note: CollectionNote, note_type: NoteType) -> dict[str, Any]:
    return {
        "__type__": "Note",
        "fields": list(note.fields),
        "guid": note.guid,
        "note_model_uuid": uuid_of_note_type(note_type.id),
        "tags": list(note.tags),
    }


def _note_type(note_type: NoteType) -> dict[str, Any]:
    """A note type as in Anki's JSON, without what only a collection knows: id and times."""
    written: dict[str, Any] = {
        "__type__": "NoteModel",
        "crowdanki_uuid": uuid_of_note_type(note_type.id),
        "css": note_type.css,
        "flds": [
            {
                "font": "Arial",
                "id": number,
                "media": [],
                "name": name,
                "ord": place,
                "rtl": False,
                "size": 20,
                "sticky": False,
            }
            for place, (name, number) in enumerate(note_type.fields)
        ],
        "name": note_type.name,
        "req": [],
        "sortf": 0,
        "tags": [],
        "tmpls": [
            {
                "afmt": each.back,
                "bafmt": "",
                "bqfmt": "",
                "did": None,
                "id": each.id,
                "name": each.name,
                "ord": place,
                "qfmt": each.front,
            }
            for place, each in enumerate(note_type.templates)
        ],
        "type": int(note_type.is_cloze),
        "vers": [],
        **_LATEX,
    }
    if note_type.anki != NO_SETTINGS:
        add_settings(written, *note_type.anki)
    return written


def _settings() -> dict[str, Any]:
    """Anki's default settings of a deck, which the add-on looks up by their UUID."""
    return {
        "__type__": "DeckConfig",
        "autoplay": True,
        "crowdanki_uuid": uuid_of("settings", _SETTINGS),
        "dyn": False,
        "lapse": {
            "delays": [10],
            "leechAction": 1,
            "leechFails": 8,
            "minInt": 1,
            "mult": 0,
        },
        "maxTaken": 60,
        "name": _SETTINGS,
        "new": {
            "bury": False,
            "delays": [1, 10],
            "initialFactor": 2500,
            "ints": [1, 4, 0],
            "order": 1,
            "perDay": 20,
        },
        "replayq": True,
        "rev": {
            "bury": False,
            "ease4": 1.3,
            "hardFactor": 1.2,
            "ivlFct": 1,
            "maxIvl": 36500,
            "perDay": 200,
        },
        "timer": 0,
    }
