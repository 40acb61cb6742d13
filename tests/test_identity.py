"""Each note is recognised after an edit, or it is new: never another."""

import random
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decks import Author, cards, guids
from obverse.compile.compile_source import compile_source
from obverse.languages.fingerprint import words
from obverse.link.identity.exact import means_something
from obverse.link.identity.pins import short_id
from obverse.link.identity.recognise import recognise

CARE: Final = (
    "What is client care?",
    "Looking after the client's best interests and providing an appropriate service.",
)
RENT: Final = ("When is rent due?", "On the quarter day, unless the lease says otherwise.")
ADR: Final = ("What does ADR stand for?", "Alternative dispute resolution, outside the courts.")
KPI: Final = ("What is a KPI?", "A measure of performance over time for one objective.")
DECK: Final = (CARE, RENT, ADR, KPI)


@pytest.mark.parametrize(
    ("front", "back"),
    [
        ("What is cleint care?", CARE[1]),
        ("Why do clients come back to a firm?", CARE[1]),
        (CARE[0], "Doing what was agreed, on time."),
        ("What does client care mean?", CARE[1].replace("providing", "giving")),
        ("WHAT IS  CLIENT CARE", f"**{CARE[1]}**"),
    ],
    ids=["typo", "question beyond recognition", "answer rewritten", "both a little", "form only"],
)
def test_an_edited_card_keeps_its_guid(front: str, back: str) -> None:
    author = Author()
    before = guids(author.build(cards(*DECK)))
    after = guids(author.build(cards((front, back), *DECK[1:])))
    assert [*after.values()] == [*before.values()]
    assert author.removed == set()


def test_a_card_rewritten_on_both_sides_is_new() -> None:
    author = Author()
    before = guids(author.build(cards(*DECK)))
    after = guids(author.build(cards(("Who may inspect a boiler?", "A gas engineer."), *DECK[1:])))
    assert set(before.values()) - set(after.values()) == author.removed == {before[CARE[0]]}
    assert author.rules == []


def test_reordered_and_spread_over_files_each_card_keeps_its_guid() -> None:
    author = Author()
    before = guids(author.build(cards(*DECK)))
    author.build(cards(ADR, KPI), cards(RENT, CARE))
    assert guids(author.build(other=cards(*reversed(DECK)))) == {**before}
    assert author.removed == set()


def test_a_renamed_file_costs_no_comparison() -> None:
    pairs = [
        (f"What is term {number}?", f"The meaning of it, number {number}.") for number in range(200)
    ]
    author = Author()
    author.build(cards(*pairs))
    notes = compile_source(("new/name.md", cards(*pairs).encode())).notes
    seen = recognise(notes, author.lock)
    assert None not in seen.known
    assert seen.compared == 0


def test_comparisons_grow_with_what_changed_and_not_with_the_deck() -> None:
    def compared(size: int, edits: int) -> int:
        rng = random.Random(size)  # repeatable on purpose, not secret
        vocabulary = [f"{a}{b}" for a in "bdfgklmnprst" for b in ("arol", "einum", "otic", "usal")]
        texts = [
            (f"Term {rng.choice(vocabulary)} {at}", " ".join(rng.choices(vocabulary, k=12)))
            for at in range(size)
        ]
        author = Author()
        author.build(cards(*texts))
        for at in range(edits):
            texts[at] = (f"{texts[at][0]} again", f"{texts[at][1]} and more")
        seen = recognise(compile_source(("0.md", cards(*texts).encode())).notes, author.lock)
        assert None not in seen.known
        return seen.compared

    assert compared(300, 20) <= 6 * 20
    assert compared(3000, 20) <= 6 * 20
    assert compared(300, 200) <= 6 * 200


def test_of_thirty_cards_with_one_question_the_edited_one_is_found() -> None:
    pairs = [
        ("Define:", f"**Term {number}**. The meaning of number {number}.") for number in range(30)
    ]
    author = Author()
    before = [each.after.guid for each in author.build(cards(*pairs))]
    pairs[17] = ("Define:", "**Term 17**. What number 17 really means.")
    assert [each.after.guid for each in author.build(cards(*pairs))] == before


def test_of_thirty_cards_with_one_question_a_replaced_one_is_new() -> None:
    pairs = [
        ("Define:", f"**Term {number}**. The meaning of number {number}.") for number in range(30)
    ]
    author = Author()
    before = [each.after.guid for each in author.build(cards(*pairs))]
    pairs[17] = ("Define:", "**Easement**. A right over the land of a neighbour.")
    after = [each.after.guid for each in author.build(cards(*pairs))]
    assert [guid for guid in after if guid not in before] == [after[17]]
    assert author.removed == {before[17]}


def test_of_thirty_cards_with_one_answer_only_a_question_that_is_alike_is_the_old_one() -> None:
    planets = "Mercury Venus Mars Jupiter Saturn Uranus".split()
    facts = ["has a moon", "has a ring", "is a gas giant", "has an atmosphere", "was visited"]
    pairs = [(f"{planet} {fact}.", "True") for planet in planets for fact in facts]
    author = Author()
    before = [each.after.guid for each in author.build(cards(*pairs))]
    pairs[7] = ("Venus is a gas giannt.", "True")
    pairs[21] = ("Copper conducts heat better than lead.", "True")
    after = [each.after.guid for each in author.build(cards(*pairs))]
    assert [at for at in range(30) if before[at] != after[at]] == [21]


