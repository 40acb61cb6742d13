"""Slips are one card and opposites are two, whatever else of the card stays the same."""

from typing import Final

import pytest

from decks import Author, cards

HARBOUR: Final = (
    ("What does a tiller do?", "It turns the rudder of a boat."),
    ("se réveiller", "to wake up"),
    ("What is T?", "Rudder post"),
    ("What is S?", "Tiller head"),
    ("What is R?", "Keel bolt"),
    ("What does MCA stand for?", "Maritime and Coastguard Agency"),
    ("True or False. A reef knot joins two ropes of one size.", "TRUE"),
    ("True or False. A bowline slips under load.", "FALSE"),
    ("Siltation", "Mud carried in by the tide."),
    ("Ballast", "Weight low in the hull."),
    ("What does 'windward' refer to?", "Towards the wind."),
    ("What does 'leeward' refer to?", "Away from the wind."),
    ("Define LAT", "Lowest tide"),
    ("Define HAT", "Highest tide"),
    ("Which four lights has a tug?", "- Two at the mast\n- Red\n- Green\n- White astern"),
    ("navis, navis", "ship"),
    ("remus, remi", "oar"),
    ("What is the ending of the third row in the table of signals?", "ae"),
)
ONE: Final = (
    (6, "True or False. A reef knot joins to ropes of one size.", "TRE"),
    (8, "Siltattion", "Mud carried in by the tde."),
    (5, "What does MCA stand forr?", "Maritime and Coasguard Agency"),
    (15, "navis, naviss", "shipp"),
    (9, "Ballasst", "- Weight low in the hull.\n- Also to be kept in mind: it can be shifted."),
    (
        10,
        "What does 'windwad' refer to?",
        "- Towards the wind.\n- Also: where the waves come from.",
    ),
    (2, "Define T", "Rudder post"),
    (3, "What iss S?", "Tiller head"),
    (12, "Define LATT", "Lowest tide"),
    (16, "remus, rem", "oar"),
    (17, "What is the ending of the third row in the tabel of signals?", "aes"),
    (
        14,
        "Which four lights has a tugg?",
        "- Two at the mast\n- Red\n- Gren\n- White astern\n- One more when towing",
    ),
)
TWO: Final = (
    (2, "What is V?", "Gooseneck"),
    (10, "What does 'abeam' refer to?", "At right angles to the keel."),
    (15, "prora, prorae", "bow"),
)


def edited(at: int, front: str, back: str, step: int) -> tuple[str, str]:
    """The guids of a card before and after it was edited; a step of -1 turns the file round."""
    author = Author()
    before = author.build(cards(*HARBOUR))[at].after.guid
    texts = [*HARBOUR]
    texts[at] = front, back
    after = author.build(cards(*texts[::step]))[::step]
    return before, after[at].after.guid


@pytest.mark.parametrize("step", [1, -1], ids=["in order", "reversed"])
@pytest.mark.parametrize(("at", "front", "back"), ONE, ids=[each[1] for each in ONE])
def test_a_card_with_slips_and_more_to_say_is_still_the_same(
    at: int, front: str, back: str, step: int
) -> None:
    before, after = edited(at, front, back, step)
    assert after == before


@pytest.mark.parametrize("step", [1, -1], ids=["in order", "reversed"])
@pytest.mark.parametrize(("at", "front", "back"), TWO, ids=[each[1] for each in TWO])
def test_another_card_in_the_place_of_one_is_new(at: int, front: str, back: str, step: int) -> None:
    before, after = edited(at, front, back, step)
    assert after != before


