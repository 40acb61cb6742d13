"""What a package brings into Anki: sounds, letters, decks, and how a bare note type looks."""

import re
from pathlib import Path
from typing import Final

import pytest

from engine import Desk
from shell import run, write
from shown_cards import shown

SILENT: Final = {"basic": "", "reversed": "#card/reversed", "typing": "#card/typing"}


@pytest.mark.parametrize("kind", SILENT)
def test_the_question_s_sound_is_not_played_again_with_the_answer(
    tmp_path: Path, kind: str
) -> None:
    text = f"## Say it ![](bell.wav)\n\nBell\n\n{SILENT[kind]}\n"
    forward, *backward = shown(tmp_path, text, {"bell.wav": b"sound"})
    assert forward.plays == (1, 0)
    assert [card.plays for card in backward] == ([(0, 1)] if kind == "reversed" else [])


def test_a_choice_plays_no_sound_twice(tmp_path: Path) -> None:
    text = "## Which? ![](q.wav)\n\n- [x] a\n- [ ] b\n\nBecause ![](a.wav)\n\n#card/choice\n"
    (card,) = shown(tmp_path, text, {"q.wav": b"question", "a.wav": b"answer"})
    assert card.plays == (1, 1)


def test_the_answer_plays_its_own_sounds(tmp_path: Path) -> None:
    text = "## Which? ![](q.wav)\n\nThis ![](a.wav) ![](b.wav)\n\n#card/reversed #card/typing\n"
    files = {"q.wav": b"question", "a.wav": b"answer", "b.wav": b"another"}
    assert [card.plays for card in shown(tmp_path, text, files)] == [(1, 2), (2, 1)]


def test_a_cloze_plays_as_anki_s_own_does(tmp_path: Path) -> None:
    (card,) = shown(tmp_path, "## Say\n\nIt {{c1::rings}} ![](a.wav)\n", {"a.wav": b"sound"})
    assert card.plays == (1, 1)


def test_a_typed_answer_is_compared_once_and_asked_once(tmp_path: Path) -> None:
    (card,) = shown(tmp_path, "## Capital?\n\nParis\n\n#card/typing\n")
    assert card.question.count("[[type:Typing]]") == card.answer.count("[[type:Typing]]") == 1


def imported(folder: Path, **sources: str) -> Desk:
    """A collection with the package of these sources."""
    project = write(folder / "project", **sources)
    assert run(project, "build", "-q", SOURCE_DATE_EPOCH="1800000000").status == 0
    (package,) = (project / "build").glob("*.apkg")
    desk = Desk(folder / "desk").__enter__()
    desk.import_package(package)
    return desk


def test_fields_are_edited_in_letters_that_every_system_has(tmp_path: Path) -> None:
    desk = imported(tmp_path, a="## Q?\n\nA.\n", b="## T\n\n{{c1::a}}\n")
    fields = [
        field
        for note_type in desk.col.models.all()
        if note_type["name"].startswith("Obverse")
        for field in note_type["flds"]
    ]
    desk.col.close()
    assert len(fields) == 12
    assert {(field["font"], field["size"]) for field in fields} == {("Arial", 20)}


@pytest.mark.parametrize("deck", ["Law::Torts::Nuisance", "Default::Law", "Law", "Default"])
def test_no_deck_arrives_collapsed(tmp_path: Path, deck: str) -> None:
    desk = imported(tmp_path, a=f"---\ndeck: {deck}\n---\n\n## Q?\n\nA.\n")
    decks = {each["name"]: each["collapsed"] for each in desk.col.decks.all()}
    (card,) = desk.cards().values()
    desk.col.close()
    decks.pop("Default")  # the learner's own
    assert card.deck in {deck, "Default_", "Default_::Law", "Default"}
    assert not any(decks.values())


def test_a_deck_that_a_learner_collapsed_stays_so(tmp_path: Path) -> None:
    source = "---\ndeck: Law::Torts\n---\n\n## Q?\n\nA.\n"
    desk = imported(tmp_path, a=source)
    deck = desk.col.decks.by_name("Law")
    assert deck
    deck["collapsed"] = True
    desk.col.decks.save(deck)
    desk.col.close()
    desk = imported(tmp_path, a=source, b=source.replace("Q?", "R?"))
    kept = desk.col.decks.by_name("Law")
    desk.col.close()
    assert kept
    assert kept["collapsed"]


def vocabulary(folder: Path, **files: str) -> Path:
    """A project with a note type of its own, and these files beside its TOML."""
    project = write(folder / "project", words="---\nnote-type: words\n---\n\n## Haus\n\nhouse\n")
    own = project / "note-types" / "words"
    own.mkdir(parents=True)
    (own / "note-type.toml").write_text('fields = ["Word", "Meaning"]\n', "utf-8")
    front = {"front": "{{Word}}", "back": "{{FrontSide}}<hr id=answer>{{Meaning}}"}
    for name, text in (front | files).items():
        (own / f"{name.replace('_', '.', 1)}{'' if '_' in name else '.html'}").write_text(
            text, "utf-8"
        )
    return project


def rendered(folder: Path) -> tuple[str, str, str]:
    """Question, answer and CSS of the only card of the project in a folder."""
    assert run(folder / "project", "build", "-q").status == 0
    (package,) = (folder / "project" / "build").glob("*.apkg")
    with Desk(folder / "desk") as desk:
        desk.import_package(package)
        (number,) = desk.col.find_cards("")
        output = desk.col.get_card(number).render_output()
        return output.question_text, output.answer_text, output.css


def test_a_note_type_without_css_looks_like_the_rest(tmp_path: Path) -> None:
    vocabulary(tmp_path)
    question, answer, css = rendered(tmp_path)
    assert re.fullmatch(r'<div class="obverse"[^>]*>\s*Haus\s*</div>\s*', question)
    assert answer.startswith('<div class="obverse"')
    assert ".obverse {" in css


def test_a_note_type_with_css_is_left_as_it_is(tmp_path: Path) -> None:
    vocabulary(tmp_path, style_css=".card { color: red }")
    question, _, css = rendered(tmp_path)
    assert question.strip() == "Haus"
    assert css.strip() == ".card { color: red }"


def test_a_side_that_is_in_the_box_already_is_not_put_into_another(tmp_path: Path) -> None:
    front = '<main class="obverse">{{Word}}</main>'
    vocabulary(tmp_path, front=front)
    question, _, _ = rendered(tmp_path)
    assert question.count("obverse") == 1
