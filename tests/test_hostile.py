"""Packages from strangers: a clear error or a harmless result, soon, and in little memory."""

import io
import json
import resource
import sqlite3
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
import zstandard
from click.testing import CliRunner, Result

from obverse.cli import main
from obverse.errors import ObverseError
from obverse.formats.apkg.read import read
from obverse.formats.apkg.read.container import Limits

SCHEMA: Final = """
    create table col (id integer primary key, models text, decks text);
    create table notes (id integer primary key, guid text, mid integer, mod integer, tags text,
                        flds text);
    create table cards (id integer primary key, nid integer, did integer, ord integer,
                        odid integer);
"""
MODEL: Final = {
    "7": {
        "name": "Basic",
        "type": 0,
        "mod": 5,
        "css": "",
        "flds": [{"name": "Front"}, {"name": "Back"}],
        "tmpls": [{"name": "Card 1", "qfmt": "{{Front}}", "afmt": "{{Back}}"}],
    }
}
ROW: Final = (1600000000000, "guid000001", 7, 1600000000, "", "front\x1fback")
Row = tuple[object, ...]


def database(
    rows: list[Row],
    *,
    schema: str = SCHEMA,
    models: object = MODEL,
    decks: object = {"1": {"name": "Deck"}},  # never changed
    more: Callable[[sqlite3.Connection], object] = lambda _: None,
) -> bytes:
    """Make a collection of the older schema."""
    connection = sqlite3.connect(":memory:")
    connection.executescript(schema)
    if "table col" in schema:
        texts = (json.dumps(models), json.dumps(decks))
        connection.execute("insert into col values (1, ?, ?)", texts)
    if "table notes" in schema:
        connection.executemany("insert into notes values (?, ?, ?, ?, ?, ?)", rows)
        cards = [(number, row[0], 1, 0, 0) for number, row in enumerate(rows)]
        connection.executemany("insert into cards values (?, ?, ?, ?, ?)", cards)
    more(connection)
    connection.commit()
    content = connection.serialize()
    connection.close()
    return content


def package(members: dict[str, bytes]) -> bytes:
    """Make a zip of these members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def deck(rows: list[Row] | None = None, media: dict[str, bytes] | None = None) -> bytes:
    """Make a package of the older kind that is sound but for what is in it."""
    names = {str(number): name for number, name in enumerate(media or {})}
    members = {"collection.anki2": database([ROW] if rows is None else rows)}
    members["media"] = json.dumps(names).encode()
    return package(members | dict(zip(names, (media or {}).values(), strict=True)))


def imported(raw: bytes, folder: Path) -> Result:
    """Import a package's bytes into the folder `target` of another."""
    path = folder / "deck.apkg"
    path.write_bytes(raw)
    words = ["import", str(path), str(folder / "target")]
    return CliRunner().invoke(main, words, catch_exceptions=False)


def refused(raw: bytes, folder: Path, reason: str) -> None:
    """Check that the package is refused for this reason, and that nothing was written."""
    result = imported(raw, folder)
    assert result.exit_code == 2, result.output
    assert result.output.startswith("error: ")
    assert reason in result.output
    assert outside(folder) == ["deck.apkg"]
    files = (path.name for path in (folder / "target").rglob("*") if path.is_file())
    assert set(files) <= {".building", "compiled.sqlite3"}  # a cache holds nothing of the deck


def outside(folder: Path) -> list[str]:
    """List what there is in the folder beside the target."""
    return sorted(path.name for path in folder.iterdir() if path.name != "target")


def test_a_zip_that_is_none_is_refused(tmp_path: Path) -> None:
    refused(b"PK\x03\x04 and then nothing", tmp_path, "the file is not a package")


def test_a_zip_cut_short_is_refused(tmp_path: Path) -> None:
    refused(deck()[:-40], tmp_path, "the file is not a package")


def test_a_package_without_a_collection_is_refused(tmp_path: Path) -> None:
    refused(package({"media": b"{}"}), tmp_path, "contains no collection")


def test_a_zip_bomb_is_refused_before_it_has_swollen(tmp_path: Path) -> None:
    raw = package({"collection.anki2": bytes(1 << 28), "media": b"{}"})
    assert len(raw) < 1 << 19
    refused(raw, tmp_path, "unpacks to more than")


def test_a_bomb_in_zstd_is_refused_before_it_has_swollen(tmp_path: Path) -> None:
    packed = zstandard.ZstdCompressor().compressobj()
    content = b"".join(packed.compress(bytes(1 << 24)) for _ in range(128)) + packed.flush()
    assert len(content) < 1 << 20
    refused(package({"collection.anki21b": content}), tmp_path, "unpacks to more than")


