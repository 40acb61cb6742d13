"""The plan says what an import will do, in words, in JSON, and in Anki's own counts."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from edits import advance
from histories import Deck, start
from obverse.report.plan import words_marked
from stories import Story, story

CARE = ("What is client care?", "Looking after the client's best interests.\n\n#level-1")
RENT = ("When is rent due?", "On the quarter day, unless the lease says otherwise.")
ADR = ("What does ADR stand for?", "Alternative dispute resolution, outside the courts.")


@pytest.fixture(name="tale")
def _tale(tmp_path: Path) -> Iterator[Story]:
    with story(tmp_path) as told:
        yield told


def changes(tale: Story) -> dict[str, list[str]]:
    """What the last plan says, by question; a removed note has a `-` before it."""
    told = ((change["new"], change["old"], change["what"]) for change in tale.plan["changes"])
    return {new["front"] if new else f"-{old['front']}": what for new, old, what in told}


def test_everything_that_can_happen_is_told(tale: Story) -> None:
    deck = [
        CARE,
        RENT,
        ADR,
        ("What is a KPI?", "A measure of performance."),
        ("Gone?", "Yes."),
        ("What is bold?", "Nothing *here*."),
        ("Kind?", "Basic at first."),
        ("Turn?", "It turns into something."),
    ]
    tale.write(deck=deck, other="# Other\n\n## Move me, will you?\n\nTo the other file, please.\n")
    tale.ship()
    tale.write(
        deck=[
            ("What is cleint care?", CARE[1]),
            (RENT[0], "On the first of each month."),
            (ADR[0], f"{ADR[1]}\n\n#new-tag"),
            ("What is a KPI?", "A measure of performance."),
            ("What is bold?", "Nothing **here**."),
            ("Kind?", "Basic at first.\n\n#card/reversed"),
            ("Turn?", "It turns into {{c1::something}}."),
            ("Move me, will you?", "To the other file, please."),
            ("Fresh?", "Yes, very."),
        ],
    )
    tale.ship()
    assert changes(tale) == {
        "What is cleint care?": ["reworded"],
        "When is rent due?": ["answer changed"],
        "What does ADR stand for?": ["tags changed"],
        "What is bold?": ["looks changed"],
        "Kind?": ["kind changed"],
        "Turn?": ["note type changed"],
        "Move me, will you?": ["moved to another deck"],
        "Fresh?": ["new"],
        "-Gone?": ["removed"],
        "-Turn?": ["removed"],
    }
    assert tale.plan["anki"] == {"new": 2, "updated": 5, "unchanged": 2}


def test_the_text_has_decks_clickable_places_marks_and_counts(tale: Story) -> None:
    tale.write(deck=[CARE, RENT, ADR], other=[("Gone?", "Yes.")])
    tale.build()
    tale.write(deck=[("What is cleint care?", CARE[1].replace("level-1", "level-2")), RENT, ADR])
    text = tale.run("plan").stdout
    assert text.startswith("Deck\n")
    assert re.search(r"^  \S*deck\.md:3:1: reworded, tags changed \(\^\w{7}\)$", text, re.MULTILINE)
    assert "What is [-client-] care?  ->  What is {+cleint+} care?" in text
    assert "tags  -level-1 +level-2" in text
    assert re.search(r'^  search  nid:\d+ "note:Obverse" "w:Gone"$', text, re.MULTILINE)
    last = text.rstrip().split("\n")[-1]
    assert last == "0 new, 1 updated, 2 unchanged in Anki (1 reworded, 1 tags changed, 1 removed)"
    assert last in tale.run("build").stdout


def test_plan_writes_nothing(tale: Story) -> None:
    tale.write(deck=[CARE, RENT])
    tale.run("plan")
    assert not (tale.folder / "obverse.lock").exists()
    assert [*tale.folder.rglob("*.apkg")] == []


def test_since_an_older_package_or_lock_counts_from_there(tale: Story) -> None:
    tale.write(deck=[CARE])
    tale.build()
    old = tale.folder.parent / "old.apkg"
    old.write_bytes(tale.package.read_bytes())
    old_lock = tale.folder.parent / "old.lock"
    old_lock.write_bytes((tale.folder / "obverse.lock").read_bytes())
    tale.desk.import_package(old)
    tale.write(deck=[CARE, RENT])
    tale.build()
    tale.write(deck=[CARE, RENT, ADR])
    tale.build()
    counts = []
    for since in (old, old_lock):
        result = tale.run("plan", "--since", str(since), "--format", "json")
        counts.append(json.loads(result.stdout)["anki"])
    log = tale.desk.import_package(tale.package)
    assert counts == [{"new": len(log.new), "updated": 0, "unchanged": len(log.duplicate)}] * 2
    assert len(log.new) == 2


def test_cards_that_are_merged_are_told_with_the_place(tale: Story) -> None:
    tale.write(deck=[CARE, RENT, ("When must rent be paid?", RENT[1])])
    tale.ship()
    tale.write(deck=[CARE, RENT, RENT])
    tale.ship()
    [change] = tale.plan["changes"]
    assert change["what"] == ["merged"]
    assert change["merged_into"].endswith("deck.md:9:1")


def test_what_is_unclear_is_ambiguous_in_the_plan(tale: Story) -> None:
    answer = "Four weeks, in writing and signed."
    weekly = ("What is the notice period of a weekly tenancy?", answer)
    monthly = ("What is the notice period of a monthly tenancy?", answer.replace(".", "!"))
    tale.write(deck=[weekly, RENT, monthly, ADR])
    tale.ship()
    tale.write(deck=[RENT, ADR, ("What is the notice period of a tenancy?", answer + " By post.")])
    tale.ship()
    assert tale.plan["counts"]["ambiguous"] == 1
    assert tale.plan["counts"]["removed"] == 2


@pytest.mark.parametrize("seed", range(6))
def test_the_counts_are_those_of_ankis_own_log_through_whole_histories(
    tale: Story, seed: int
) -> None:
    deck: Deck = start(seed)
    for round_ in range(4):
        if round_:
            advance(deck, round_)
        files = {path.removeprefix("content/")[:-3]: text for path, text in deck.sources().items()}
        tale.write(**files)
        tale.ship()


def test_marks_are_by_words() -> None:
    assert words_marked("a b c d", "a x c") == ("a [-b-] c [-d-]", "a {+x+} c")
    assert words_marked("same", "same") == ("same", "same")
