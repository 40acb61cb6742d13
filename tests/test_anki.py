"""The package in Anki's own engine: what a learner gets, and keeps when the Markdown changes."""

import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import CardState, Desk
from obverse.note_types import built_in
from shell import run, write

ROOT: Final = Path(__file__).parents[1]
CHECKER: Final = ROOT.parent / "shared" / "tools" / "check_apkg.py"
START: Final = 1_700_000_000  # when the first build of a test is made; each later one a day after


class Author:
    """An author with a project and a learner's collection: builds, and takes what was built."""

    def __init__(self, folder: Path, desk: Desk) -> None:
        self.folder = folder
        self.desk = desk
        self.builds = 0

    def publish(self) -> dict[str, int]:
        """Build a day after the last time and import; gives what became of the notes."""
        self.builds += 1
        ran = run(self.folder, "build", SOURCE_DATE_EPOCH=str(START + 86_400 * self.builds))
        assert (ran.status, ran.err) == (0, "")
        (package,) = (self.folder / "build").glob("*.apkg")
        return self.desk.import_package(package).counts

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace a text, which stands there once, in a source."""
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Give an empty collection."""
    with Desk(tmp_path / "anki") as desk:
        yield desk


@pytest.fixture
def author(tmp_path: Path, desk: Desk) -> Author:
    """Give the author of a copy of this project's content, without its lock."""
    folder = tmp_path / "project"
    shutil.copytree(ROOT / "content", folder / "content")
    (folder / "content" / "obverse.lock").unlink(missing_ok=True)
    shutil.copy(ROOT / "pyproject.toml", folder)
    return Author(folder, desk)


@pytest.fixture
def small(tmp_path: Path, desk: Desk) -> Author:
    """Give the author of an empty folder."""
    return Author(write(tmp_path / "small"), desk)


def study(desk: Desk) -> dict[tuple[str, int], CardState]:
    """Answer half of the cards in different ways; gives every card as it is then."""
    for number, guid in enumerate(sorted(desk.notes())):
        front = f"cid:{desk.cards()[guid, 0].id}"
        if number % 2:
            desk.review(front, (1, 2, 3, 4)[number % 4])
            desk.review(front, 3)
        if number % 5 == 0:
            desk.set_flag(front, 1)
        if number % 7 == 0:
            desk.suspend(front)
    return desk.cards()


def test_the_content_arrives_whole(author: Author) -> None:
    assert author.publish() == {"new": 21}
    desk = author.desk
    assert desk.check() == []
    cards = desk.cards()
    assert len(cards) == 21
    for (guid, ordinal), card in cards.items():
        question, answer = desk.rendered(guid, ordinal)
        front, back = card.note.fields["Front"], card.note.fields["Back"]
        assert front
        assert front in question
        assert back
        assert back in answer
        assert back not in question
    assert sorted(card.due for card in cards.values()) == list(range(1, 22))
    assert {card.deck for card in cards.values()} == {
        "RICS APC::ADR",
        "RICS APC::Client care",
        "RICS APC::Complaints procedure",
        "RICS APC::KPIs",
    }


def test_positions_are_those_of_the_sources(author: Author) -> None:
    author.publish()
    wanted: list[str] = []
    for path in sorted((author.folder / "content").glob("*.md")):
        headings = re.findall(r"^## (.*)", path.read_text(encoding="utf-8"), re.MULTILINE)
        wanted += headings
    wanted = list(dict.fromkeys(wanted))
    wanted.remove("Please talk me through where you have")
    cards = sorted(author.desk.cards().values(), key=lambda card: card.due)
    assert [card.note.fields["Front"] for card in cards] == wanted


