"""The file of what imported notes keep: who edits a card, or the file, gets what they meant."""

import shutil
from pathlib import Path
from random import Random
from typing import Final
from zlib import crc32

import pytest

from anki_packages import BASIC, CLOZE, Note, media_of, run
from odd_notes import BACKS, CLOZES, DATA, ROWS
from projects import PICTURE
from test_unedited import WORDS, built, fields_by_guid, imported

BACK: Final = "one<br>two&nbsp;three"
NOTES: Final = [
    Note(("first", BACK)),
    Note(("second", "<div>a</div><div>b</div>")),
    Note(("third", '<img src="a.png"> c&nbsp;d')),
    Note(("{{c1::e}}&nbsp;f", ""), CLOZE),
]
FILE: Final = "obverse.fields"


@pytest.fixture(name="project")
def _project(tmp_path: Path) -> Path:
    return imported(tmp_path, NOTES)


def source(project: Path, word: str) -> Path:
    """The source that has a word."""
    (path,) = (each for each in project.rglob("*.md") if word in each.read_text("utf-8"))
    return path


def edit(project: Path, old: str, new: str) -> None:
    """Replace a text, which is in one source."""
    path = source(project, old)
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def backs(project: Path) -> list[str]:
    """The second fields of the notes that are built, in order."""
    fields = fields_by_guid(built(project))
    return [fields[guid][1] for guid in sorted(fields)]


def checked(line: str) -> str:
    """A line with a check that fits."""
    text = line.rpartition("\t")[0]
    return f"{text}\t#{crc32(text.encode()):08x}"


def test_an_edit_changes_its_note_and_no_other_and_can_be_undone(project: Path) -> None:
    before = backs(project)
    assert before[0] == BACK
    edit(project, "one", "uno")
    after = backs(project)
    assert "uno" in after[0]
    assert after[0] != before[0]
    assert after[1:] == before[1:]
    edit(project, "uno", "one")
    assert backs(project) == before


def test_what_is_written_in_another_way_is_not_edited(project: Path) -> None:
    before = backs(project)
    path = source(project, "## first")
    path.write_text(path.read_text("utf-8").replace("## first", "##   first\n\n"), "utf-8")
    assert backs(project) == before
    edit(project, "\n## second", "\n^pinned\n\n## second")
    assert backs(project) == before
    path.rename(path.with_name("other.md"))
    assert backs(project) == before


def test_a_later_obverse_that_renders_in_another_way_changes_nothing(project: Path) -> None:
    before = backs(project)
    path = project / FILE
    lines = path.read_text("utf-8").splitlines()
    assert len(lines) == len(NOTES)
    columns = [line.split("\t") for line in lines]
    other = [checked("\t".join((guid, "x" * 11, *rest))) for guid, _, *rest in columns]
    path.write_text("\n".join(other) + "\n", "utf-8")
    assert backs(project) == before
    edit(project, "one", "uno")
    assert backs(project)[0] != before[0]


def test_a_picture_that_is_replaced_changes_its_note(project: Path) -> None:
    before = backs(project)
    (project / "media" / "a.png").write_bytes(PICTURE + b"new")
    after = backs(project)
    assert "a-" in after[2]
    assert after[:2] == before[:2]
    assert [*media_of(project / "build" / "p.apkg").values()] == [PICTURE + b"new"]


def test_a_picture_in_a_field_that_is_replaced_changes_its_note(tmp_path: Path) -> None:
    project = imported(tmp_path, [Note(("q", f'a<img src="{DATA}"><img src="a.png">'))])
    assert "data:" in backs(project)[0]
    assert [*media_of(project / "build" / "p.apkg")] == ["a.png"]
    (picture,) = (project / "media").glob("picture-*")
    picture.write_bytes(PICTURE + b"new")
    assert "data:" not in backs(project)[0]
    assert len(media_of(project / "build" / "p.apkg")) == 2


def test_a_card_that_is_gone_and_comes_back_has_its_html(project: Path) -> None:
    before = backs(project)
    path = source(project, "## first")
    text = path.read_text("utf-8")
    path.write_text(text[: text.index("## first")] + text[text.index("## second") :], "utf-8")
    assert backs(project) == before[1:]
    path.write_text(text, "utf-8")
    assert backs(project) == before


@pytest.mark.parametrize("damage", ["<<<<<<< HEAD", "x\ty", "guid000000\ta\tb\t[]\t#00000000"])
def test_a_damaged_line_stops_the_build(damage: str, project: Path) -> None:
    path = project / FILE
    path.write_text(f"{path.read_text('utf-8')}{damage}\n", "utf-8")
    result = run("build", project)
    assert result.exit_code == 1
    assert f"obverse.fields:{len(NOTES) + 1}" in result.output
    assert "[lock-damaged]" in result.output


def test_an_edit_by_hand_is_found(project: Path) -> None:
    path = project / FILE
    path.write_text(path.read_text("utf-8").replace("three", "four"), "utf-8")
    assert "[lock-damaged]" in run("build", project).output


