"""Nearly equal notes are found, others are not, and the work grows with the notes alone."""

from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Final

import pytest

from obverse.check.near_duplicates import (
    Counts,
    NearDuplicate,
    NearDuplicates,
    near_duplicates,
)
from obverse.languages.fingerprint import text_key
from obverse.values.note import Note
from obverse.values.source import Place
from projects import write
from shell import run

SYLLABLES: Final = "ba ce di fo gu la me ni po ru sa te vi wo zu har kel min".split()
Text = tuple[str, str]


def note(line: int, front: str, back: str, *, pin: str | None = None) -> Note:
    """Make a note as rendering would, without its HTML."""
    place = Place("deck.md", line + 1)
    keys = text_key(front), text_key(back)
    return Note(place, "obverse", "basic", ("", ""), (), "Deck", front, back, *keys, pin=pin)


def near_of(*texts: Text) -> list[NearDuplicate]:
    """Search a project of these questions and answers."""
    return near_duplicates([note(line, *text) for line, text in enumerate(texts)])


def corpus(size: int, seed: int = 0) -> list[Text]:
    """Make texts of words whose frequencies fall as 1/rank, as those of real text do."""
    rng = Random(seed)
    words = sorted({"".join(rng.choices(SYLLABLES, k=rng.randint(2, 4))) for _ in range(9000)})
    rng.shuffle(words)
    sums = [*accumulate(1 / rank for rank in range(1, len(words) + 1))]

    def draw(count: int) -> str:
        return " ".join(rng.choices(words, cum_weights=sums, k=count))

    return [
        (f"What is the {draw(2)} of a {draw(2)}?", f"{draw(rng.randint(12, 40))}.")
        for _ in range(size)
    ]


def swapped(word: str, at: int) -> str:
    """Swap two letters."""
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


BRIEF: Final = (
    "What is the purpose of a client brief in a new instruction?",
    "A formal statement of the objectives and requirements of the client.",
)


@pytest.mark.parametrize(
    ("front", "back"),
    [
        ("What is the purpose of a client brief in a new instuction?", BRIEF[1]),
        ("What is the aim of a client brief in a new instruction?", BRIEF[1]),
        ("In a new instruction, what is the purpose of a client brief?", BRIEF[1]),
        (
            "What is the purpose of a cleint brief in a new instruction?",
            "A formal statement of the requirements and objectives of a client.",
        ),
        ("WHAT is the purpose of a client brief, in any new instruction", BRIEF[1]),
    ],
)
def test_a_copy_that_was_changed_a_little_is_found(front: str, back: str) -> None:
    (pair,) = near_of(BRIEF, ("Who is a client?", "Anyone to whom we owe care."), (front, back))
    assert (pair.first.place.line, pair.second.place.line) == (1, 3)
    assert 80 <= pair.similarity <= 100


@pytest.mark.parametrize(
    "texts",
    [
        [("What is the capital of France?", "Paris"), ("What is the capital of Spain?", "Madrid")],
        [
            ("In which year did France join the community?", "1957"),
            ("In which year did Greece join the community?", "1981"),
        ],
        [
            ("What is Delaware?", "One of the British colonies that formed the United States"),
            ("What is Maryland?", "One of the British colonies that formed the United States"),
        ],
        [
            ("What is patented?", "Of devices and processes: protected by a patent"),
            ("What is unpatented?", "Of devices and processes: not protected by a patent"),
        ],
        [
            ("What is a pyrostat?", "A thermostat that operates at very high temperatures"),
            ("What is a cryostat?", "A thermostat that operates at very low temperatures"),
        ],
        [
            ("What is I Kings?", "The first of two books telling the histories of the kings"),
            ("What is II Kings?", "The second of two books telling the histories of the kings"),
        ],
        [
            ("How much of the rent is to be collected on day 7 after the quarter day?", "90 %"),
            ("How much of the rent is to be collected on day 14 after the quarter day?", "95 %"),
        ],
        [("Who wrote Hamlet?", "Shakespeare"), ("Who wrote Macbeth?", "Shakespeare")],
        [("", ""), ("", "")],
    ],
)
def test_cards_of_one_pattern_are_not_copies(texts: list[Text]) -> None:
    assert near_of(*texts) == []