def test_the_checker_of_packages_finds_nothing(author: Author) -> None:
    if not CHECKER.is_file():
        pytest.skip(f"there is no {CHECKER.name} beside this checkout")
    author.publish()
    (package,) = (author.folder / "build").glob("*.apkg")
    done = subprocess.run(
        [sys.executable, str(CHECKER), str(package)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_one_changed_answer_is_one_update_and_touches_no_history(author: Author) -> None:
    author.publish()
    before = study(author.desk)
    assert {card.reviews for card in before.values()} == {0, 2}
    author.edit("content/kpis.md", "90% collection on day 7", "91% collection on day 7")
    assert author.publish() == {"updated": 1, "duplicate": 20}
    assert author.desk.cards() == before
    changed = [note for note in author.desk.notes().values() if "91%" in note.fields["Back"]]
    assert len(changed) == 1
    assert author.publish() == {"duplicate": 21}


def test_reordering_renaming_and_adding_lose_no_history(author: Author) -> None:
    author.publish()
    before = study(author.desk)
    content = author.folder / "content"
    path = content / "client-care.md"
    head, *cards = path.read_text(encoding="utf-8").split("\n## ")
    shuffled = [*cards[::2], *reversed(cards[1::2])]
    path.write_text("\n## ".join([head, *(each.rstrip() + "\n" for each in shuffled)]), "utf-8")
    assert author.publish() == {"duplicate": 21}
    assert author.desk.cards() == before
    (content / "adr.md").rename(content / "resolution.md")
    assert author.publish() == {"duplicate": 21}
    author.edit("content/kpis.md", "# KPIs\n", "# KPIs\n\n## A new one?\n\nOn top.\n")
    assert author.publish() == {"new": 1, "duplicate": 21}
    after = author.desk.cards()
    assert {key: after[key] for key in before} == before
    assert author.desk.check() == []


def test_a_reworded_question_keeps_its_history_where_the_answer_stays(author: Author) -> None:
    author.publish()
    before = study(author.desk)
    author.edit("content/kpis.md", "## What are your rent KPIs?", "## Which rent KPIs have you?")
    assert author.publish() == {"updated": 1, "duplicate": 20}
    assert author.desk.cards() == before


@pytest.mark.parametrize("kind", ["reversed", "typing", "reversed #card/typing"])
def test_a_kind_that_is_switched_on_and_off_updates_the_note_in_place(
    small: Author, kind: str
) -> None:
    plain, switched = "## Front?\n\nBack.\n", f"## Front?\n\nBack.\n\n#card/{kind}\n"
    write(small.folder, deck=plain)
    assert small.publish() == {"new": 1}
    small.desk.review("deck:*", 4)
    ((key, card),) = small.desk.cards().items()
    cards = 2 if "reversed" in kind else 1
    for text, count in ((switched, cards), (plain, cards), (switched, cards)):
        write(small.folder, deck=text)
        assert small.publish() == {"updated": 1}
        now = small.desk.cards()
        # Anki deletes no card on an import: one that is asked no more is found by "Empty Cards".
        assert len(now) == count
        assert now[key] == card
        question, answer = small.desk.rendered(*key)
        assert ("[[type:Typing]]" in question + answer) == ("typing" in text)
    if "reversed" in kind:
        assert "Back." in small.desk.rendered(key[0], 1)[0]


def test_a_picture_and_a_sound_arrive_under_their_own_names(small: Author) -> None:
    write(small.folder, deck="## Look and hear\n\n![a](my%20picture.png)\n\n![](a.mp3)\n")
    (small.folder / "my picture.png").write_bytes(b"picture")
    (small.folder / "a.mp3").write_bytes(b"sound")
    assert small.publish() == {"new": 1}
    (note,) = small.desk.notes().values()
    picture, sound = sorted(small.desk.media(), reverse=True)
    assert re.fullmatch(r"my-picture-[0-9a-f]{12}\.png", picture)
    assert f'src="{picture}"' in note.fields["Back"]
    assert f"[sound:{sound}]" in note.fields["Back"]
    (small.folder / "my picture.png").write_bytes(b"another")
    assert small.publish() == {"updated": 1}
    assert len(small.desk.media()) == 3
    assert small.desk.col.media.check().missing == []


def test_tags_and_decks_arrive_as_written(small: Author) -> None:
    text = "---\ntags: [exam/2024, Straße]\ndeck: Law::Torts\n---\n## Q?\n\nA #x/y-z #日本 here.\n"
    write(small.folder, deck=text)
    assert small.publish() == {"new": 1}
    (note,) = small.desk.notes().values()
    assert set(note.tags) == {"exam::2024", "Straße", "x::y-z", "日本"}
    assert [card.deck for card in small.desk.cards().values()] == ["Law::Torts"]


def test_a_time_of_zero_makes_a_package_that_anki_takes(small: Author) -> None:
    write(small.folder, deck="## Q?\n\nA.\n\n## R?\n\nB.\n")
    assert run(small.folder, "build", SOURCE_DATE_EPOCH="0").status == 0
    (package,) = (small.folder / "build").glob("*.apkg")
    assert small.desk.import_package(package).counts == {"new": 2}
    assert small.desk.check() == []
    assert all(card.id > 0 for card in small.desk.cards().values())


CLOZES: Final = (
    "{{c1::a}}",
    "{{c2::b::hint}} and {{c1::a}}",
    "{{c1::a {{c2::b}} c}}",
    "{{c1::a {{c1::b}}}} {{c3::c}}",
    "{{c1,2::x}}",
    "{{c1,3::x {{c2::y}}}}",
    "{{c500::x}}",
    "{{c1::x}} {{c1::y}} {{c10::z}}",
    "{{c1::}}",
    "{{c7::**bold** `code }}`}}",
    "==a== and ==b== and {{c2::c}}",
)


@pytest.mark.parametrize("text", CLOZES)
def test_a_cloze_note_has_the_cards_that_anki_would_make(small: Author, text: str) -> None:
    write(small.folder, deck=f"## Title\n\n{text}\n\n#card/cloze\n")
    assert small.publish() == {"new": 1}
    # What is missing, and what is too many, shows in Anki's own check and in "Empty Cards".
    assert small.desk.check() == []
    assert list(small.desk.col.get_empty_cards().notes) == []
    for guid, ordinal in small.desk.cards():
        question, answer = small.desk.rendered(guid, ordinal)
        assert 'class="cloze"' in question
        assert 'class="cloze"' in answer


blank = st.sampled_from(["", " ", "\n", "<br>", "<div></div>", "<div><br></div>", "&nbsp;", "x"])


def test_card_rows_are_those_that_anki_makes_of_the_same_fields(tmp_path: Path) -> None:
    """Give fields to our note types in the engine, and compare the cards it makes of them."""
    write(tmp_path / "p", a="## Q?\n\nA.\n", b="## T\n\n{{c1::a}}\n")
    assert run(tmp_path / "p", "build").status == 0
    (package,) = (tmp_path / "p" / "build").glob("*.apkg")
    with Desk(tmp_path / "anki") as desk:
        desk.import_package(package)

        @given(
            st.lists(blank, min_size=6, max_size=6),
            st.sampled_from(["Obverse", "Obverse Cloze"]),
            st.sampled_from(CLOZES),
        )
        @settings(max_examples=80)
        def same(texts: list[str], name: str, text: str) -> None:
            ours = built_in(name.lower().replace(" ", "-"))
            fields = [*texts, *[""] * 9][: len(ours.fields)]
            # No note has an empty question (Anki would add a first card to it all the same).
            fields[0], fields[1] = "question", text if ours.is_cloze else fields[1]
            theirs = desk.col.models.by_name(name)
            assert theirs is not None
            note = desk.col.new_note(theirs)
            note.fields = list(fields)
            made = ours.cards(tuple(fields))
            desk.col.add_note(note, desk.col.decks.id("Deck") or 0)  # type: ignore[arg-type]
            cards = tuple(sorted(card.ord for card in note.cards()))
            desk.col.remove_notes([note.id])
            assert cards == made

        same()


def test_the_lock_travels_in_the_package(small: Author) -> None:
    write(small.folder, deck="## Q?\n\nA.\n")
    small.publish()
    (package,) = (small.folder / "build").glob("*.apkg")
    with zipfile.ZipFile(package) as archive:
        assert archive.read("obverse.lock") == (small.folder / "obverse.lock").read_bytes()


def test_the_fields_of_both_note_types_are_those_of_the_first_release(small: Author) -> None:
    write(small.folder, a="## Q?\n\nA.\n", b="## T\n\n{{c1::a}}\n")
    small.publish()
    models = small.desk.col.models.all()
    names = {each["name"]: small.desk.col.models.field_names(each) for each in models}
    wanted = {"Front", "Back", "Reversed", "Typing", "Extra", "Context", "Source"}
    assert set(names["Obverse"]) == wanted
    assert names["Obverse"][:2] == ["Front", "Back"]
    assert names["Obverse Cloze"][:2] == ["Title", "Text"]
    assert set(names["Obverse Cloze"]) == {"Title", "Text", "Extra", "Context", "Source"}
