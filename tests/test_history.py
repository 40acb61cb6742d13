"""Stories through Anki's engine: build, import, review, edit, build, import, and every review."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import pytest

from engine import CardState
from obverse.compile import kinds
from stories import Pair, Story, story

CARE: Final = (
    "What is client care?",
    "Looking after the client's best interests and providing an appropriate service.",
)
RENT: Final = ("When is rent due?", "On the quarter day, unless the lease says otherwise.")
ADR: Final = ("What does ADR stand for?", "Alternative dispute resolution, outside the courts.")
KPI: Final = ("What is a KPI?", "A measure of performance over time for one objective.")
LIEN: Final = ("What is a lien?", "A right to keep goods until a debt is paid.")
DECK: Final = (CARE, RENT, ADR, KPI, LIEN)
WORDS: Final = (
    "Lease Premium Covenant Easement Trust Mortgage Valuation Survey Boundary Notice Deposit "
    "Guarantee Arrears Schedule Inspection Budget Forecast Invoice Ledger Margin Asset "
    "Dividend Bond Option Hedge Audit Statute Tribunal Remedy Damages"
).split()
THINGS: Final = (
    "tenant wall harvest river engine purse ship bridge garden choir school market forest "
    "kitchen window castle road lamp drum well mill stable orchard tower field harbour chapel "
    "quarry meadow cellar"
).split()
DEFINITIONS: Final = tuple(
    ("Define:", f"**{word}**. What protects the {thing} of another.")
    for word, thing in zip(WORDS, THINGS, strict=True)
)
STATEMENTS: Final = tuple(
    (f"A {word.lower()} protects the {thing}.", "True")
    for word, thing in zip(WORDS, THINGS, strict=True)
)
Cards = dict[tuple[str, int], CardState]


@pytest.fixture(name="tale")
def _tale(tmp_path: Path) -> Iterator[Story]:
    with story(tmp_path) as told:
        yield told


def edited(tale: Story, before: Iterable[Pair], **after: Iterable[Pair]) -> tuple[Cards, Cards]:
    """All cards before and after an edit of a deck that was learnt."""
    tale.write(deck=before)
    tale.ship()
    cards_before = tale.study()
    tale.write(**after)
    tale.ship()
    return cards_before, tale.desk.cards()


def with_(deck: tuple[Pair, ...], at: int, card: Pair) -> tuple[Pair, ...]:
    return (*deck[:at], card, *deck[at + 1 :])


KEEPING: Final[dict[str, tuple[tuple[Pair, ...], dict[str, tuple[Pair, ...]]]]] = {
    "typo in a question": (
        with_(DECK, 0, ("What is cleint care?", CARE[1])),
        {"deck": DECK},
    ),
    "question beyond recognition, the same answer": (
        DECK,
        {"deck": with_(DECK, 0, ("Why do people come back to a firm?", CARE[1]))},
    ),
    "answer rewritten under the same question": (
        DECK,
        {"deck": with_(DECK, 0, (CARE[0], "Doing what was agreed, in time."))},
    ),
    "both reworded a little": (
        DECK,
        {"deck": with_(DECK, 0, ("What does client care mean?", CARE[1].replace("the c", "a c")))},
    ),
    "reordered": (DECK, {"deck": DECK[::-1]}),
    "file renamed": (DECK, {"renamed": DECK}),
    "card moved to another file": (DECK, {"deck": DECK[1:], "other": DECK[:1]}),
    "file split in two": (DECK, {"deck": DECK[:2], "other": DECK[2:]}),
    "card duplicated, one copy edited": (
        DECK,
        {"deck": (*DECK, ("What is good client care?", CARE[1].replace("appropriate", "good")))},
    ),
    "one of thirty with the same question edited": (
        DEFINITIONS,
        {
            "deck": with_(
                DEFINITIONS,
                11,
                ("Define:", "**Guarantee**. A paper that protects another's market."),
            )
        },
    ),
    "one of thirty with the same one-word answer edited": (
        STATEMENTS,
        {"deck": with_(STATEMENTS, 7, ("A survey will protect the bridge.", "True"))},
    ),
}


@pytest.mark.parametrize("name", KEEPING)
def test_every_review_is_where_it_was(tale: Story, name: str) -> None:
    deck, after = KEEPING[name]
    cards_before, cards_after = edited(tale, deck, **after)
    # Equal states: id, deck, interval, reviews and all; what is more is new and never answered.
    assert {key: cards_after[key] for key in cards_before} == cards_before
    added = [card for key, card in cards_after.items() if key not in cards_before]
    assert [card.reps for card in added] == [0] * (sum(map(len, after.values())) - len(deck))
    assert all(card.reviews for card in cards_before.values())


def test_two_files_joined_keep_every_review(tale: Story) -> None:
    tale.write(one=DECK[:2], two=DECK[2:])
    tale.ship()
    before = tale.study()
    tale.write(one=DECK)
    tale.ship()
    assert tale.desk.cards() == before


def test_a_card_rewritten_on_both_sides_is_new_and_takes_no_history(tale: Story) -> None:
    new = ("Who may inspect a boiler?", "Only an engineer on the gas safe register.")
    before, after = edited(tale, DECK, deck=with_(DECK, 0, new))
    assert {key: after[key] for key in before} == before
    assert after[tale.guid(new[0]), 0].reviews == 0
    assert tale.plan["counts"] == {"new": 1, "removed": 1}


def test_a_deck_with_another_title_keeps_every_review_where_anki_has_the_cards(tale: Story) -> None:
    tale.write(deck=DECK)
    tale.ship()
    before = tale.study()
    (tale.folder / "deck.md").write_text(
        (tale.folder / "deck.md").read_text().replace("# Deck", "# Client care", 1)
    )
    tale.ship()
    assert tale.desk.cards() == before
    [moved] = tale.plan["moved"]
    assert moved["deck"] == "Client care"
    assert sorted(tale.desk.search(moved["search"])) == sorted({guid for guid, _ in before})
    assert moved["search"] in tale.said


def test_a_deleted_card_that_comes_back_two_builds_later_has_its_reviews(tale: Story) -> None:
    tale.write(deck=DECK)
    tale.ship()
    before = tale.study()
    tale.write(deck=DECK[1:])
    tale.ship()
    assert tale.desk.search(tale.plan["removed"]["search"]) == [tale.guid(CARE[0])]
    tale.write(deck=with_(DECK[1:], 0, ("When must rent be paid?", RENT[1])))
    tale.ship()
    tale.write(deck=DECK)
    tale.ship()
    assert tale.desk.cards() == before
    assert tale.plan["counts"] == {"back again": 1, "reworded": 1}


def test_a_lock_that_is_lost_and_restored_from_the_package_loses_nothing(tale: Story) -> None:
    tale.write(deck=with_(DECK, 0, ("What is care?", "Once it was this.")))
    tale.ship()
    tale.write(deck=with_(DECK, 0, ("What is care?", CARE[1])))
    tale.ship()
    before, package = tale.study(), tale.package
    lock = tale.folder / "obverse.lock"
    text = lock.read_bytes()
    lock.unlink()
    tale.run("lock", "--restore", str(package))
    assert lock.read_bytes() == text
    tale.write(deck=with_(DECK, 0, CARE))
    assert len(tale.ship().updated) == 1
    assert tale.desk.cards() == before


def test_a_lock_that_is_lost_gives_the_same_guids_while_nothing_was_edited(tale: Story) -> None:
    tale.write(deck=DECK)
    tale.ship()
    before = tale.study()
    (tale.folder / "obverse.lock").unlink()
    tale.build("--new-lock")
    assert not tale.desk.import_package(tale.package).new
    assert tale.desk.cards() == before


def test_a_card_that_turns_into_a_cloze_reaches_the_learner_as_a_new_note(tale: Story) -> None:
    cloze = (CARE[0], "Looking after the client's {{c1::best interests}}.")
    tale.write(deck=DECK)
    tale.ship()
    before, old = tale.study(), tale.guid(CARE[0])
    tale.write(deck=with_(DECK, 0, cloze))
    log = tale.ship()
    assert (len(log.new), log.conflicting) == (1, ())
    assert {key: tale.desk.cards()[key] for key in before} == before
    [change] = tale.plan["changes"][:1]
    assert change["what"] == ["note type changed"]
    search = f"nid:{change['takes_the_place_of']['note_id']}"
    assert tale.desk.search(search) == [old]
    tale.write(deck=DECK)
    tale.ship()
    assert {key: tale.desk.cards()[key] for key in before} == before


def test_a_removed_note_is_retired_with_its_text_and_its_reviews(tale: Story) -> None:
    tale.write(deck=DECK)
    tale.ship()
    before, guid = tale.study(), tale.guid(CARE[0])
    tale.write(deck=DECK[1:])
    assert tale.ship("--retire").updated == (guid,)
    assert tale.desk.cards() == before
    assert tale.desk.search("tag:obverse::retired") == [guid]
    assert tale.desk.notes()[guid].fields["Back"].startswith("<p>Looking after")
    assert tale.ship("--retire").updated == ()
    tale.write(deck=DECK)
    tale.ship()
    assert tale.desk.cards() == before
    assert tale.desk.notes()[guid].tags == ()


def test_a_note_that_no_package_has_any_more_is_retired_with_its_question(tale: Story) -> None:
    tale.write(deck=DECK, cloze=[("A title", "One {{c1::thing}} and {{c2::another}}.")])
    tale.ship()
    before, guid = tale.study(), tale.guid(CARE[0])
    tale.write(deck=DECK[1:])
    tale.ship()
    assert len(tale.ship("--retire").updated) == 2
    assert tale.desk.cards() == before
    assert tale.desk.notes()[guid].fields["Front"] == CARE[0]
    assert len(tale.desk.search("tag:obverse::retired")) == 2


def answers(tale: Story) -> dict[str, int]:
    """How often the card of each deletion was answered, by what it asks for."""
    found = {}
    for (guid, ord_), card in tale.desk.cards().items():
        text = tale.desk.rendered(guid, ord_)[1]
        asked = text.split('<span class="cloze" data-ordinal', 1)[-1]
        found[asked.split(">", 1)[1].split("<", 1)[0]] = card.reviews
    return found


def test_a_deletion_removed_from_the_middle_shifts_no_other(tale: Story) -> None:
    tale.write(deck=[("Order", "First ==alpha==, then ==beta==, then ==gamma==.\n\n#card/cloze")])
    tale.ship()
    guid = tale.guid("Order")
    note_id = tale.desk.col.find_notes("")[0]
    for ord_, times in ((0, 1), (1, 2), (2, 3)):
        for _ in range(times):
            tale.desk.review(f"nid:{note_id} card:{ord_ + 1}")
    assert answers(tale) == {"alpha": 1, "beta": 2, "gamma": 3}
    tale.write(deck=[("Order", "First ==alpha==, then ==gamma==.\n\n#card/cloze")])
    tale.ship()
    assert guid == tale.guid("Order")
    assert {key: answers(tale)[key] for key in ("alpha", "gamma")} == {"alpha": 1, "gamma": 3}
    tale.write(deck=[("Order", "First ==omega==, ==gama==, then ==alpha==.\n\n#card/cloze")])
    tale.ship()
    shown = answers(tale)
    assert {key: shown[key] for key in ("alpha", "gama", "omega")} == {
        "alpha": 1,
        "gama": 3,
        "omega": 0,
    }


@pytest.mark.skipif("list" not in kinds.names(), reason="there is no kind `list`")
def test_a_list_item_inserted_on_top_shifts_no_other(tale: Story) -> None:
    tale.write(deck=[("Order", "- alpha\n- beta\n- gamma\n\n#card/list")])
    tale.ship()
    note_id = tale.desk.col.find_notes("")[0]
    for ord_, times in ((0, 1), (1, 2), (2, 3)):
        for _ in range(times):
            tale.desk.review(f"nid:{note_id} card:{ord_ + 1}")
    before = answers(tale)
    tale.write(deck=[("Order", "- omega\n- alpha\n- beta\n- gamma\n\n#card/list")])
    tale.ship()
    assert answers(tale) == {**before, "omega": 0}