SAME: Final = {
    "a slip on each side, short": (
        ("What does leaven mean?", "Flour and water that ferments."),
        ("What does leaen mean?", "Flour and watter that ferments."),
    ),
    "a slip on each side, a term": (
        ("Gluten network", "Strands that hold gas in dough."),
        ("Gluten netwrok", "Strands that hold gas in dogh."),
    ),
    "two slips in a long word": (
        ("What is photosynthesis for?", "Sugar from light, water and air."),
        ("What is photosynthsis for?", "Suggar from light, water and air."),
    ),
    "a slip in a small word": (
        ("What does autolyse mean?", "Letting flour and water rest before kneading."),
        ("What deos autolyse mean?", "Letting flour and water rest before kneding."),
    ),
    "another opening": (
        ("What does firing schedule mean?", "The steps of heat and time in a kiln."),
        ("Define firing schedule", "The steps of heat and time in a kiln."),
    ),
    "another opening of two words": (
        ("Why is a pot bone dry before firing?", "So that steam does not burst it."),
        ("For what reason is a pot bone dry before firing?", "So that steam does not burst it."),
    ),
    "a lead-in before both": (
        ("What is a winding hole?", "A wide place where a narrowboat turns."),
        ("Note: What is a winding hole?", "That is, a wide place where a narrowboat turns."),
    ),
    "numbers and signs": (
        ("Which four chambers has a smock mill?", "Two for stones and two for sacks."),
        ("Which 4 chambers has a smock mill?", "2 for stones & 2 for sacks."),
    ),
    "articles and the plural": (
        ("Use of the dibber", "Makes the holes for seedlings."),
        ("Use of dibbers", "Makes holes for seedling."),
    ),
    "another spelling": (
        ("How is a licence organised?", "By the centre, for a year."),
        ("How is a license organized?", "By the center, for a year."),
    ),
    "a word more, and the same answer": (
        ("What is the wetted perimeter of a channel?", "The border that touches water."),
        ("What is the wetted perimeter of an open channel?", "The border that touches water."),
    ),
}


@pytest.mark.parametrize("name", SAME)
def test_a_card_in_other_words_is_found(name: str) -> None:
    one, other = SAME[name]
    for pair in ((one, other), (other, one)):
        assert len(near_of(pair[0], *OTHERS, pair[1])) == 1, pair


OTHERS: Final = [
    ("What does a tiller do?", "It turns the rudder of a boat."),
    ("How is a bearing taken?", "With a compass, on two marks that are far apart."),
    ("What does reefing mean?", "Making a sail smaller when the wind grows."),
]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            ("What happens when a hive swarms?", "More bees leave than stay, with the old queen."),
            ("What happens when a hive supersedes?", "More bees stay than leave: a new queen."),
        ),
        (
            ("Benefits of a wood kiln", "Ash glazes the ware, and the fuel is cheap."),
            ("Drawbacks of a wood kiln", "Ash spoils the ware, and the fuel is dear."),
        ),
        (("Primary tide gauge", "Read at each high water."), ("Secondary tide gauge", "Read at each low water.")),  # noqa: E501
        (("What does rule 7 say?", "Leave the hut clean."), ("What does rule 8 say?", "Leave the hut clean.")),  # noqa: E501
        (("Who is a client?", "Anyone to whom we owe care."), ("When is a friend a client?", "Anyone to whom we owe care.")),  # noqa: E501
        (("Entry to airspace of class B", "With a clearance."), ("Entry to airspace of class A", "With a clearance.")),  # noqa: E501
        (("When is it allowed?", "Where both have agreed."), ("When is it not allowed?", "Where both have agreed.")),  # noqa: E501
        (("Nitrite of silver", "It has two atoms of oxygen."), ("Nitrate of silver", "It has two atoms of oxygen.")),  # noqa: E501
        (("Turn pounds into stones", "Take the table of weights."), ("Turn stones into pounds", "Weights: take the table.")),  # noqa: E501
        (("We have walked to church.", "Hemos caminado a la iglesia."), ("We had walked to church.", "Habíamos caminado a la iglesia.")),  # noqa: E501
        (("hablas", "you speak"), ("hables", "that you speak")),
        (("destruction", "la destruction"), ("distraction", "la distraction")),
        (("normal", "as it is usually"), ("abnormal", "not as it is usually")),
    ],
)  # fmt: skip
def test_another_word_in_the_question_makes_another_card(one: Text, other: Text) -> None:
    assert near_of(one, *OTHERS, other) == []
    assert near_of(other, *OTHERS, one) == []


