"""The SQLite collection of a package, both schemas, as plain values; nothing in it is trusted.

Schema 11 keeps note types and decks as JSON in the one row of `col`; schema 18 has a table for
each, their settings in protobuf.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from obverse.cards.rows import Rows, StoredNote
from obverse.errors import ObverseError
from obverse.languages import protobuf
from obverse.languages.tags import split
from obverse.machine.distrust import distrust
from obverse.note_types import NoteType, Template
from obverse.note_types.anki_settings import (
    field_message,
    settings_of_json,
    settings_of_messages,
    settings_text,
    template_message,
)
from obverse.values.import_limits import IMPORT_LIMITS, check_counts, check_note_type

_HINT = "export the deck from Anki again (File, Export)"
# Instructions of SQLite's virtual machine; reading a row takes about thirty. A view or an index
# that is made to run for hours is stopped after seconds.
_STEPS = 600_000_000
_LONGEST = 1 << 26  # bytes of one value
_TABLES = ("col", "notes", "cards")
_FAULTS = (
    sqlite3.Error,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,  # of JSON that is not an object
    OverflowError,
    RecursionError,
)
_SCHEMA = 18  # the newest that is known; Anki has had it since 2.1.28
_DEFAULT = "1"  # the id of the preset that every collection has


def read_rows(path: Path) -> Rows:
    """The collection in a file. Raises `ObverseError` if it is not one."""
    rows = Rows()
    try:
        with opened_collection(path, rows) as connection:
            tables = _tables(connection)
            _check_schema(connection)
            _limit(connection)
            if "notetypes" in tables:
                rows.note_types = _note_types_18(connection)
                _read_decks_18(connection, rows)
            else:
                _read_col(connection, rows)
            rows.notes = list(_notes(connection))
    except _FAULTS as fault:
        message = "the package's collection is missing or damaged"
        if "interrupted" in str(fault):
            message = "the package's collection takes too long to read"
        raise ObverseError(f"{message}: {fault}", _HINT) from fault
    return rows


@contextmanager
def opened_collection(path: Path, rows: Rows) -> Iterator[sqlite3.Connection]:
    """A collection to be read once, as nothing that could run or take for ever."""
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)

    def text(raw: bytes) -> str:
        try:
            return raw.decode()
        except UnicodeDecodeError:
            rows.damaged += 1
            return raw.decode("utf-8", "replace")

    try:
        connection.text_factory = text
        distrust(connection, steps=_STEPS, longest=_LONGEST)
        connection.create_collation("unicase", lambda a, b: (a > b) - (a < b))
        connection.execute("pragma query_only = on")
        yield connection
    finally:
        connection.close()


def _tables(connection: sqlite3.Connection) -> set[str]:
    """The names of the real tables; a view or virtual table in their place is refused."""
    statement = "select name, type, coalesce(sql, '') from sqlite_master"
    found = {
        str(name): kind == "table" and "virtual" not in str(sql)[:20].lower()
        for name, kind, sql in connection.execute(statement)
    }
    for name in _TABLES:
        if not found.get(name):
            raise ValueError(f"there is no table `{name}`")
    return {name for name, real in found.items() if real}


def _check_schema(connection: sqlite3.Connection) -> None:
    """Refuse a schema whose tables may mean something else. Raises `ObverseError`."""
    if "ver" not in _columns(connection, "col"):
        return
    row = connection.execute("select ver from col").fetchone()
    if row and isinstance(row[0], int) and row[0] > _SCHEMA:
        raise ObverseError(
            f"the collection has schema {row[0]}, and obverse reads schemas up to {_SCHEMA}",
            "update obverse, or export the deck with *Support older Anki versions*",
        )


def _limit(connection: sqlite3.Connection) -> None:
    """Refuse what would take hours, before any of it is read. Raises `ObverseError`."""
    notes = connection.execute("select count(*) from notes").fetchone()[0]
    check_counts(notes, 0, 0, "package")
    # How often the character between two fields is in a note.
    between = "length(cast(flds as blob)) - length(cast(replace(flds, char(31), '') as blob))"
    statement = f"select coalesce(max({between}), 0), coalesce(sum({between}), 0) from notes"  # noqa: S608  # no one else's text
    most, all_ = connection.execute(statement).fetchone()
    check_counts(notes, notes + all_, most + 1, "package")


def _notes(connection: sqlite3.Connection) -> Iterator[StoredNote]:
    decks: dict[int, int] = {}
    elsewhere: Counter[int] = Counter()
    statement = "select nid, case when odid then odid else did end from cards order by nid, ord"
    for note_id, deck in connection.execute(statement):
        if decks.setdefault(note_id, deck) != deck:
            elsewhere[note_id] += 1
    statement = "select id, guid, mid, mod, tags, flds from notes order by id"
    for note_id, guid, note_type, modified, tags, fields in connection.execute(statement):
        yield StoredNote(
            int(note_id),
            _text(guid),
            int(note_type),
            int(modified),
            split(_text(tags)),
            tuple(_text(fields).split("\x1f")),
            decks.get(note_id, 0),
            elsewhere[note_id],
        )


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return "" if value is None else str(value)


def _read_col(connection: sqlite3.Connection, rows: Rows) -> None:
    presets_ = "dconf" if "dconf" in _columns(connection, "col") else "''"
    row = connection.execute(f"select models, decks, {presets_} from col").fetchone()  # noqa: S608  # one of two words
    if row is None:
        raise ValueError("`col` is empty")
    models, decks, presets = (json.loads(_text(each) or "{}") for each in row)
    rows.decks = {int(key): _text(each["name"]) for key, each in decks.items()}
    rows.described = [_text(each["name"]) for each in decks.values() if _text(each.get("desc"))]
    # An older deck has its preset's id as a text.
    named = {_text(key): _text(each.get("name")) for key, each in presets.items()}
    rows.presets = _used({_text(each.get("conf")) for each in decks.values()}, named)
    for key, each in models.items():
        fields, templates = each.get("flds") or [], each.get("tmpls") or []
        check_note_type(len(fields), len(templates), "package")
        rows.note_types[int(key)] = NoteType(
            key="",
            name=_text(each.get("name")),
            id=int(key),
            is_cloze=int(each.get("type", 0)) == 1,
            fields=tuple((_text(f.get("name")), _id(f.get("id"))) for f in fields),
            templates=tuple(map(_template, templates)),
            css=_text(each.get("css")),
            modified=int(each.get("mod", 0)),
            anki=settings_of_json(each),
        )


def _template(written: Mapping[str, object]) -> Template:
    name, front, back = (_text(written.get(each)) for each in ("name", "qfmt", "afmt"))
    return Template(name, _id(written.get("id")), front, back)


def _id(value: object) -> int | None:
    return int(value) if isinstance(value, int) and value else None


def _note_types_18(connection: sqlite3.Connection) -> dict[int, NoteType]:
    """Message numbers are those of anki's `notetypes.proto`."""
    fields: dict[int, list[tuple[str, int | None]]] = {}
    of_fields: dict[int, list[str]] = {}
    of_templates: dict[int, list[str]] = {}
    for note_type, name, config in connection.execute(
        "select ntid, name, config from fields order by ntid, ord"
    ):
        told = _message(config)
        fields.setdefault(note_type, []).append((_text(name), _signed(told.get(9))))
        of_fields.setdefault(note_type, []).append(settings_text(field_message(config)))
    templates: dict[int, list[Template]] = {}
    for note_type, name, config in connection.execute(
        "select ntid, name, config from templates order by ntid, ord"
    ):
        told = _message(config)
        templates.setdefault(note_type, []).append(
            Template(_text(name), _signed(told.get(8)), _text(told.get(1)), _text(told.get(2)))
        )
        of_templates.setdefault(note_type, []).append(settings_text(template_message(config)))
    found = {}
    for number, name, modified, config in connection.execute(
        "select id, name, mtime_secs, config from notetypes order by id"
    ):
        told = _message(config)
        found[int(number)] = NoteType(
            key="",
            name=_text(name),
            id=int(number),
            is_cloze=told.get(1) == 1,
            fields=tuple(fields.get(number, ())[: IMPORT_LIMITS.type_fields]),
            templates=tuple(templates.get(number, ())[: IMPORT_LIMITS.type_fields]),
            css=_text(told.get(3)),
            modified=int(modified),
            anki=settings_of_messages(
                *(config, of_fields.get(number, ())[: IMPORT_LIMITS.type_fields]),
                of_templates.get(number, ())[: IMPORT_LIMITS.type_fields],
            ),
        )
    return found