LONG: Final = "The rule that every learner of the subject is asked about at least once."
OPPOSITES: Final = (
    ("What is Scotland?", "What is England?", "Constituent country of the United Kingdom."),
    ("Who was Isaac Newton?", "Who was Albert Einstein?", "A physicist who changed how we see it."),
    ("Northern Ireland", "Southern Rhodesia", LONG),
    ("What did Darwin conclude from his long voyage round the world about how species change?",
     "What did Wallace conclude from his long voyage round the world about how species change?",
     LONG),
    ("What does section 21 say?", "What does section 8 say?", LONG),
    ("What does section 21 of the Housing Act 1988 say about the notice that a landlord gives?",
     "What does section 8 of the Housing Act 1988 say about the notice that a landlord gives?",
     LONG),
    ("What happened in 1914?", "What happened in 1939?", "A war began that most of Europe fought."),
    ("Name the three estates.", "Name the four estates.", LONG),
    ("Who was Henry VII?", "Who was Henry VIII?", "King of England in the sixteenth century."),
    ("What is H2O?", "What is CO2?", "A molecule of three atoms, found in the air."),
    ("What does `list.insert` do?", "What does `list.count` do?", "Works on the items of a list."),
    ("What does `str.lower()` return?", "What does `str.upper()` return?", LONG),
    ("What does `printf` do?", "What does `sprintf` do?", LONG),
    ("What does `malloc` do?", "What does `calloc` do?", "It reserves memory on the heap."),
    ("What does `a[i]` mean?", "What does `a[j]` mean?", LONG),
    ("What does `git add -A` do?", "What does `git add -u` do?", LONG),
    ("What is the boiling point of water?", "What is the freezing point of water?", LONG),
    ("Which powers may be delegated?", "Which powers may not be delegated?", LONG),
    ("When can a landlord refuse consent?", "When can't a landlord refuse consent?", LONG),
    ("What is a lessor?", "What is a lessee?", "A party to a lease, bound by its covenants."),
    ("What is methanol?", "What is ethanol?", "An alcohol that is used as a solvent and a fuel."),
    ("What is nitrite?", "What is nitrate?", "An anion of nitrogen and oxygen found in soils."),
    ("What is an alkane?", "What is an alkene?", "A compound of carbon and hydrogen atoms only."),
    ("What is hyperkalaemia?", "What is hypokalaemia?", "A disturbance of the salts in the blood."),
    ("What does afferent mean?", "What does efferent mean?", "A direction in which a nerve leads."),
    ("What is a legal act?", "What is an illegal act?", LONG),
    ("What does import do to a country?", "What does export do to a country?", LONG),
    ("Windward", "Leeward", "One of the two sides of a ship in the wind."),
    ("Which side of the heart pumps blood to the lungs?",
     "Which side of the heart pumps blood to the body?", "One of the two sides of it."),
    ("How is a file opened for reading in the language that this course is about?",
     "How is a file opened for writing in the language that this course is about?", LONG),
    ("What opens the valve?", "What closes the valve?", "A spring, when the pressure changes."),
    ("What is a weekly tenancy?", "What is an old tenancy?", LONG),
    ("What are the signs of gout?", "What are the signs of asthma?", "- fever\n- pain\n- swelling"),
)  # fmt: skip


@pytest.mark.parametrize("turned", [False, True], ids=["one for the other", "the other for one"])
@pytest.mark.parametrize("back", [None, "One word", LONG], ids=["its answer", "short", "long"])
@pytest.mark.parametrize(("one", "other", "answer"), OPPOSITES, ids=[each[0] for each in OPPOSITES])
def test_a_card_deleted_while_its_opposite_was_added_gives_it_no_history(
    one: str, other: str, answer: str, back: str | None, *, turned: bool
) -> None:
    if turned:
        one, other = other, one
    author = Author()
    before = author.build(cards(*HARBOUR, (one, back or answer)))[-1].after.guid
    assert author.build(cards(*HARBOUR, (other, back or answer)))[-1].after.guid != before


@pytest.mark.parametrize(("one", "other", "answer"), OPPOSITES, ids=[each[0] for each in OPPOSITES])
def test_a_tombstone_gives_its_history_to_no_opposite(one: str, other: str, answer: str) -> None:
    author = Author()
    before = author.build(cards(*HARBOUR, (one, answer)))[-1].after.guid
    author.build(cards(*HARBOUR))
    assert author.build(cards(*HARBOUR, (other, answer)))[-1].after.guid != before


