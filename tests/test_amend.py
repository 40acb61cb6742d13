"""An amended package is the one that would have been written whole, byte for byte."""

import io
import subprocess
import sys
from functools import cache
from itertools import groupby
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import Desk
from obverse.formats.apkg.amend import CannotAmendError, PackageChange, amend
from obverse.formats.apkg.change import is_filled
from obverse.formats.apkg.kept import kept_files
from obverse.formats.apkg.write import write
from obverse.link.collection import Collection, CollectionNote
from obverse.note_types import built_in
from obverse.values.lock import SPAN

Notes = tuple[CollectionNote, ...]
FIRST_ID: Final = 1_700_000_000_000 // SPAN * SPAN
DECKS: Final = ("Deck", "Deck::Part", "Other")
TYPES: Final = {key: built_in(key) for key in ("obverse", "obverse-cloze")}
SIZES: Final = (0, 10, 300, 2000, 5000, 40_000)  # in bytes; some have pages of their own


def note(number: int, seed: object = 0, size: int = 0) -> CollectionNote:
    """Give a note whose text follows from the numbers; its id goes up and down with NUMBER."""
    random = Random(f"{number} {seed}")
    key = "obverse-cloze" if number % 5 == 0 else "obverse"
    text = random.randbytes((size or random.choice(SIZES)) // 2).hex()
    return CollectionNote(
        guid=f"guid{number}",
        note_id=FIRST_ID + (number * 7919 % 10_007) * SPAN,
        note_type=key,
        deck=DECKS[number % 3],
        fields=(f"Question {number}", text, *[""] * (len(TYPES[key].fields) - 2)),
        tags=("tag", f"t{random.randrange(9)}"),
        modified=1_700_000_000 + random.randrange(1 << 20),
        cards=tuple(range(1 + number % 2)),
    )


@cache
def base() -> Notes:
    """Give notes whose database has a hundred pages."""
    return tuple(note(number) for number in range(200))


def lock(notes: Notes) -> bytes:
    """Give a text that says as much of each note as a lock does."""
    about = ((each.guid, each.note_id, len(each.fields[1]), each.modified) for each in notes)
    lines = ("\t".join(map(str, each)) for each in about)
    return ("\n".join(sorted(lines)) + "\n").encode()


def whole(notes: Notes, keep: Path | None = None) -> bytes:
    """Write a package whole."""
    stream = io.BytesIO()
    write(Collection(notes, TYPES), lock(notes), stream, keep=keep)
    return stream.getvalue()


def amended(keep: Path, change: PackageChange, notes: Notes) -> bytes:
    """Amend what is kept; nothing is written when that is not possible."""
    stream = io.BytesIO()
    try:
        amend(keep, change, {}, lock(notes), stream)
    except CannotAmendError:
        assert not stream.getvalue()
        raise
    return stream.getvalue()


def change(before: Notes, after: Notes, *, shifting: bool = True) -> PackageChange:
    """Say what became of the notes; without SHIFTING each one that moved is named."""
    old = {each.note_id: (place, each) for place, each in enumerate(before, 1)}
    new = {each.note_id: (place, each) for place, each in enumerate(after, 1)}
    same = [key for key, (_, each) in old.items() if key in new and new[key][1] == each]
    moved = [(old[key][0], new[key][0] - old[key][0], key) for key in same]
    shifts, due = [], []
    for (by, _), run in groupby(enumerate(moved), lambda one: (one[1][1], one[1][0] - one[0])):
        notes = [each for _, each in run]
        if by and shifting and len(notes) > 1:
            shifts.append((notes[0][0], notes[-1][0], by))
        elif by:
            due += [(key, place + by) for place, _, key in notes]
    put = tuple((each, place) for key, (place, each) in new.items() if key not in {*same})
    return PackageChange(tuple(old.keys() - new.keys()), put, tuple(due), tuple(shifts))


places = st.integers(0, 250)
edits = st.one_of(
    st.tuples(st.just("put in"), places, st.integers(1000, 9000)),
    st.tuples(st.just("leave out"), places, st.integers(1, 30)),
    st.tuples(st.just("reword"), places, st.integers(1, 9)),
    st.tuples(st.just("move"), places, places),
    st.tuples(st.just("write more"), places, st.integers(1, 90_000)),
)


def edited(notes: Notes, edit: tuple[str, int, int]) -> Notes:
    """Do one of the edits."""
    kind, at, number = edit
    made, at = list(notes), at % len(notes)
    if kind == "put in" and number not in {int(each.guid[4:]) for each in notes}:
        made.insert(at, note(number))
    elif kind == "leave out":
        del made[at : at + number]
    elif kind == "move":
        made.insert(number % len(notes), made.pop(at))
    elif kind == "write more":
        made[at] = note(int(made[at].guid[4:]), "more", number + 2)
    elif kind == "reword":
        made[at : at + 3] = [note(int(each.guid[4:]), number) for each in made[at : at + 3]]
    return tuple(made)


@given(st.lists(st.tuples(st.lists(edits, max_size=3), st.booleans()), max_size=4))
@settings(max_examples=40)
def test_whatever_the_edits_the_bytes_are_those_of_a_package_written_whole(
    builds: list[tuple[list[tuple[str, int, int]], bool]],
) -> None:
    notes = base()
    with TemporaryDirectory() as folder:
        keep = Path(folder)
        whole(notes, keep)
        for some, shifting in builds:
            before = notes
            for edit in some:
                notes = edited(notes, edit)
            made = amended(keep, change(before, notes, shifting=shifting), notes)
            assert made == whole(notes)


def test_what_is_kept_changes_no_byte_of_a_package(tmp_path: Path) -> None:
    assert whole(base(), tmp_path) == whole(base())


def test_most_of_a_package_is_not_compressed_again(tmp_path: Path) -> None:
    whole(base(), tmp_path)
    before = kept_files(tmp_path)[1].stat().st_size
    after = edited(base(), ("reword", 9, 1))
    amended(tmp_path, change(base(), after), after)
    assert kept_files(tmp_path)[1].stat().st_size < 1.4 * before


def test_anki_takes_an_amended_package_as_an_update(tmp_path: Path) -> None:
    notes = tuple(note(number)._replace(cards=(0,)) for number in range(40) if number % 5)
    package = tmp_path / "deck.apkg"
    package.write_bytes(whole(notes, tmp_path / "kept"))
    with Desk(tmp_path / "desk") as desk:
        assert desk.import_package(package).counts == {"new": 32}
        newer = notes[3]._replace(fields=("New", *notes[3].fields[1:]), modified=1_900_000_000)
        added = note(101)._replace(cards=(0,))
        after = (*notes[:3], newer, added, *notes[4:30], notes[31])
        package.write_bytes(amended(tmp_path / "kept", change(notes, after), after))
        log = desk.import_package(package)
        assert (log.new, log.updated) == ((added.guid,), (newer.guid,))
        assert log.counts == {"new": 1, "updated": 1, "duplicate": 30}
        assert desk.check() == []
        assert desk.notes()[newer.guid].fields["Front"] == "New"
    with Desk(tmp_path / "other desk") as desk:
        assert desk.import_package(package).counts == {"new": 32}
        due = {guid: card.due for (guid, _), card in desk.cards().items()}
        assert due == {each.guid: place for place, each in enumerate(after, 1)}


FEW: Final = tuple(note(number, size=20) for number in range(6))
NEW: Final = note(7)


@pytest.mark.parametrize(
    "unfit",
    [
        PackageChange(gone=(1,)),
        PackageChange(due=((1, 1),)),
        PackageChange(gone=(FEW[5].note_id,), due=((FEW[5].note_id, 6),)),
        PackageChange(put=((NEW, 1),)),
        PackageChange(put=((NEW, 8),)),
        PackageChange(put=((NEW, 7), (NEW._replace(fields=("twice",) * 7), 7))),
        PackageChange(put=((NEW._replace(deck="New"), 7),)),
        PackageChange(put=((NEW._replace(note_type="other"), 7),)),
        PackageChange(put=((NEW._replace(fields=("one",)), 7),)),
        PackageChange(put=((NEW._replace(note_id=NEW.note_id + 1), 7),)),
        PackageChange(put=((NEW._replace(cards=()), 7),)),
        PackageChange(gone=(FEW[0].note_id,)),
        PackageChange(gone=(FEW[0].note_id, FEW[5].note_id), shifts=((2, 5, -1),)),
        PackageChange(gone=(FEW[2].note_id, FEW[5].note_id), shifts=((4, 5, -1),)),
        PackageChange(shifts=((1, 3, 1),)),
        PackageChange(due=((FEW[0].note_id, 2),)),
    ],
)
def test_a_change_that_does_not_fit_is_refused_and_leaves_all_as_it_was(
    tmp_path: Path, unfit: PackageChange
) -> None:
    whole(FEW, tmp_path)
    before = [path.read_bytes() for path in kept_files(tmp_path)[::2]]
    with pytest.raises(CannotAmendError):
        amended(tmp_path, unfit, FEW)
    assert [path.read_bytes() for path in kept_files(tmp_path)[::2]] == before
    after = edited(FEW, ("reword", 1, 1))
    assert amended(tmp_path, change(FEW, after), after) == whole(after)


@pytest.mark.parametrize("file", [0, 1, 2])
@pytest.mark.parametrize("harm", ["flip", "cut", "empty", "remove"])
def test_a_kept_file_that_is_not_whole_never_makes_another_package(
    tmp_path: Path, file: int, harm: str
) -> None:
    notes = base()[:60]
    whole(notes, tmp_path)
    kept = {path: path.read_bytes() for path in kept_files(tmp_path)}
    path = kept_files(tmp_path)[file]
    content = kept[path]
    after = edited(notes, ("reword", 9, 1))
    wanted = whole(after)
    for at in range(0, len(content), len(content) // 7):
        for each, before in kept.items():
            each.write_bytes(before)
        if harm == "flip":
            path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        elif harm == "cut":
            path.write_bytes(content[:at])
        elif harm == "empty":
            path.write_bytes(b"")
        else:
            path.unlink()
        try:
            made = amended(tmp_path, change(notes, after), after)
        except CannotAmendError:
            assert (file, harm) == (1, "remove") or file != 1
        else:
            assert made == wanted


def test_notes_with_ids_of_anki_are_not_amended(tmp_path: Path) -> None:
    notes = (*FEW, NEW._replace(note_id=NEW.note_id + 1))
    whole(FEW, tmp_path)
    whole(notes, tmp_path)
    with pytest.raises(CannotAmendError):
        amended(tmp_path, PackageChange(), notes)


def test_nothing_is_kept_after_a_package_that_could_not_be_written(tmp_path: Path) -> None:
    whole(FEW, tmp_path)
    with pytest.raises(FileNotFoundError):
        amend(tmp_path, PackageChange(), {"a.png": str(tmp_path / "a.png")}, b"", io.BytesIO())
    with pytest.raises(CannotAmendError):
        amended(tmp_path, PackageChange(), FEW)


@pytest.mark.parametrize("file", [0, 1, 2])
def test_what_is_kept_elsewhere_is_left_alone(tmp_path: Path, file: int) -> None:
    whole(FEW, tmp_path / "kept")
    path, other = kept_files(tmp_path / "kept")[file], tmp_path / "other"
    path.rename(other)
    path.symlink_to(other)
    before, after = other.read_bytes(), edited(FEW, ("reword", 1, 1))
    with pytest.raises(CannotAmendError):
        amended(tmp_path / "kept", change(FEW, after), after)
    assert whole(after, tmp_path / "kept") == whole(after)
    assert other.read_bytes() == before


@pytest.mark.parametrize("file", [0, 1, 2])
def test_where_nothing_can_be_kept_a_package_is_written_all_the_same(
    tmp_path: Path, file: int
) -> None:
    kept_files(tmp_path)[file].mkdir()
    assert whole(FEW, tmp_path) == whole(FEW)
    (tmp_path / "file").touch()
    assert whole(FEW, tmp_path / "file") == whole(FEW)
    with pytest.raises(CannotAmendError):
        amended(tmp_path, PackageChange(), FEW)


def test_amending_needs_no_genanki() -> None:
    code = "import sys, obverse.formats.apkg.amend; print('genanki' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


@given(st.data())
def test_positions_are_found_filled_just_when_each_has_one_note(data: st.DataObject) -> None:
    before = data.draw(st.integers(0, 8))
    position = st.integers(1, 9)
    freed = data.draw(st.sets(st.integers(1, before), max_size=3)) if before else set()
    taken = data.draw(st.lists(position, max_size=3))
    shifts = data.draw(
        st.lists(
            st.tuples(position, position, st.integers(-3, 3)).filter(
                lambda each: each[0] <= each[1]
            ),
            max_size=2,
        )
    )
    places = [*taken]
    for place in {*range(1, before + 1)} - freed:
        by = next((by for first, last, by in shifts if first <= place <= last), 0)
        places.append(place + by)
    now = before - len(freed) + len(taken)
    filled = sorted(places) == list(range(1, now + 1))
    assert is_filled(before, freed, shifts, taken, now) == filled