def test_of_a_copy_that_was_edited_the_original_keeps_its_guid() -> None:
    author = Author()
    before = guids(author.build(cards(*DECK)))
    copy = ("What is client care for?", CARE[1].replace("appropriate", "excellent"))
    after = guids(author.build(cards(copy, *DECK)))
    assert {front: after[front] for front in before} == before
    assert after[copy[0]] not in before.values()


def test_of_a_card_cut_in_two_the_half_that_kept_more_keeps_the_guid() -> None:
    items = [f"- {word} the {thing}" for word, thing in zip(
        ("Contact", "Acknowledge", "Investigate", "Inform", "Refer", "Archive"),
        ("head of division", "complaint in writing", "facts with the team", "complainant",
         "case to the ombudsman", "papers for six years"), strict=True)]  # fmt: skip
    author = Author()
    old = ("How is a complaint handled by the firm?", "\n".join(items))
    before = guids(author.build(cards(old, *DECK)))
    more = ("How is a complaint handled?", "\n".join(items[:5]))
    less = ("How does handling a complaint end?", items[5])
    after = guids(author.build(cards(more, less, *DECK)))
    assert after[more[0]] == before[old[0]]
    assert after[less[0]] not in before.values()
    assert author.removed == set()


def test_of_two_cards_joined_the_one_that_gave_more_lives() -> None:
    author = Author()
    before = guids(author.build(cards(*DECK)))
    joined = ("What is client care, and when is rent due?", f"{CARE[1]}\n\nOn the quarter day.")
    after = guids(author.build(cards(joined, ADR, KPI)))
    assert after[joined[0]] == before[CARE[0]]
    assert author.removed == {before[RENT[0]]}


def test_a_deleted_card_that_comes_back_is_the_same_note() -> None:
    author = Author()
    before = guids(author.build(cards(*DECK)))
    author.build(cards(*DECK[1:]))
    author.build(cards(*DECK[1:], ("What is a lien?", "A right to keep goods until paid.")))
    assert guids(author.build(cards(*DECK))) == before


def ambiguous() -> tuple[Author, dict[str, str], tuple[str, str]]:
    """Two cards that differ in a word, and one that could be either of them."""
    first = ("What is the notice period of a weekly tenancy?", "Four weeks, written and signed.")
    second = ("What is the notice period of a monthly tenancy?", "Four weeks, written and signed!")
    author = Author()
    before = guids(author.build(cards(first, RENT, second, *DECK[2:])))
    return author, before, ("What is the notice period of a tenancy?", first[1] + " By post.")


def test_what_could_be_two_old_cards_is_new_and_a_warning_names_both() -> None:
    author, before, either = ambiguous()
    after = guids(author.build(cards(RENT, ADR, either, KPI)))
    assert after[either[0]] not in before.values()
    assert author.last is not None
    [found] = author.last.diagnostics
    assert found.rule == "ambiguous-identity"
    assert found.place.path == "0.md"
    for front in [front for front in before if "tenancy" in front]:
        assert f"`{front}` (^{short_id(before[front])}, 0.md" in found.message
    assert "% alike" in found.message
    assert found.hint is not None
    assert "`^" in found.hint


def test_a_pin_with_the_short_id_gives_the_history_back_also_from_a_tombstone() -> None:
    author, before, either = ambiguous()
    author.build(cards(RENT, ADR, either, KPI))
    right = before["What is the notice period of a monthly tenancy?"]
    pinned = (either[0], f"{either[1]}\n\n^{short_id(right)}")
    after = author.build(cards(RENT, ADR, pinned, KPI))
    assert guids(after)[either[0]] == right
    assert author.rules == []
    assert guids(author.build(cards(RENT, ADR, pinned, KPI)))[either[0]] == right


def test_a_pinned_card_may_change_beyond_recognition() -> None:
    author = Author()
    before = guids(author.build(cards((CARE[0], f"{CARE[1]}\n\n^care"), *DECK[1:])))
    after = guids(author.build(cards(*DECK[1:], ("Who first?", "Clients.\n\n^care"))))
    assert after["Who first?"] == before[CARE[0]]


def test_a_card_that_turns_into_a_cloze_is_a_new_note_that_takes_the_place_of_the_old() -> None:
    author = Author()
    before = guids(author.build(cards(*DECK)))
    cloze = (CARE[0], "Looking after the client's {{c1::best interests}}.")
    turned = author.build(cards(cloze, *DECK[1:]))[0]
    assert turned.before is None
    assert turned.after.guid != before[CARE[0]]
    assert turned.turned is not None
    assert turned.turned.guid == before[CARE[0]]
    assert author.removed == {before[CARE[0]]}
    assert guids(author.build(cards(*DECK))) == before


def test_without_a_lock_unedited_sources_give_the_same_guids() -> None:
    assert guids(Author().build(cards(*DECK))) == guids(Author().build(cards(*DECK)))


def test_two_cards_with_one_name_are_an_error() -> None:
    author = Author()
    author.build(cards((CARE[0], "One.\n\n^care"), (RENT[0], "Two.\n\n^care")))
    assert author.rules == ["duplicate-pin"]


@given(st.text(st.sampled_from("ab1 \n.,!(\"'²é水-_+") | st.characters(codec="utf-8"), max_size=24))
def test_an_answer_means_something_by_the_number_of_its_words(back: str) -> None:
    (note,) = compile_source(("deck.md", b"## Question?\n\nAnswer.\n")).notes
    assert means_something(note._replace(back=back)) == (len(words(back)) >= 4)