@pytest.mark.parametrize(
    "fields",
    [
        '["first", "<script>alert(1)</script>"]',
        '["first", "a\\u001fb"]',
        '["first", "\\ud800"]',
        '["first", 1]',
        '"text"',
        "[" * 100_000,
        "{",
    ],
)
def test_what_a_stranger_put_into_a_line_is_not_used(fields: str, project: Path) -> None:
    before = backs(project)
    path = project / FILE
    lines = path.read_text("utf-8").splitlines()
    guid, rendered, written, *_ = lines[0].split("\t")
    lines[0] = checked(f"{guid}\t{rendered}\t{written}\t{fields}\t")
    path.write_text("\n".join(lines) + "\n", "utf-8")
    result = run("build", project)
    assert result.exit_code == 0, result.output
    assert "[html-removed]" in result.output
    assert "obverse.fields:1" in result.output
    after = backs(project)
    assert "script" not in after[0]
    assert "two" in after[0]
    assert after[1:] == before[1:]


def test_a_project_that_trusts_html_keeps_all_of_it(tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "obverse.toml").write_text('content = "."\nhtml = "trust"\n', "utf-8")
    back = "<SCRIPT>a()</SCRIPT>b&nbsp;c"
    project = imported(tmp_path, [Note(("q", back))])
    assert backs(project) == [back]


def test_a_note_with_another_number_of_fields_keeps_nothing(project: Path) -> None:
    path = project / FILE
    lines = path.read_text("utf-8").splitlines()
    guid, rendered, written, *_ = lines[0].split("\t")
    lines[0] = checked(f'{guid}\t{rendered}\t{written}\t["first"]\t')
    path.write_text("\n".join(lines) + "\n", "utf-8")
    assert "two" in backs(project)[0]


def test_lines_of_two_branches_are_both_used(project: Path) -> None:
    """A merge that keeps the lines of both sides: of one note the line that fits is used."""
    before = backs(project)
    path = project / FILE
    lines = path.read_text("utf-8").splitlines()
    guid, _, _, fields, _ = lines[0].split("\t")
    other = checked("\t".join((guid, "x" * 11, "y" * 11, fields.replace("one", "1"), "")))
    path.write_text("\n".join((*lines[::-1], other, lines[1])) + "\r\n", "utf-8")
    assert backs(project) == before


def test_a_second_import_keeps_the_html_of_what_nobody_edited(
    project: Path, tmp_path: Path
) -> None:
    before = backs(project)
    edit(project, "one", "uno")
    built(project)
    result = run("import", "--force", tmp_path / "in.apkg", project)
    assert result.exit_code == 0, result.output
    after = backs(project)
    assert "uno" in after[0]
    assert after[1:] == before[1:]
    assert len((project / FILE).read_text("utf-8").splitlines()) == len(NOTES)


def test_a_deck_that_markdown_renders_as_it_was_has_no_such_file(tmp_path: Path) -> None:
    project = imported(tmp_path, [Note(("plain", "text"))])
    assert not (project / FILE).exists()


def odd(rng: Random) -> list[Note]:
    """Some odd notes."""
    texts = [back for each in BACKS.values() for back in each if back]
    some = [Note((f"q{at}", text), BASIC) for at, text in enumerate(rng.sample(texts, 25))]
    some += [Note((f"{text} {at}", ""), CLOZE) for at, text in enumerate(rng.sample(CLOZES, 5))]
    return [*some, *(Note(each, WORDS) for each in rng.sample(ROWS, 5))]


def edit_at_random(project: Path, rng: Random) -> None:
    """A line that is added, changed, deleted or moved, in one of the sources."""
    path = rng.choice(sorted(project.rglob("*.md")))
    lines = path.read_text("utf-8").split("\n")
    headings = [at for at, line in enumerate(lines) if line.startswith("## ")]
    at = rng.randrange(headings[0], len(lines))
    match rng.randrange(5):
        case 0:
            lines[at] += " more"
        case 1:
            lines[at:at] = ["", f"## new {rng.random()}", "", "answer", ""]
        case 2:
            start, end = sorted(rng.sample([*headings, len(lines)], 2))
            del lines[start:end]
        case 3:
            lines[at] = lines[at].replace("<div>", "<p>")
        case _:
            lines[at:at] = [""]
    path.write_text("\n".join(lines), "utf-8")


@pytest.mark.parametrize("seed", range(4))
def test_any_edit_of_an_imported_deck_builds_as_it_does_from_nothing(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = Random(seed)
    project = imported(tmp_path, odd(rng))
    for step in range(12):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", f"{1_800_000_000 + step * 86_400}")
        cold = tmp_path / "cold" / "p"
        shutil.copytree(project, cold, ignore=shutil.ignore_patterns("build"))
        one, other = run("build", project), run("build", cold)
        assert one.exit_code == other.exit_code
        if not one.exit_code:
            for name in ("build/p.apkg", "obverse.lock"):
                assert (project / name).read_bytes() == (cold / name).read_bytes()
        shutil.rmtree(cold)
        edit_at_random(project, rng)
