"""Tables with a header in any language, and with more columns than a question and an answer."""

# ruff: noqa: RUF001  # words of languages whose letters look like Latin ones

import json
from pathlib import Path
from typing import Final

import pytest

from anki_packages import rows, run, sources
from obverse import formats
from obverse.errors import ObverseError
from obverse.formats import Contents
from projects import PICTURE, built

VERBS: Final = """\
Deutsch;Englisch;Beispiel;Audio;Schlagwörter;Stufe
Haus;house;Das Haus ist <groß>.;haus.mp3;nomen, a1;A1
laufen;to run;;[sound:run.mp3];verb;A1
Öl;oil;Öl ist teuer.;;;B1
"""


def read(text: str, **options: str) -> Contents:
    """What is read of a table."""
    reader = formats.get("csv").reads
    assert reader
    return reader.read(text.encode(), "words.csv", **options)


def sides(reading: Contents) -> list[tuple[str, str]]:
    """The questions and answers."""
    return [(card.front, card.back) for card in reading.cards]


def found(reading: Contents) -> list[tuple[str, str]]:
    """What is said of the first row, and what to do."""
    return [(d.message, d.hint or "") for d in reading.diagnostics if d.rule == "csv-header"]


@pytest.mark.parametrize(
    "head",
    [
        *("Question,Answer", "Frage,Antwort", "Vorderseite,Rückseite", "Mot,Traduction", "Q,A"),
        *("Pregunta,Respuesta", "Parola,Significato", "Pergunta,Resposta", "Woord,Vertaling"),
        *("Fråga,Svar", "Sana,Käännös", "Słowo,Tłumaczenie", "Slovo,Překlad", "Szó,Jelentés"),
        *("Kelime,Anlamı", "Слово,Перевод", "Питання,Відповідь", "Λέξη,Μετάφραση", "שאלה,תשובה"),
        *(
            "كلمة,معنى",
            "शब्द,अर्थ",
            "Từ,Nghĩa",
            "単語,意味",
            "单词,释义",
            "단어,뜻",
            "Deutsch,Englisch",
        ),
        *(
            "Français,Anglais",
            "Español,Inglés",
            "Term (en),Definition:",
            "Wort/Begriff,Übersetzung",
        ),
        *("FRONT, Back ", "English,日本語", "Front 1,Back 2"),
    ],
)
def test_a_header_is_known_by_its_words_and_shown(head: str) -> None:
    reading = read(f"{head}\nx,1 y\nz,w\n")
    assert sides(reading) == [("x", "1 y"), ("z", "w")]
    ((message, hint),) = found(reading)
    assert "taken for the names of the columns" in message
    assert all(f"`{' '.join(cell.split())}`" in message for cell in head.split(","))
    assert hint == ""


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("Sõna,Seletus", "maja,ehitis kus elatakse\npuu,taim\nkoer,loom"),
        ("Aino,Selo", "1,a\n2,b\n3,c"),
        ("Xyz,Abc", "What is it?,This is a sentence.\nWho is it?,This is one too."),
        ("Klank,Ding", "a.mp3,b\nc.mp3,d"),
        ("Word,Xyz", "maja,house\npuu,tree"),
    ],
)
def test_a_header_is_known_by_its_shape_and_that_is_said(head: str, body: str) -> None:
    reading = read(f"{head}\n{body}\n")
    assert len(reading.cards) == body.count("\n") + 1
    ((message, hint),) = found(reading)
    assert "taken for the names of the columns" in message
    assert hint == "if it is a card, add `--set header=no`"
    assert len(read(f"{head}\n{body}\n", header="no").cards) == len(reading.cards) + 1


@pytest.mark.parametrize(
    ("text", "is_sure"),
    [
        ("What is a KPI?,An indicator.\nWhat is a lease?,A contract.\n", True),
        ("1.5,one and a half\n2.5,two and a half\n", True),
        ("Haus,house\nBaum,tree\nHund,dog\n", False),
        ("Frage,question\nWort,word\nHaus,house\n", False),
        ("Wort,word\nHaus,house\nHund,dog\n", False),
        ("house,house\ndog,hound\n", True),
    ],
)
def test_a_first_card_is_not_taken_for_a_header(text: str, *, is_sure: bool) -> None:
    reading = read(text)
    assert len(reading.cards) == text.count("\n")
    told = found(reading)
    assert bool(told) is not is_sure
    for message, hint in told:
        assert f"taken for a card: `{text.split(',', maxsplit=1)[0]}`" in message
        assert hint == "if it names the columns, add `--set header=yes`"
    assert len(read(text, header="yes").cards) == len(reading.cards) - 1