def test_a_large_glossary_holds_no_copies() -> None:
    rng = Random(5)
    words = sorted({word for text in corpus(400) for word in text[1].strip(".").split()})
    texts = []
    for _ in range(1000):
        term, kind, does, what = rng.sample(words, 4)
        texts.append((f"What is a {term}?", f"A {term} is a {kind} that {does} the {what}."))
    assert len(near_of(*texts)) <= 1


def test_the_same_question_is_left_to_dedupe() -> None:
    assert near_of(BRIEF, (BRIEF[0], BRIEF[1].replace("formal", "fromal"))) == []


def test_two_pinned_cards_are_two() -> None:
    typo = BRIEF[0].replace("purpose", "pupose")
    pinned = [note(0, *BRIEF, pin="brief"), note(1, typo, BRIEF[1], pin="pupose")]
    assert near_duplicates(pinned) == []
    assert len(near_duplicates([note(0, *BRIEF), pinned[1]])) == 1


def test_a_note_is_reported_once_with_the_nearest() -> None:
    one = (BRIEF[0].replace("purpose", "pupose"), BRIEF[1].replace("formal", "writen"))
    two = (BRIEF[0].replace("purpose", "pupose"), BRIEF[1])
    pairs = near_of(one, BRIEF, two)
    assert [each.second.place.line for each in pairs] == [2, 3]
    assert len({each.second.place.line for each in pairs}) == len(pairs)


@pytest.mark.parametrize("seed", range(3))
def test_next_to_all_injected_copies_are_found_and_nothing_else(seed: int) -> None:
    texts, rng = corpus(2000, seed), Random(seed)
    copies: list[Text] = []
    for front, back in rng.sample(texts, 300):
        words = back.split()
        kind = len(copies) % 3
        asked = front.split()
        asked[3] = swapped(asked[3], 1)
        if kind == 0:
            words[1] = swapped(words[1], 1)
        elif kind == 1:
            rng.shuffle(words)
        else:
            words[rng.randrange(len(words))] = "replaced"
        copies.append((" ".join(asked), " ".join(words)))
    pairs = near_of(*texts, *copies)
    found = {each.second.place.line for each in pairs if each.second.place.line > len(texts)}
    # Where the same slip was made in two words, it may be a word.
    assert len(found) >= 294
    assert sum(each.second.place.line <= len(texts) for each in pairs) <= 2


def test_the_work_grows_with_the_notes_and_not_with_their_pairs() -> None:
    work = []
    for size in (1000, 4000):
        counts = Counts()
        near_duplicates([note(line, *text) for line, text in enumerate(corpus(size))], counts)
        work.append(counts)
    few, many = work
    # All pairs of 4,000 notes are eight million.
    assert many.candidates < 20 * 4000
    assert many.candidates < 8 * max(few.candidates, 1000)
    assert many.compared < 400


