"""Made-up words whose frequencies fall as 1/rank, and sentences of them.

Real text repeats few words often and most words seldom (Zipf's law). What looks for nearly equal
notes depends on that, so uniformly random words would measure something else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from random import Random

COMMONEST = (
    "the of and to in a is that for it as with on by are be this from at or which an not have one "
    "may has its when where each their but if will than more can only other some into between"
)
FUNCTION_WORDS = COMMONEST.split()
"""The commonest words of English, in about their order: they take the first ranks."""

WORDS = 20_000
# A sound that is repeated here is so much likelier.
FIRST = "b c d f g h l m n p r s t v w " * 4 + "br ch cl cr dr fl gr pl pr sh sp st th tr"
MIDDLE = "a e i o u " * 4 + "ai ea ee io ou"
LAST = "n r s t l m d c nt st nd ct"
ONSETS, NUCLEI = ["", *FIRST.split()], MIDDLE.split()
CODAS = [*[""] * 14, *LAST.split()]
SYLLABLES = (1, 2, 3, 4)
SYLLABLE_WEIGHTS = (12, 45, 33, 10)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words by rank, and the running sums of their weights, as `Random.choices` takes them."""

    words: Sequence[str]
    sums: Sequence[float]

    def draw(self, rng: Random, count: int) -> list[str]:
        """Draw words, the word of rank r with a weight of 1/r."""
        return rng.choices(self.words, cum_weights=self.sums, k=count)


@cache
def vocabulary() -> Vocabulary:
    """Give the words of running text; they are the same for every corpus."""
    rng = Random(1)
    words: dict[str, None] = {}
    while len(words) < WORDS:
        (syllables,) = rng.choices(SYLLABLES, SYLLABLE_WEIGHTS)
        word = "".join(map(rng.choice, (ONSETS, NUCLEI, CODAS) * syllables))
        if len(word) > 2 and word not in FUNCTION_WORDS:  # noqa: PLR2004 - nouns and verbs are longer
            words[word] = None
    # Frequent words are short ones, though not strictly (Zipf's law of abbreviation).
    ranked = FUNCTION_WORDS + sorted(words, key=lambda word: len(word) + rng.gauss(0, 2))
    return Vocabulary(ranked, [*accumulate(1 / rank for rank in range(1, len(ranked) + 1))])


@cache
def content_words() -> Vocabulary:
    """Give the same words, at the same ranks, without "the", "of" and their like."""
    words = vocabulary().words[len(FUNCTION_WORDS) :]
    ranks = range(len(FUNCTION_WORDS) + 1, len(vocabulary().words) + 1)
    return Vocabulary(words, [*accumulate(1 / rank for rank in ranks)])


def sentence(rng: Random) -> str:
    """Write a sentence of 4 to 18 words; one in three has emphasis, code or a link."""
    words = vocabulary().draw(rng, rng.randint(4, 18))
    if len(words) > 9:  # noqa: PLR2004 - a longer sentence has two clauses
        words[len(words) // 2] += ","
    if rng.random() < 0.3:  # noqa: PLR2004 - see above
        words[rng.randrange(1, len(words) - 1)] = _marked(rng)
    words[0] = words[0].capitalize()
    return " ".join(words) + "."


def paragraph(rng: Random, longest: int = 4) -> str:
    """Write sentences on one line, at most `longest`; short paragraphs are commoner than long."""
    count = min(rng.randint(1, longest), rng.randint(1, longest))
    return " ".join(sentence(rng) for _ in range(count))


def _marked(rng: Random) -> str:
    (word,) = content_words().draw(rng, 1)
    marks = ("**{}**", "*{}*", "`{}`", "[{}](https://example.org/{})", "~~{}~~")
    (mark,) = rng.choices(marks, (45, 20, 20, 10, 5))
    return mark.replace("{}", word)