def test_columns_that_are_left_out_are_one_finding_that_says_how_to_take_them() -> None:
    (lost,) = [each for each in read(VERBS).diagnostics if each.rule == "csv-column"]
    assert lost.message == (
        "columns are left out: `Beispiel` (2 cells), `Audio` (2 cells), `Stufe` (3 cells)"
    )
    assert lost.hint
    assert '--set "Beispiel=Beispiel"' in lost.hint
    reading = read("a b,c d,e f\ng,h,i\n", header="no")
    (lost,) = [each for each in reading.diagnostics if each.rule == "csv-column"]
    assert '--set "Name=3"' in (lost.hint or "")
    assert read("a b,c d,e f\ng,h,i\n", header="no", Name="3").cards[0].fields == {"Name": "e f"}


def test_parts_sounds_and_a_kind_reach_the_cards(tmp_path: Path) -> None:
    (tmp_path / "words.csv").write_text(VERBS, "utf-8")
    (tmp_path / "haus.mp3").write_bytes(b"haus")
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "run.mp3").write_bytes(b"run")
    sets = ("Example=Beispiel", "audio=Audio", "kind=reversed", "Level=Stufe", "text=plain")
    options = [word for each in sets for word in ("--set", each)]
    result = run("import", *options, tmp_path / "words.csv", tmp_path / "p")
    assert result.exit_code == 0, result.output
    assert "left out" not in result.output
    text = sources(tmp_path / "p")
    assert (
        "## Haus\n\nhouse\n\n![](media/haus.mp3)\n\n### Example\n\nDas Haus ist \\<groß>." in text
    )
    assert "### Level\n\nA1\n\n#card/reversed #nomen #a1" in text
    assert text.count("### Example") == 2
    made = built(tmp_path / "p").collection
    assert [len(note.cards) for note in made.notes] == [2, 2, 2]
    assert sorted(Path(path).read_bytes() for path in made.media.values()) == [b"haus", b"run"]


def test_a_note_type_is_made_of_the_header(tmp_path: Path) -> None:
    (tmp_path / "words.csv").write_text(VERBS, "utf-8")
    (tmp_path / "haus.mp3").write_bytes(b"haus")
    (tmp_path / "run.mp3").write_bytes(b"run")
    options = ("--set", "note-type=Vokabel", "--set", "audio=Audio", "--set", "text=plain")
    result = run("import", *options, tmp_path / "words.csv", tmp_path / "p")
    assert result.exit_code == 0, result.output
    assert "left out" not in result.output
    assert run("build", tmp_path / "p").exit_code == 0
    (apkg,) = (tmp_path / "p" / "build").glob("*.apkg")
    ((models,),) = rows(apkg, "select models from col")
    (note_type,) = json.loads(models).values()
    assert note_type["name"] == "Vokabel"
    names = [each["name"] for each in note_type["flds"]]
    assert names == ["Deutsch", "Englisch", "Beispiel", "Audio", "Stufe"]
    fields = {
        row.split("\x1f")[0]: row.split("\x1f") for (row,) in rows(apkg, "select flds from notes")
    }
    assert fields["Haus"][1:3] == ["house", "Das Haus ist &lt;groß&gt;."]
    assert fields["Haus"][3].startswith("[sound:haus")
    assert fields["laufen"][2] == ""
    assert run("plan", tmp_path / "p").exit_code == 0


def test_pictures_and_missing_files(tmp_path: Path) -> None:
    (tmp_path / "w.csv").write_text("Wort,Bedeutung,Bild\na,b,x y.png\nc,d,gone.png\n", "utf-8")
    (tmp_path / "x y.png").write_bytes(PICTURE)
    result = run("import", "--set", "image=Bild", tmp_path / "w.csv", tmp_path / "p")
    assert "1 file that the cells show is not next to the table" in result.output
    assert "![](<media/x y.png>)" in sources(tmp_path / "p")
    assert (tmp_path / "p" / "media" / "x y.png").read_bytes() == PICTURE


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"Example": "Nirgends"}, "there is no column `Nirgends` for `Example`"),
        ({"seperator": ";"}, "there is no column `;` for `seperator`"),
        ({"kind": "revesed"}, "there is no kind of card `revesed`"),
        ({"kind": "reversed", "note-type": "X"}, "exclude each other"),
        ({"back": "9"}, "there is no column `9` for `back`"),
        ({"Example": "0"}, "there is no column `0` for `Example`"),
    ],
)
def test_a_wrong_option_is_said(options: dict[str, str], message: str) -> None:
    with pytest.raises(ObverseError, match=message):
        read(VERBS, **options)


@pytest.mark.parametrize("name", ["trust", "raw", "name", "", "  "])
def test_no_name_of_a_part_is_a_fault_of_ours(name: str, tmp_path: Path) -> None:
    (tmp_path / "w.csv").write_text(VERBS, "utf-8")
    result = run("import", "--set", f"{name}=Beispiel", tmp_path / "w.csv", tmp_path / "p")
    assert result.exit_code in (0, 2), result.output
    assert "obverse itself" not in result.output