SIDES: Final = (
    ("Which side of the heart pumps blood to the lungs?", "The right side of it.",
     "Which side of the heart pumps blood to the body?", "The left side of it."),
    ("Overview", "Leases of flats are granted for a long time, and rent is low.",
     "Overview", "Courts hear appeals from tribunals and give reasons in writing."),
    ("Heart", "The {{c1::right}} ventricle pumps blood to the lungs.",
     "Heart", "The {{c1::left}} ventricle pumps blood to the body."),
    ("Dates", "The war of {{c1::1914}} began in the Balkans and lasted four years.",
     "Dates", "The war of {{c1::1939}} began in Poland and lasted six years."),
    ("Rivers", "The {{c1::Elbe}} flows through Hamburg.",
     "Rivers", "The {{c1::Thames}} flows through London."),
    ("Definition", "A tenant at will holds land for as long as both agree.",
     "Definition", "A trustee holds property for the benefit of another."),
)  # fmt: skip


@pytest.mark.parametrize(("front", "back", "other", "answer"), SIDES)
def test_another_text_below_a_general_heading_is_another_card(
    front: str, back: str, other: str, answer: str
) -> None:
    author = Author()
    before = author.build(cards(*HARBOUR, (front, back)))[-1].after.guid
    assert author.build(cards(*HARBOUR, (other, answer)))[-1].after.guid != before


@pytest.mark.parametrize(("front", "back"), [("Ballasst", "Wieght"), ("Balast", "Weigt")])
def test_a_card_of_one_word_on_each_side_may_have_a_slip_in_both(front: str, back: str) -> None:
    author = Author()
    before = author.build(cards(*HARBOUR[:4], ("Ballast", "Weight")))[-1].after.guid
    assert author.build(cards(*HARBOUR[:4], (front, back)))[-1].after.guid == before


def test_an_opposite_with_the_same_long_answer_is_reported() -> None:
    author = Author()
    author.build(cards(*HARBOUR, ("What is Scotland?", LONG)))
    author.build(cards(*HARBOUR, ("What is England?", LONG)))
    assert author.rules == ["ambiguous-identity"]


SLIPS: Final = (
    ("What is a lessee?", "What is a lesee?", "A party to a lease, bound by its covenants."),
    ("What is a lessee?", "What is a lesssee?", "Party"),
    ("What is Scotland?", "What is Soctland?", "Constituent country of the United Kingdom."),
    ("Who was Albert Einstein?", "Who was Albert Einstien?", "A physicist."),
    ("What does `append` do?", "What does `appned` do?", "It adds one item at the end of a list."),
    ("What is the boiling point of water?", "What is the boling point of water?", "100 °C"),
    ("What is hyperkalaemia?", "What is hyperkalemia?", "Too much potassium in the blood."),
    ("Why do we organise notes?", "Why do we organize notes?", "To find them."),
    ("Define keelson", "What is a keelson?", "Beam"),
    ("What are clients owed?", "What is a client owed?", "Care"),
)  # fmt: skip


@pytest.mark.parametrize("turned", [False, True], ids=["made", "corrected"])
@pytest.mark.parametrize(("one", "other", "back"), SLIPS, ids=[each[1] for each in SLIPS])
def test_a_slip_in_the_telling_word_is_one_card(
    one: str, other: str, back: str, *, turned: bool
) -> None:
    if turned:
        one, other = other, one
    author = Author()
    before = author.build(cards(*HARBOUR, (one, back)))[-1].after.guid
    assert author.build(cards(*HARBOUR, (other, back)))[-1].after.guid == before


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Who hears appeals from the county court?", "Who decides appeals from the county court?"),
        ("What ends a sale?", "What completes a sale?"),
        ("When is rent due?", "When must rent be paid?"),
        ("What is client care?", "Why do clients come back to a firm?"),
    ],
)
def test_a_question_asked_in_other_words_over_its_own_answer_is_the_same_card(
    one: str, other: str
) -> None:
    author = Author()
    before = author.build(cards(*HARBOUR, (one, LONG)))[-1].after.guid
    assert author.build(cards(*HARBOUR, (other, LONG)))[-1].after.guid == before


@pytest.mark.parametrize("title", ["Dates", "Overview"])
def test_a_deletion_that_was_corrected_stays_in_its_note(title: str) -> None:
    author = Author()
    text = "The treaty of Rome was signed in {{c1::1956}} by the six founding states."
    before = author.build(cards(*HARBOUR, (title, text)))[-1].after.guid
    text = "The treaty of Rome was signd in {{c1::1956}} by the six founding states in Italy."
    assert author.build(cards(*HARBOUR, (title, text)))[-1].after.guid == before
