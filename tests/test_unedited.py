"""An imported deck that nobody edited changes nothing in Anki, and an edit changes its note."""

import re
import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Final

import pytest

from anki_packages import BASIC, CLOZE, MODELS, Note, media_of, model, package, rows, run
from odd_notes import ALTERED, BACKS, CLOZES, FRONTS, MEDIA, ROWS, UNFINISHED

WORDS: Final = 9
TAGS: Final = ("", "one", "one Two::three", "ä::ö x_y")
_BREAKS: Final = re.compile(
    r"<(?:br|/?(?:p|div|li|ul|ol|tr|td|th|table|h\d|pre|hr|dl|dt|dd|blockquote|section|caption"
    r"|details|summary|center|figure|thead|tbody))\b[^>]*>",
    re.IGNORECASE,
)
_GONE: Final = re.compile(r"(?s)<!--.*?-->|<script.*?</script>|<wbr>|</?[A-Za-z][^<>]*>")


def corpus() -> Iterator[Note]:
    """All odd notes, with tags and questions of their own."""
    backs = [back for each in BACKS.values() for back in each]
    fields = [(f"question {number}", back) for number, back in enumerate((*backs, *ALTERED))]
    fields += [(f"{front} {number}", "answer") for number, front in enumerate(FRONTS)]
    kinds: list[tuple[int, tuple[str, ...]]] = [(BASIC, each) for each in fields]
    kinds += [(CLOZE, (f"{text} no {number}", "")) for number, text in enumerate(CLOZES)]
    kinds += [(WORDS, each) for each in ROWS]
    for number, (kind, texts) in enumerate(kinds):
        yield Note(texts, kind, tags=TAGS[number % len(TAGS)])


def imported(folder: Path, notes: list[Note] | None = None) -> Path:
    """A package of the notes, and the project it was imported into; gives the project."""
    models = {**MODELS, WORDS: model("Words", ("Word", "Meaning", "Example", "Picture"))}
    made = package(folder / "in.apkg", notes or [*corpus()], MEDIA, models=models)
    result = run("import", made, folder / "p")
    assert result.exit_code == 0, result.output
    return folder / "p"


def built(project: Path) -> Path:
    """Build; gives the package."""
    result = run("build", project)
    assert result.exit_code == 0, result.output
    return project / "build" / "p.apkg"


def fields_by_guid(path: Path) -> dict[str, list[str]]:
    """The fields of each note of a package."""
    return {guid: text.split("\x1f") for guid, text in rows(path, "select guid, flds from notes")}


def seen(field: str) -> str:
    """What a reader can read of a field: its words, and the names of what it shows."""
    field = field.replace("%20", " ")
    field = re.sub(r"(?i)<img[^>]*?src=[\"']?([^\"'> ]*)[^>]*>", r" (\1) ", field)
    field = re.sub(r"\(data:[^)]*\)|\(picture-[0-9a-f]*\.png\)", "(picture)", field)
    field = re.sub(r"<(?:[A-Za-z!][^>]*|/[^>]+)$", "", field)  # a browser shows nothing of it
    text = unescape(_GONE.sub("", _BREAKS.sub("\n", field)))
    text = re.sub(r"\\([()\[\]])", r" \\\1 ", text)
    return " ".join(re.sub(r"(?<=[\d}]) (?=})", "", text).split())


