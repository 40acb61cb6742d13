"""A line of the lock that says something else than what was written is an error with its place."""

from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obverse.errors import TextError
from obverse.values import lock as locks
from obverse.values.lock import Known, KnownType
from shell import run, write

NOW: Final = 1_700_000_000
KNOWN: Final = Known(
    guid="AbCdEfGhIjK",
    note_id=1_700_000_000_000,
    note_type="obverse",
    kind="basic",
    deck="Deck",
    path="deck.md",
    modified=NOW,
    removed=0,
    digest="d" * 11,
    tags=("one",),
    front_key="f" * 11,
    back_key="b" * 11,
    sketch="abcd",
    numbers=((1, "key'word"), (3, "key~abcd")),
    pin="",
    front="What is it, and why?",
)
MANY_CARDS: Final = KNOWN._replace(guid="many", cards=(0, 1, 12))
TYPE: Final = KnownType("Obverse", "digest", NOW)
PLAIN: Final = locks.write([KNOWN], [TYPE], {KNOWN.guid, TYPE.name})
# Column, what is in it, and what the message names.
BAD: Final = [
    (0, "", "the guid"),
    (1, "9" * 20, "the note id `99999999999999999999`"),
    (1, "0", "the note id `0`"),
    (1, "-5", "the note id `-5`"),
    (1, "1_000", "the note id `1_000`"),
    (1, str(2**53 + 1), "the note id"),
    (1, "", "not a line of a lock"),
    (1, "9" * 5000, "not a line of a lock"),
    (2, "", "the note type"),
    (6, "9" * 20, "the time"),
    (6, "-1", "the time `-1`"),
    (6, "", "the time ``"),
    (6, "yesterday", "the time `yesterday`"),
    (7, "-1", "the time `-1`"),
    (7, "9" * 20, "the time"),
    (13, "-1=key", "the number `-1` of a deletion"),
    (13, "0=key", "the number `0` of a deletion"),
    (13, "1=key,501=key", "the number `501` of a deletion"),
    (13, "x=key", "the number `x` of a deletion"),
    (16, "501", "the number `501` of a card"),
    (16, "1,0", "the number `0` of a card"),
]


def fault_of(text: str) -> TextError:
    with pytest.raises(TextError) as raised:
        locks.read(text)
    return raised.value


@pytest.mark.parametrize(("column", "value", "message"), BAD)
def test_a_bad_value_is_an_error_with_the_line(column: int, value: str, message: str) -> None:
    head, note_type, line, end = PLAIN.split("\n")
    columns = [*line.split("\t"), "1"]
    columns[column] = value
    fault = fault_of("\n".join([head, note_type, "\t".join(columns), end]))
    assert (fault.rule, fault.line) == ("lock-damaged", 3)
    assert message in fault.message


@pytest.mark.parametrize("value", ["-1", "", "x", "9" * 20])
def test_a_bad_time_of_a_note_type_is_an_error_with_the_line(value: str) -> None:
    assert fault_of(PLAIN.replace(f"digest\t{NOW}", f"digest\t{value}")).line == 2


def test_a_build_says_which_line_has_a_number_that_is_too_large(tmp_path: Path) -> None:
    write(tmp_path, deck="# Deck\n\n## What?\n\nThat.\n")
    (tmp_path / "obverse.lock").write_text(PLAIN.replace(str(KNOWN.note_id), "9" * 20))
    ran = run(tmp_path, "build")
    assert ran.status == 1
    assert "obverse.lock:3:1: error: the note id `" in ran.err


@given(st.data())
def test_a_line_that_is_cut_anywhere_is_an_error_with_its_line(data: st.DataObject) -> None:
    text = locks.write([KNOWN, MANY_CARDS], [TYPE])
    lines = text.split("\n")
    number = data.draw(st.integers(1, 3))
    cut = data.draw(st.integers(1, len(lines[number]) - 1))
    lines[number] = lines[number][:cut]
    assert fault_of("\n".join(lines)).line == number + 1
    assert fault_of("\n".join(lines[: number + 1])).line == number + 1


@given(st.data())
def test_a_line_edited_by_hand_is_an_error_with_its_line(data: st.DataObject) -> None:
    lines = locks.write([KNOWN, MANY_CARDS], [TYPE]).split("\n")
    number = data.draw(st.integers(1, 3))
    at = data.draw(st.integers(0, len(lines[number]) - 1))
    other = data.draw(st.sampled_from("aZ0 9é").filter(lambda each: each != lines[number][at]))
    lines[number] = lines[number][:at] + other + lines[number][at + 1 :]
    assert fault_of("\n".join(lines)).line == number + 1


@pytest.mark.parametrize("known", [KNOWN, MANY_CARDS], ids=["one card", "many cards"])
@pytest.mark.parametrize("other", ["", "a", " ", "=", "#"])
def test_a_line_that_lost_a_tab_is_an_error(known: Known, other: str) -> None:
    head, note_type, line, end = locks.write([known], [TYPE]).split("\n")
    for at in (at for at, sign in enumerate(line) if sign == "\t"):
        edited = line[:at] + other + line[at + 1 :]
        assert fault_of(f"{head}\n{note_type}\n{edited}\n{end}").line == 3


