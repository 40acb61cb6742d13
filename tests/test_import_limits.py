"""No file of any format is imported that would take all memory, and nothing of it is written."""

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pytest

from anki_packages import run
from obverse.errors import ObverseError
from obverse.exchange import read_input
from obverse.values import import_limits
from obverse.values.import_limits import IMPORT_LIMITS, check_counts, counted_notes


def crowd(notes: list[list[str]]) -> str:
    """A deck of CrowdAnki with notes of these fields."""
    template = {"name": "Card 1", "qfmt": "{{Front}}", "afmt": "{{Back}}"}
    kind = {"crowdanki_uuid": "u", "name": "T", "type": 0, "tmpls": [template]}
    kind["flds"] = [{"name": "Front"}, {"name": "Back"}]
    found: list[dict[str, Any]] = [
        {"guid": f"g{number}", "note_model_uuid": "u", "fields": fields, "tags": []}
        for number, fields in enumerate(notes)
    ]
    top = {"__type__": "Deck", "name": "D", "children": [], "note_models": [kind], "notes": found}
    return json.dumps(top)


def cards(number: int) -> str:
    return json.dumps([{"front": f"q{each}", "back": "a"} for each in range(number)])


FORMATS: Final = ("csv", "anki-text", "json", "crowdanki", "pasted", "apkg")
# What writes a file of so many notes.
NOTES: Final[dict[str, Callable[[int], str]]] = {
    "csv": lambda number: "front,back\n" + "q,a\n" * number,
    "anki-text": lambda number: "#separator:tab\n" + "q\ta\n" * number,
    "json": cards,
    "crowdanki": lambda number: crowd([["q", "a"]] * number),
    "pasted": lambda number: "Q: q\nA: a\n\n" * number,
}
# What writes a file of notes of so many fields each, and so many of them.
FIELDS: Final[dict[str, Callable[[int, int], str]]] = {
    "csv": lambda width, number: (",".join(["x"] * width) + "\n") * number,
    "anki-text": lambda width, number: (
        "#separator:tab\n" + ("\t".join(["x"] * width) + "\n") * number
    ),
    "json": lambda width, number: json.dumps(
        [
            {
                "front": "q",
                "back": "a",
                "note_type": "t",
                "fields": {f"f{at}": "" for at in range(width)},
            }
        ]
        * number
    ),
    "crowdanki": lambda width, number: crowd([["x"] * width] * number),
}


def refused(text: str, name: str, folder: Path, reason: str) -> None:
    path = folder / "file"
    path.write_text(text, "utf-8")
    result = run("import", "--format", name, path, folder / "project")
    assert result.exit_code == 2, result.output
    assert reason in result.output
    assert sorted(each.name for each in folder.iterdir()) == ["file"]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits that are a thousandth, so that the files of a test are small."""
    less = IMPORT_LIMITS._replace(notes=500, fields=10, all_fields=1_500, media=125, lines=900)
    monkeypatch.setattr(import_limits, "IMPORT_LIMITS", less)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("name", NOTES)
def test_too_many_notes_are_refused_in_every_format(name: str, tmp_path: Path) -> None:
    reason = "more than 900 lines" if name == "pasted" else "more than 500 notes"
    refused(NOTES[name](1_000), name, tmp_path, reason)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("name", NOTES)
def test_as_many_notes_as_are_allowed_are_read(name: str, tmp_path: Path) -> None:
    number = {"pasted": 300, "csv": 499}.get(name, 500)  # the header of a table counts
    (tmp_path / "file").write_text(NOTES[name](number), "utf-8")
    result = run("import", "--format", name, tmp_path / "file", "--to", "json")
    assert result.exit_code == 0, result.output
    assert result.stdout.count('"front"') == number


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("name", FIELDS)
def test_a_note_with_too_many_fields_is_refused(name: str, tmp_path: Path) -> None:
    refused(FIELDS[name](11, 3), name, tmp_path, "more than 10 fields")


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("name", FIELDS)
def test_too_many_fields_in_all_are_refused(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        import_limits, "IMPORT_LIMITS", import_limits.IMPORT_LIMITS._replace(fields=100)
    )
    refused(FIELDS[name](100, 20), name, tmp_path, "the notes of the file have")


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("name", ["anki-text", "crowdanki"])
def test_too_many_media_are_refused(name: str, tmp_path: Path) -> None:
    shown = "".join(f'<img src="{number}.png">' for number in range(150))
    texts = {
        "anki-text": f"#separator:tab\n#html:true\nq\t{shown}\n",
        "crowdanki": crowd([["q", shown]]),
    }
    refused(texts[name], name, tmp_path, "more than 125 files")


@pytest.mark.parametrize("name", FORMATS)
def test_a_very_large_file_is_refused_before_it_is_read(name: str, tmp_path: Path) -> None:
    path = tmp_path / "file"
    with path.open("wb") as stream:
        stream.truncate(10 << 30)
    result = run("import", "--format", name, path, tmp_path / "project")
    assert result.exit_code == 2
    assert "the file is larger than" in result.output
    assert not (tmp_path / "project").exists()


def test_the_standard_input_is_not_read_without_end() -> None:
    class Endless(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return b"x" * (size or 0)

    whole = read_input._whole  # noqa: SLF001  # the size alone
    with pytest.raises(ObverseError, match="the file is larger than 1 MB"):
        whole(Endless(), b"x", 1 << 20)


def test_notes_with_few_fields_may_have_more_in_all() -> None:
    check_counts(200_000, 4_000_000, 20)
    with pytest.raises(ObverseError, match="have 4,000,001 fields"):
        check_counts(200_000, 4_000_001, 21)


def test_counting_stops_at_the_first_note_that_is_too_many() -> None:
    seen: list[None] = []
    with pytest.raises(ObverseError, match="more than 500,000 notes"):
        seen.extend(counted_notes((2, None) for _ in iter(int, 1)))
