"""Anki settings: what Anki keeps of a note type that obverse has no use for, kept to the letter.

As JSON with the names of Anki's older collections: `originalStockKind` and the `tag` of a field
make Anki and AnkiDroid open their mask editor, fonts and directions are those of the editor. What
is as Anki has it by default is left out, and so is what only the collection knows.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from obverse.languages import protobuf
from obverse.note_types import NO_SETTINGS, AnkiSettings

_Json = dict[str, Any]

# Of obverse, or of the collection that it comes from.
_OF_TYPE = frozenset(
    "id name type mod usn did tmpls flds css req tags vers latex".split()
    + "media __type__ crowdanki_uuid".split()
)
_OF_FIELD = frozenset("id name ord media".split())
_OF_TEMPLATE = frozenset("id name ord qfmt afmt did".split())
_LATEX = "\\documentclass[12pt]{article}\n\\special{papersize=3in,5in}\n"
_PACKAGES = (
    "\\usepackage{amssymb,amsmath}\n\\pagestyle{empty}\n\\setlength{\\parindent}{0in}\n"
    "\\begin{document}\n"
)
_UTF_8 = "\\usepackage[utf8]{inputenc}\n"
_DEFAULTS: Mapping[str, tuple[object, ...]] = {
    "font": ("Arial", ""),
    "size": (20, 0),
    "latexPre": ("", _LATEX + _PACKAGES, _LATEX + _UTF_8 + _PACKAGES),
    "latexPost": ("", "\\end{document}"),
}
# The numbers of messages in Anki's `notetypes.proto`.
_TYPE_NAMES = {
    2: "sortf",
    5: "latexPre",
    6: "latexPost",
    7: "latexsvg",
    9: "originalStockKind",
    10: "originalId",
}
_FIELD_NAMES = {
    1: "sticky",
    2: "rtl",
    3: "font",
    4: "size",
    5: "description",
    6: "plainText",
    7: "collapsed",
    8: "excludeFromSearch",
    10: "tag",
    11: "preventDeletion",
}
_TEMPLATE_NAMES = {3: "bqfmt", 4: "bafmt", 6: "bfont", 7: "bsize"}
_SWITCHES = frozenset(
    "latexsvg sticky rtl plainText collapsed excludeFromSearch preventDeletion".split()
)
_OTHER = 255  # JSON of what the version of Anki that wrote it did not know
_MEANS_NOTHING = ("", 0, False, None)
_HAS_ZERO = frozenset({"tag"})  # zero is not the default


def of_type(written: Mapping[str, Any]) -> _Json:
    """The settings in the JSON of a note type."""
    return _kept(written, _OF_TYPE)


def of_field(written: Mapping[str, Any]) -> _Json:
    """The settings in the JSON of a field."""
    return _kept(written, _OF_FIELD)


def of_template(written: Mapping[str, Any]) -> _Json:
    """The settings in the JSON of a template."""
    return _kept(written, _OF_TEMPLATE)


def type_message(message: bytes) -> _Json:
    """The settings in the message of a note type. Raises `ValueError`."""
    return of_type(dict(_named(message, _TYPE_NAMES)))


def field_message(message: bytes) -> _Json:
    """The settings in the message of a field. Raises `ValueError`."""
    return of_field(dict(_named(message, _FIELD_NAMES)))


def template_message(message: bytes) -> _Json:
    """The settings in the message of a template. Raises `ValueError`."""
    return of_template(dict(_named(message, _TEMPLATE_NAMES)))


def settings_text(settings: _Json) -> str:
    """The settings as text; empty if there are none."""
    return json.dumps(settings, ensure_ascii=False, sort_keys=True) if settings else ""


def settings_of(text: str) -> _Json:
    """The settings in a text. Raises `ValueError` if it is not an object in JSON."""
    found = json.loads(text) if text else {}
    if not isinstance(found, dict):
        raise ValueError("not an object")  # noqa: TRY004  # the caller knows one fault
    return found


def add_settings(written: _Json, of: str, fields: Sequence[str], templates: Sequence[str]) -> None:
    """Add settings to the JSON of a note type for Anki; what obverse says of it stays."""
    written |= of_type(settings_of(of))
    for each, text in zip(written["flds"], fields, strict=True):
        each.update(of_field(settings_of(text)))
    for each, text in zip(written["tmpls"], templates, strict=True):
        each.update(of_template(settings_of(text)))


def settings_of_json(written: Mapping[str, Any]) -> AnkiSettings:
    """All settings in the JSON of a note type."""
    return _all(
        of_type(written),
        [settings_text(of_field(each)) for each in written.get("flds") or ()],
        [settings_text(of_template(each)) for each in written.get("tmpls") or ()],
    )


def settings_of_messages(
    message: bytes, fields: Sequence[str], templates: Sequence[str]
) -> AnkiSettings:
    """All settings of a note type, from its message and the texts of its parts."""
    return _all(type_message(message), fields, templates)


def _all(of: _Json, fields: Sequence[str], templates: Sequence[str]) -> AnkiSettings:
    made = AnkiSettings(settings_text(of), tuple(fields), tuple(templates))
    return made if any((made.of_type, *made.fields, *made.templates)) else NO_SETTINGS


def _kept(written: Mapping[str, Any], ours: frozenset[str]) -> _Json:
    return {
        name: value
        for name, value in written.items()
        if name not in ours and not _is_default(name, value)
    }


def _is_default(name: str, value: object) -> bool:
    if name in _HAS_ZERO:
        return value is None
    return value in _DEFAULTS.get(name, _MEANS_NOTHING) if _is_plain(value) else not value


def _is_plain(value: object) -> bool:
    return value is None or isinstance(value, str | int | float)


def _named(message: bytes, names: Mapping[int, str]) -> Iterator[tuple[str, object]]:
    for number, value in protobuf.fields(message):
        if number == _OTHER and isinstance(value, bytes):
            other = json.loads(value)
            yield from other.items() if isinstance(other, dict) else ()
        elif name := names.get(number):
            found = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
            yield name, bool(found) if name in _SWITCHES else found