def test_a_media_bomb_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    rows: list[Row] = [(*ROW[:5], '<img src="a.png">\x1fb')]
    raw = deck(rows, {"b.png": b"small", "a.png": bytes(1 << 27)})
    refused(raw, tmp_path, "unpacks to more than")


def test_many_members_that_unpack_the_same_bytes_are_refused(tmp_path: Path) -> None:
    media = {f"{number}.png": bytes(1 << 20) for number in range(100)}
    refused(deck(None, media), tmp_path, "too large in total")


def test_a_million_entries_are_refused_at_once() -> None:
    entry = b"PK\x01\x02" + bytes(42)
    raw = entry * 1_000_000
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, len(raw), 0, 0)
    with pytest.raises(ObverseError, match="more than 125,000 files"):
        read(raw + end, "deck.apkg")


def many(statement: str) -> bytes:
    """A package whose notes a statement adds to."""
    one = lambda connection: connection.execute(statement)  # noqa: E731
    return package({"collection.anki2": database([ROW], more=one), "media": b"{}"})


NUMBERS: Final = "with recursive n(i) as (select 1 union all select i + 1 from n where i < {}) "
NOTES: Final = "insert into notes select i, 'guid' || i, 7, 1, '', {} from n"


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        (NUMBERS.format(1_000_000) + NOTES.format("'a'"), "more than 500,000 notes"),
        (
            "update notes set flds = replace(hex(zeroblob(1000000)), '0', 'a' || char(31))",
            "a note of the package has more than 10,000 fields",
        ),
        (
            "update notes set flds = char(0) || replace(hex(zeroblob(1000000)), '0', char(31))",
            "a note of the package has more than 10,000 fields",
        ),
        (
            NUMBERS.format(2_000)
            + NOTES.format("replace(hex(zeroblob(500)), '0', 'a' || char(31))"),
            "the notes of the package have 2,002,002 fields",
        ),
    ],
    ids=["notes", "fields of a note", "fields after a null", "fields in all"],
)
def test_notes_and_fields_without_end_are_refused_before_they_are_read(
    statement: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(_: object) -> list[object]:
        raise AssertionError

    monkeypatch.setattr("obverse.formats.apkg.read.database._notes", never)
    refused(many(statement), tmp_path, reason)


def test_a_list_of_more_media_than_any_deck_has_is_refused(tmp_path: Path) -> None:
    names = {str(number): f"{number}.png" for number in range(150_000)}
    raw = package({"collection.anki2": database([ROW]), "media": json.dumps(names).encode()})
    refused(raw, tmp_path, "lists more than 125,000 files")


def test_a_note_type_with_fields_without_end_is_refused(tmp_path: Path) -> None:
    fields = [{"name": str(number)} for number in range(2_000)]
    models = {"7": MODEL["7"] | {"flds": fields}}
    raw = package({"collection.anki2": database([ROW], models=models)})
    refused(raw, tmp_path, "more than 1,000 fields")


@pytest.mark.parametrize(
    "name",
    [
        *("../../evil.png", "/etc/evil.png", "..\\evil.png", "C:\\evil.png", "c:evil.png", ".."),
        *("sub/evil.png", "evil\x00.png", "evil\n.png"),
    ],
)
def test_a_media_name_that_is_a_path_is_left_out(name: str, tmp_path: Path) -> None:
    result = imported(deck(None, {name: b"evil", "good.png": b"good"}), tmp_path)
    assert result.exit_code == 0, result.output
    assert "[unsafe-media-name]" in result.output
    assert [path.name for path in (tmp_path / "target" / "media").iterdir()] == ["good.png"]
    assert outside(tmp_path) == ["deck.apkg"]


def test_media_named_like_sources_become_none(tmp_path: Path) -> None:
    media = {"evil.md": b"# Evil\n\n## Q\n\nA\n", "obverse.lock": b"x", "CON.png": b"y"}
    assert imported(deck(None, media), tmp_path).exit_code == 0
    names = sorted(path.name for path in (tmp_path / "target" / "media").iterdir())
    assert names == ["-CON.png", "evil.md.txt", "obverse.lock.txt"]


def test_media_names_that_differ_in_case_alone_stay_apart(tmp_path: Path) -> None:
    assert imported(deck(None, {"A.png": b"1", "a.png": b"2"}), tmp_path).exit_code == 0
    folder = tmp_path / "target" / "media"
    assert sorted(path.name for path in folder.iterdir()) == ["A.png", "a-2.png"]


def test_a_folder_that_leads_elsewhere_is_not_written_into(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / "target").mkdir()
    (tmp_path / "target" / "media").symlink_to(elsewhere)
    result = imported(deck(None, {"a.png": b"1"}), tmp_path)
    assert result.exit_code == 2
    assert "leads out of the project" in result.output
    assert not list(elsewhere.iterdir())


def test_deck_names_that_are_paths_stay_below_the_target(tmp_path: Path) -> None:
    decks = {"1": {"name": "../../../evil::/etc::..::C:\\x::con"}}
    raw = package({"collection.anki2": database([ROW], decks=decks)})
    assert imported(raw, tmp_path).exit_code == 0
    assert outside(tmp_path) == ["deck.apkg"]
    (source,) = (tmp_path / "target").rglob("*.md")
    assert source.relative_to(tmp_path / "target").as_posix() == "evil/etc/c-x/con-deck.md"


@pytest.mark.parametrize("table", ["col", "notes", "cards"])
def test_a_missing_table_is_named(table: str, tmp_path: Path) -> None:
    schema = "".join(f"{each};" for each in SCHEMA.split(";")[:-1] if f"table {table} " not in each)
    content = database([], schema=schema) if table == "notes" else sqlite(schema)
    refused(package({"collection.anki2": content}), tmp_path, f"there is no table `{table}`")


def sqlite(schema: str) -> bytes:
    """Make a database with these tables and nothing in them."""
    connection = sqlite3.connect(":memory:")
    connection.executescript(schema)
    content = connection.serialize()
    connection.close()
    return content


def test_tables_with_other_columns_are_refused(tmp_path: Path) -> None:
    schema = "create table col (a); create table notes (b); create table cards (c);"
    refused(package({"collection.anki2": sqlite(schema)}), tmp_path, "missing or damaged")


def test_a_database_that_is_text_zeros_or_cut_short_is_refused(tmp_path: Path) -> None:
    for content in (b"not a database", bytes(100_000), database([ROW] * 1)[:5000], b""):
        refused(package({"collection.anki2": content}), tmp_path, "missing or damaged")


def test_a_view_that_never_ends_is_not_read(tmp_path: Path) -> None:
    endless = (
        "create view notes as with recursive n(i) as (select 1 union all select i + 1 from n) "
        "select i id, 'g' guid, 7 mid, 1 mod, '' tags, 'f' flds from n"
    )
    parts = [each for each in SCHEMA.split(";") if "table notes" not in each]
    content = sqlite(";".join(parts) + endless)
    refused(package({"collection.anki2": content}), tmp_path, "there is no table `notes`")


def test_a_column_that_never_ends_is_stopped(tmp_path: Path) -> None:
    slow = "hex(randomblob(9000000)) || " * 40
    schema = SCHEMA.replace("flds text", f"flds_ text, flds text as ({slow}'x')")
    connection = sqlite3.connect(":memory:")
    try:
        connection.executescript(schema)
        connection.execute("insert into notes (id, guid, mid, mod) values (1, 'g', 7, 1)")
        content = connection.serialize()
    except sqlite3.OperationalError:  # this SQLite will not have it
        return
    finally:
        connection.close()
    refused(package({"collection.anki2": content}), tmp_path, "missing or damaged")


def test_a_trigger_never_runs(tmp_path: Path) -> None:
    def add(connection: sqlite3.Connection) -> None:
        connection.execute("create table flag (x)")
        connection.execute(
            "create trigger t after insert on notes begin insert into flag values (1); end"
        )

    raw = package({"collection.anki2": database([ROW], more=add)})
    assert imported(raw, tmp_path).exit_code == 0


@pytest.mark.parametrize("fields", ["", "one", "one\x1ftwo\x1fthree", "\x1f" * 1000])
def test_a_note_with_the_wrong_number_of_fields_is_kept_and_told(
    fields: str, tmp_path: Path
) -> None:
    result = imported(deck([(*ROW[:5], fields)]), tmp_path)
    assert result.exit_code == 0, result.output
    assert "[malformed-note]" in result.output
    text = (tmp_path / "target" / "deck.md").read_text("utf-8")
    assert all(each in text for each in fields.split("\x1f"))


def test_a_note_without_a_note_type_is_told(tmp_path: Path) -> None:
    result = imported(deck([(*ROW[:2], 8, *ROW[3:])]), tmp_path)
    assert "[malformed-note]" in result.output
    assert not list((tmp_path / "target").rglob("*.md"))


def test_text_that_is_not_utf_8_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    def damage(connection: sqlite3.Connection) -> None:
        connection.execute("update notes set flds = cast(x'66ff6f1f62' as text)")

    raw = package({"collection.anki2": database([ROW], more=damage)})
    result = imported(raw, tmp_path)
    assert result.exit_code == 0
    assert "[not-utf-8]" in result.output
    assert "## f\ufffdo" in (tmp_path / "target" / "deck.md").read_text("utf-8")


def test_values_of_other_types_are_read_or_refused(tmp_path: Path) -> None:
    rows: list[Row] = [(1, None, 7, 5, None, b"front\x1fback"), (2, 3.5, 7, 6, 9, 12)]
    result = imported(deck(rows), tmp_path)
    assert result.exit_code == 0, result.output
    other = tmp_path / "other"
    other.mkdir()
    refused(deck([(*ROW[:2], "x", *ROW[3:])]), other, "missing or damaged")


SCRIPTS: Final = (
    "<script>alert(1)</script>",
    '<img src="x" onerror="alert(1)">',
    '<a href="javascript:alert(1)">x</a>',
    '<iframe src="https://example.org"></iframe>',
    '<svg onload="alert(1)"><script>alert(1)</script></svg>',
    '<div style="position:fixed;background:url(javascript:alert(1))">x</div>',
    "&lt;script&gt;alert(1)&lt;/script&gt; <scr<script>ipt>alert(1)</script>",
    "`<script>`<script>alert(1)</script>",
    "\\<script>alert(1)</script>",
)


@pytest.mark.parametrize("field", SCRIPTS)
def test_no_script_reaches_a_package(field: str, tmp_path: Path) -> None:
    result = imported(deck([(*ROW[:5], f"q {field}\x1f{field}")]), tmp_path)
    assert result.exit_code == 0, result.output
    assert "[unrepresentable-content]" in result.output
    for path in (tmp_path / "target").rglob("*.md"):
        path.write_text(path.read_text("utf-8").replace("#card/draft", ""), "utf-8")
    (tmp_path / "target" / "media").mkdir(exist_ok=True)
    (tmp_path / "target" / "media" / "x").write_bytes(b"")
    built = CliRunner().invoke(main, ["build", str(tmp_path / "target")], catch_exceptions=False)
    assert built.exit_code == 0, built.output
    (made,) = (tmp_path / "target" / "build").glob("*.apkg")
    with zipfile.ZipFile(made) as archive:
        (tmp_path / "made.db").write_bytes(archive.read("collection.anki2"))
    connection = sqlite3.connect(tmp_path / "made.db")
    ((fields,),) = connection.execute("select flds from notes")
    connection.close()
    lowered = fields.lower()
    for sign in ("<script", "onerror", "onload", "javascript:", "<iframe", "<svg", "position"):
        assert sign not in lowered


def test_guids_that_no_lock_can_hold_are_replaced(tmp_path: Path) -> None:
    guids = ["", "a b", "tab\tbed", "line\nfeed", "x" * 5000, "same", "same"]
    rows: list[Row] = [
        (ROW[0] + number, guid, 7, 5, "", f"q{number}\x1fa") for number, guid in enumerate(guids)
    ]
    result = imported(deck(rows), tmp_path)
    assert result.exit_code == 0, result.output
    assert "[guid-replaced]" in result.output
    build = CliRunner().invoke(main, ["build", str(tmp_path / "target")], catch_exceptions=False)
    assert build.exit_code == 0, build.output
    assert "7 notes" in build.output


def test_the_media_list_may_be_nonsense(tmp_path: Path) -> None:
    good = database([ROW])
    for listing in (b"[1, 2]", b"{", b"\xff\xfe", b"[" * 100_000):
        refused(package({"collection.anki2": good, "media": listing}), tmp_path, "list of media")
    listing = json.dumps({"0": 5, "nowhere": "a.png", "1": None}).encode()
    assert imported(package({"collection.anki2": good, "media": listing}), tmp_path).exit_code == 0


def test_deep_nesting_and_endless_tags_end(tmp_path: Path) -> None:
    fields = [
        "<div>" * 20_000 + "deep",
        "<b>" * 20_000,
        "<" * 100_000,
        "<ul><li>" * 2_000 + "x",
        "{{c1::" * 10_000,
        "**_`[" * 5_000,
        "\\(" * 20_000,
        "&" * 50_000,
    ]
    rows: list[Row] = [
        (ROW[0] + number, f"g{number}", 7, 5, "", f"q{number}\x1f{field}")
        for number, field in enumerate(fields)
    ]
    assert imported(deck(rows), tmp_path).exit_code == 0


def test_a_bomb_takes_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "bomb.apkg"
    packed = zstandard.ZstdCompressor().compressobj()
    content = b"".join(packed.compress(bytes(1 << 24)) for _ in range(128)) + packed.flush()
    path.write_bytes(package({"collection.anki21b": content}))
    done = subprocess.run(
        [sys.executable, "-m", "obverse", "import", path, tmp_path / "target"],
        check=False,
        capture_output=True,
        timeout=60,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30)),
    )
    assert done.returncode == 2, done.stderr
    assert b"unpacks to more than" in done.stderr


def test_the_limits_can_be_told() -> None:
    with pytest.raises(ObverseError, match="more than 1 files"):
        read(deck(), "deck.apkg", Limits(members=1))