def test_cards_of_one_pattern_cost_no_comparisons() -> None:
    counts = Counts()
    texts = [(f"What is the capital of country {n}?", f"The city {n}.") for n in range(2000)]
    near_duplicates([note(line, *text) for line, text in enumerate(texts)], counts)
    assert counts.compared == 0


def test_the_pairs_do_not_depend_on_the_hash_seed() -> None:
    import subprocess
    import sys

    program = (
        "import sys; sys.path[:0] = ['tests']\n"
        "from test_near import corpus, near_of, swapped\n"
        "texts = corpus(300)\n"
        "texts += [(' '.join(swapped(w, 1) if i == 3 else w for i, w in enumerate(a.split())), b)"
        " for a, b in texts[:50]]\n"
        "print([(p.first.place.line, p.second.place.line, p.similarity) for p in near_of(*texts)])"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(told) == 1
    assert len(told.pop()) > 1000


def edited(texts: list[Text], rng: Random) -> list[Text]:
    """Edit a list of cards as authors do: some go, come, move, are copied with a slip."""
    texts = list(texts)
    for _ in range(rng.randrange(1, 5)):
        at, to = rng.randrange(len(texts)), rng.randrange(len(texts) + 1)
        front, back = texts[at]
        words = front.split()
        place = rng.randrange(len(words))
        if len(words[place]) > 3:
            words[place] = swapped(words[place], 1)
        match rng.randrange(5):
            case 0 if len(texts) > 5:
                del texts[at]
            case 1:
                texts[at] = (" ".join(words), back)
            case 2:
                texts.insert(to, (" ".join(words), back))
            case 3:
                texts.insert(to, (front, back))
            case _:
                texts.insert(min(to, len(texts) - 1), texts.pop(at))
    return texts


@pytest.mark.parametrize("seed", range(4))
def test_a_search_that_is_kept_finds_what_a_new_one_finds(seed: int) -> None:
    """The texts are short and of few words, so that words become rare and common again."""
    rng = Random(seed)
    texts = [(a, " ".join(b.split()[:6])) for a, b in corpus(60, seed)]
    kept, found = NearDuplicates(), 0
    for _ in range(120):
        texts = edited(texts, rng)[:90]
        notes = [note(line, *text) for line, text in enumerate(texts)]
        now = near_duplicates(notes)
        assert kept.of(notes) == now
        found += len(now)
    assert found > 120


def test_the_work_of_a_kept_search_follows_the_edit() -> None:
    texts = corpus(4000)
    kept, whole, counts = NearDuplicates(), Counts(), Counts()
    kept.of([note(line, *text) for line, text in enumerate(texts)], whole)
    texts[700] = (texts[700][0] + " today", texts[700][1])
    texts.insert(900, (swapped(texts[1][0], 1), texts[1][1]))
    (pair,) = kept.of([note(line, *text) for line, text in enumerate(texts)], counts)
    assert (pair.first.place.line, pair.second.place.line) == (2, 901)
    assert (whole.read, counts.read) == (4000, 2)
    assert 0 < counts.candidates < 5 < whole.candidates


@pytest.mark.parametrize("comment", ["<!-- a note of the author -->", "<!-- a\n\nb -->"])
def test_a_comment_makes_no_other_card(tmp_path: Path, comment: str) -> None:
    cards = (
        "## What is the standard of a duty of care in negligence?\n\n"
        "The care that a reasonable person would take in the circumstances of the case\n\n"
        "## What is the standard of the duty of care in negligence?\n\n{}\n\n"
        "The care which a reasonable person would take in the circumstances of the case\n"
    )
    write(tmp_path, {"a.md": cards.format(comment)})
    assert "[near-duplicate]" in run(tmp_path, "check").out
    write(tmp_path, {"a.md": cards.format("<!-- allow: near-duplicate -->")})
    assert run(tmp_path, "check").out == "1 file, 2 cards: nothing found\n"