def test_the_last_line_of_an_older_lock_is_known_to_be_cut() -> None:
    assert "no line end" in fault_of(PLAIN[:-5]).message


def test_a_whole_lock_without_its_last_line_end_is_read() -> None:
    assert locks.read(locks.write([KNOWN], [TYPE])[:-1]).notes == {KNOWN.guid: KNOWN}


def test_a_line_without_a_check_is_read() -> None:
    lock = locks.read(PLAIN)
    assert lock.notes == {KNOWN.guid: KNOWN}
    assert lock.unchecked == {KNOWN.guid, TYPE.name}


def test_a_question_that_looks_like_a_check_is_read() -> None:
    known = KNOWN._replace(front="#1a2b3c4d")
    for unchecked in ((), (known.guid,)):
        assert locks.read(locks.write([known], [TYPE], unchecked)).notes == {known.guid: known}


def test_two_headers_after_a_merge_are_read() -> None:
    head, rest = PLAIN.split("\n", 1)
    older = head.replace("made by", "from")
    assert locks.read(f"{head}\n{older}\n{rest}").notes == {KNOWN.guid: KNOWN}


def unchecked(text: str) -> str:
    """Give a lock as older versions wrote it."""
    lock = locks.read(text)
    names = {*lock.notes, *lock.types}
    return locks.write(lock.notes.values(), lock.types.values(), names)


def test_an_older_lock_is_rewritten_only_where_a_note_changes(tmp_path: Path) -> None:
    cards = "".join(f"## What is {n}?\n\nNumber {n} and more.\n\n" for n in range(9))
    write(tmp_path, deck=f"# Deck\n\n{cards}")
    assert run(tmp_path, "build").status == 0
    path = tmp_path / "obverse.lock"
    older = unchecked(path.read_text())
    for step, text in enumerate(("# Deck\n\n" + cards, cards.replace("Number 3", "Just 3"))):
        path.write_text(older)
        write(tmp_path, deck=text if step == 0 else f"# Deck\n\n{text}")
        assert run(tmp_path, "build").status == 0
        pairs = zip(older.split("\n"), path.read_text().split("\n"), strict=True)
        assert sum(old != new for old, new in pairs) == step
    # Also where the whole lock is written, because a merge left its lines in another order.
    head, note_type, *lines, end = older.split("\n")
    path.write_text("\n".join([head, note_type, *reversed(lines), end]))
    assert run(tmp_path, "build").status == 0
    pairs = zip(older.split("\n"), path.read_text().split("\n"), strict=True)
    assert sum(old != new for old, new in pairs) == 1


@pytest.mark.parametrize("extra", ["", "{{c500::last}} "], ids=["counted on", "from the gaps"])
def test_no_build_writes_a_deletion_that_cannot_be_read(tmp_path: Path, extra: str) -> None:
    words = " ".join(f"==w{n}==" for n in range(400))
    write(tmp_path, deck=f"# Deck\n\n## Many\n\n#card/cloze\n\n{extra}{words}\n")
    assert run(tmp_path, "build").status == 0
    write(
        tmp_path, deck=f"# Deck\n\n## Many\n\n#card/cloze\n\n{extra}{words.replace('w', 'other')}\n"
    )
    assert run(tmp_path, "build").status == 0
    assert run(tmp_path, "lock", "--check").status == 0


def test_more_deletions_than_anki_makes_cards_are_an_error(tmp_path: Path) -> None:
    write(
        tmp_path,
        deck="# D\n\n## Many\n\n#card/cloze\n\n" + " ".join(f"==w{n}==" for n in range(501)) + "\n",
    )
    ran = run(tmp_path, "build")
    assert ran.status == 1
    assert "[cloze-number-too-high]" in ran.err


def test_a_line_edited_by_hand_is_accepted_once_its_check_is_renewed(tmp_path: Path) -> None:
    write(tmp_path, deck="# Deck\n\n## What is it?\n\nThat and more.\n\n## Who?\n\nShe.\n")
    assert run(tmp_path, "build").status == 0
    path = tmp_path / "obverse.lock"
    before = path.read_text()
    edited = before.replace("What is it?", "What was it?")
    path.write_text(edited)
    refused = run(tmp_path, "build")
    assert refused.status == 1
    assert "[lock-damaged]" in refused.err
    assert "obverse lock --renew" in refused.err
    assert "1 check renewed, 2 notes" in run(tmp_path, "lock", "--renew").out
    assert run(tmp_path, "lock", "--check").status == 0
    lines = zip(before.split("\n"), path.read_text().split("\n"), strict=True)
    assert [new.split("\t")[15] for old, new in lines if old != new] == ["What was it?"]


def test_a_line_that_cannot_be_read_is_not_renewed(tmp_path: Path) -> None:
    write(tmp_path, deck="# Deck\n\n## What?\n\nThat.\n")
    path = tmp_path / "obverse.lock"
    path.write_text(locks.write([KNOWN], [TYPE]).replace(str(KNOWN.note_id), "0") + "other\n")
    before = path.read_bytes()
    ran = run(tmp_path, "lock", "--renew")
    assert (ran.status, path.read_bytes()) == (1, before)
    assert "obverse.lock:3:1: error: the note id `0`" in ran.err
    assert "obverse.lock:4:1: error: this line is not a line of a lock" in ran.err