@pytest.fixture(scope="module", name="deck")
def _deck(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("deck")
    built(imported(folder))
    return folder


def copied(deck: Path, folder: Path) -> Path:
    """What a fresh clone of the project has; gives the project."""
    return shutil.copytree(deck / "p", folder / "p", ignore=shutil.ignore_patterns("build"))


def test_no_note_is_lost_and_all_but_the_forbidden_are_as_they_were(deck: Path) -> None:
    before = fields_by_guid(deck / "in.apkg")
    after = fields_by_guid(deck / "p" / "build" / "p.apkg")
    assert len(before) > 300
    assert after.keys() == before.keys()
    changed = {before[guid][1] for guid in before if after[guid] != before[guid]}
    assert changed == {*ALTERED}
    assert len(changed) < len(before) / 100


def test_times_change_only_where_fields_do(deck: Path) -> None:
    statement = "select guid, mod from notes"
    before, after = (
        dict(rows(each, statement)) for each in (deck / "in.apkg", deck / "p/build/p.apkg")
    )
    assert sum(after[guid] != time for guid, time in before.items()) == len(ALTERED)


def test_tags_come_back_as_they_were(deck: Path) -> None:
    def tags(path: Path) -> dict[str, set[str]]:
        return {guid: {*text.split()} for guid, text in rows(path, "select guid, tags from notes")}

    assert tags(deck / "p" / "build" / "p.apkg") == tags(deck / "in.apkg")


def test_what_a_reader_sees_is_the_same_when_every_card_is_edited(
    deck: Path, tmp_path: Path
) -> None:
    project = copied(deck, tmp_path)
    (project / "obverse.fields").unlink()
    before, after = fields_by_guid(deck / "in.apkg"), fields_by_guid(built(project))
    wrong = {
        guid: (texts, after[guid])
        for guid, texts in before.items()
        if [*map(seen, texts)] != [*map(seen, after[guid])]
    }
    assert wrong == {}


def test_a_fresh_clone_builds_the_same_bytes(deck: Path, tmp_path: Path) -> None:
    project = copied(deck, tmp_path)
    assert built(project).read_bytes() == (deck / "p" / "build" / "p.apkg").read_bytes()


def test_the_plan_after_an_import_changes_no_other_note(deck: Path, tmp_path: Path) -> None:
    shutil.copy(deck / "in.apkg", tmp_path)
    result = run("import", tmp_path / "in.apkg", tmp_path / "p")
    assert re.search(r"as it was  [\d,]+ notes", result.output)
    planned = run("plan", tmp_path / "p")
    assert f"0 new, {len(ALTERED)} updated" in planned.output
    assert re.search(r"\nas it was: \d+ notes with Anki's HTML", planned.output)
    assert "empty" not in planned.output.rpartition("\n0 new")[2]


@pytest.mark.parametrize("back", UNFINISHED)
def test_a_tag_without_its_end_takes_in_nothing_of_the_card(back: str, tmp_path: Path) -> None:
    """Next to a field that begins as a tag does, it would make one."""
    project = imported(tmp_path, [Note((back, "img src=x onerror=alert(1)>"))])
    ((front, _),) = fields_by_guid(built(project)).values()
    assert not re.search(r"<(?![a-z/])|<[^>]*$", front)
    assert seen(front) == seen(back)


UNSAFE: Final = (
    *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '<p onclick="a()">b</p>'),
    *('<a href="javascript:a()">b</a>', '<a href="java&#10;script:a()">b</a>', "<svg onload=a()>"),
    *('<p style="position: fixed; top: 0">b</p>', '<p style="background: url(//x.example)">b</p>'),
    *('<p style="margin-left: -999px">b</p>', '<p style="display: none">b</p>', "<form>b</form>"),
    *(r"\(\href{javascript:a()}{b}\)", "<style>*{color:red}</style>", "<base href='//x.example'>"),
    *('<iframe srcdoc="b"></iframe>', "<textarea>", "<title>", "<plaintext>", "<!-- b", "<object>"),
    *('<p style="back\\67round: red">b</p>', '<meta http-equiv="refresh">', "<p\x0bonclick=a()>b"),
    *('<img src="a.png"/onerror=a()>', '<a href="a" href="javascript:a()">b</a>', "<math><a>"),
)


@pytest.mark.parametrize("back", UNSAFE)
def test_what_no_card_may_hold_is_not_kept(back: str, tmp_path: Path) -> None:
    project = imported(tmp_path, [Note(("q", back))])
    after = fields_by_guid(built(project))["guid000000"][1]
    assert after != back
    assert not re.search(
        r"(?i)onerror|onclick|onload|\\href|=\"?java|<script|position|url\(", after
    )


def test_an_export_of_one_source_has_the_files_that_its_notes_show(tmp_path: Path) -> None:
    """A name may be written in other ways in a field than in Markdown."""
    backs = ('<img src="b%20c.png">', "<img src='d&amp;e.png'>", "[sound:t (1).mp3]")
    project = imported(tmp_path, [Note((f"q{at}", back)) for at, back in enumerate(backs)])
    (project / "obverse.toml").write_text('name = "p"\ncontent = "."\n', "utf-8")
    (source,) = project.rglob("*.md")
    result = run("export", source, "--format", "apkg", "-o", tmp_path / "out.apkg")
    assert result.exit_code == 0, result.output
    assert [*media_of(tmp_path / "out.apkg")] == ["b c.png", "d&e.png", "t (1).mp3"]
    assert [each[1] for each in fields_by_guid(tmp_path / "out.apkg").values()] == [*backs]


def test_a_sheet_closes_what_a_note_leaves_open(tmp_path: Path) -> None:
    backs = ("<div>a", "</section>b", "<b>c<i>d</b>e</i>", "<p>f<p>g")
    project = imported(tmp_path, [Note((f"q{at}", back)) for at, back in enumerate(backs)])
    assert [each[1] for each in fields_by_guid(built(project)).values()] == [*backs]
    sheet = tmp_path / "sheet.html"
    assert run("export", project, "--format", "study-sheet", "-o", sheet).exit_code == 0
    page = sheet.read_text("utf-8")
    for name in ("div", "section", "article", "b", "i", "p"):
        assert len(re.findall(rf"<{name}\b", page)) == page.count(f"</{name}>"), name
