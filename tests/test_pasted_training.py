"""The training of the pasted-page model: the same pages and weights whenever it is run."""

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import pytest

from pasted_training.decks import Shelf, read_decks
from pasted_training.printed import printed

ROOT: Final = Path(__file__).parents[1]
DECKS: Final = [
    {
        "repo": f"author {author}",
        "deck": f"Deck {author} of knots",
        "cards": [
            ([f"What does knot {number} hold?"], [f"Rope {number}", "\u0001a cleat", "a ring"])
            if number % 3
            else ([f"Term {number}"], [f"A line that is said to be {number} fathoms long."])
            for number in range(30)
        ],
    }
    for author in range(4)
]


@pytest.fixture
def decks(tmp_path: Path) -> Path:
    """A file of decks."""
    path = tmp_path / "decks.json"
    path.write_text(json.dumps(DECKS), encoding="utf-8")
    return path


def test_a_page_printed_from_decks_is_the_same_whenever_it_is_printed(decks: Path) -> None:
    shelf, again = Shelf(read_decks(decks)), Shelf(read_decks(decks))
    made = [printed(seed, shelf) for seed in range(60)]
    assert made == [printed(seed, again) for seed in range(60)]
    assert len({str(each) for each in made}) > 50


def learned(decks: Path, name: str, seed: int, hashing: str) -> bytes:
    """The weights of a small training, run in a process whose sets have another order."""
    to = decks.with_name(name)
    command = [sys.executable, "-m", "pasted_training", "--decks", str(decks), "--all-authors"]
    command += ["--pages", "96", "--rounds", "1", "--seed", str(seed), "--to", str(to)]
    places = os.pathsep.join(str(ROOT / part) for part in ("tools", "src"))
    told = {"PYTHONPATH": places, "PYTHONHASHSEED": hashing, "OPENBLAS_NUM_THREADS": "1"}
    subprocess.run(command, check=True, env=os.environ | told, capture_output=True)
    return to.read_bytes()


@pytest.mark.skipif(
    find_spec("numpy") is None,
    reason="learning needs numpy, which obverse does not: see tools/pasted_training/README.md",
)
def test_the_same_decks_and_seed_give_the_same_weights_to_the_byte(decks: Path) -> None:
    weights = learned(decks, "one.tsv", seed=1, hashing="1")
    assert weights == learned(decks, "other.tsv", seed=1, hashing="2")
    assert weights != learned(decks, "third.tsv", seed=2, hashing="1")