def _message(config: Any) -> dict[int, int | bytes]:  # noqa: ANN401  # SQLite's value
    if not isinstance(config, bytes):
        raise ValueError("a setting is not a message")  # noqa: TRY004  # the caller knows one fault
    return dict(protobuf.fields(config))


def _signed(value: int | bytes | None) -> int | None:
    """An `int64`, whose negative numbers are two's complement; `None` if it is missing."""
    if not isinstance(value, int) or not value:
        return None
    return value - (1 << 64) if value >> 63 else value


def _read_decks_18(connection: sqlite3.Connection, rows: Rows) -> None:
    """The names, descriptions and presets.

    Message numbers are those of anki's `decks.proto`: 1 of a kind is a deck that is not filtered,
    and there 1 is the preset and 4 the description.
    """
    used = set()
    kinds = "kind" if "kind" in _columns(connection, "decks") else "x''"
    for number, name, kind in connection.execute(f"select id, name, {kinds} from decks"):  # noqa: S608  # one of two words
        rows.decks[int(number)] = full = _text(name).replace("\x1f", "::")
        normal = _message(kind).get(1, b"")
        told = _message(normal) if isinstance(normal, bytes) else {}
        rows.described += [full] if told.get(4) else []
        used.add(f"{_signed(told.get(1)) or _DEFAULT}")
    if "name" in _columns(connection, "deck_config"):
        named = connection.execute("select id, name from deck_config")
        rows.presets = _used(used, {f"{number}": _text(name) for number, name in named})


def _used(used: set[str], named: Mapping[str, str]) -> list[str]:
    """The names of the presets that decks use, but for Anki's own."""
    return sorted(name for key, name in named.items() if key in used and key != _DEFAULT)


def _columns(connection: sqlite3.Connection, table: str) -> set[str]:
    return {each[1] for each in connection.execute(f"pragma table_info({table})")}
