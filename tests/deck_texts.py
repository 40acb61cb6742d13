"""Texts of decks as people write them: glossaries, patterns with one word of difference, numbers.

The cards of a real deck resemble each other, and that is what makes it hard to tell which one an
edited card was. So these are not random words: each family is a pattern that its cards share.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Final

COUNTRIES: Final = dict(
    pair.split(":")
    for pair in (
        "France:Paris Germany:Berlin Italy:Rome Spain:Madrid Portugal:Lisbon Austria:Vienna "
        "Poland:Warsaw Hungary:Budapest Romania:Bucharest Bulgaria:Sofia Greece:Athens Norway:Oslo "
        "Sweden:Stockholm Finland:Helsinki Denmark:Copenhagen Iceland:Reykjavik Ireland:Dublin "
        "Latvia:Riga Estonia:Tallinn Lithuania:Vilnius Ukraine:Kyiv Serbia:Belgrade Croatia:Zagreb "
        "Slovenia:Ljubljana Slovakia:Bratislava Kenya:Nairobi Uganda:Kampala Tanzania:Dodoma "
        "Ghana:Accra Nigeria:Abuja Senegal:Dakar Mali:Bamako Niger:Niamey Chad:N'Djamena "
        "Egypt:Cairo Morocco:Rabat Algeria:Algiers Tunisia:Tunis Libya:Tripoli Sudan:Khartoum "
        "Peru:Lima Chile:Santiago Bolivia:Sucre Ecuador:Quito Colombia:Bogotá Cuba:Havana "
        "Japan:Tokyo China:Beijing Thailand:Bangkok Vietnam:Hanoi Laos:Vientiane Nepal:Kathmandu"
    ).split()
)
ELEMENTS: Final = (
    "hydrogen helium lithium beryllium boron carbon nitrogen oxygen fluorine neon sodium magnesium "
    "aluminium silicon phosphorus sulphur chlorine argon potassium calcium scandium titanium "
    "vanadium chromium manganese iron cobalt nickel copper zinc gallium germanium arsenic selenium "
    "bromine krypton rubidium strontium yttrium zirconium niobium molybdenum technetium ruthenium "
    "rhodium palladium silver cadmium indium tin antimony tellurium iodine xenon caesium barium"
).split()
LIQUIDS: Final = (
    "methanol ethanol propanol butanol pentanol methane ethane propane butane pentane hexane "
    "benzene toluene acetone aniline phenol ether chloroform glycerol formaldehyde acetaldehyde"
).split()
CONDITIONS: Final = (
    "hyperkalaemia hypokalaemia hypernatraemia hyponatraemia hypercalcaemia hypocalcaemia "
    "hyperthyroidism hypothyroidism asthma bronchitis pneumonia tuberculosis migraine epilepsy "
    "meningitis encephalitis gastritis hepatitis pancreatitis appendicitis colitis nephritis "
    "cystitis anaemia leukaemia lymphoma psoriasis eczema urticaria gout osteoporosis "
    "osteoarthritis"
).split()
SIGNS: Final = (
    "fever|weight loss|night sweats|a dry cough|chest pain on breathing in|swollen "
    "ankles|blurred vision|numb fingers|muscle weakness|palpitations|pale skin|yellow "
    "eyes|joint stiffness in the morning|itching at night|a stiff neck|shortness of breath on "
    "exertion|loss of appetite|nausea|thirst|frequent urination|cold "
    "hands|tremor|irritability|a rash on both cheeks|back pain"
).split("|")
DRUGS: Final = (
    "amoxicillin doxycycline metformin insulin ramipril bisoprolol furosemide salbutamol "
    "prednisolone ibuprofen colchicine allopurinol levothyroxine carbimazole "
    "sumatriptan valproate lamotrigine"
).split()
NOUNS: Final = (
    "tenant landlord lease premium covenant easement trust mortgage valuation survey boundary "
    "notice contract deposit guarantee arrears schedule inspection budget forecast invoice "
    "ledger margin asset liability dividend bond option hedge portfolio audit statute tribunal "
    "claimant remedy damages injunction pupil syllabus enzyme membrane receptor neuron synapse "
    "protein vessel valve circuit voltage resistor capacitor signal packet router compiler "
    "thread process buffer cache index query table column transaction glacier estuary plateau "
    "delta monsoon current sediment"
).split()
ADJECTIVES: Final = (
    "written implied joint several fixed floating residual annual quarterly secured binding "
    "voluntary statutory equitable temporary permanent inner outer passive active direct reverse "
    "local remote public private shared isolated upper lower dense shallow coastal arid early late"
).split()
VERBS: Final = (
    "protects limits records transfers measures restores delays divides combines releases absorbs "
    "reflects stores schedules verifies replaces extends terminates reduces increases regulates "
    "supports carries separates connects compares converts predicts conceals reveals"
).split()
SYLLABLES: Final = "nav rem flum mar port vent can pont turr galer mil cast hast rost".split()
PURPOSES: Final = (
    "so that nobody is surprised later|before the end of the year|when the first payment is due|"
    "without the consent of the other side|as soon as the pressure falls|for at least five years|"
    "unless a court orders otherwise|in proportion to its size|while the system is running|"
    "to keep the cost below the limit|at the request of the owner|during the growing season|"
    "even if the market turns|after a fault was found|as long as both agree|within ten working days"
).split("|")
REWORDINGS: Final = (
    ("What is the", "Name the"),
    ("What is", "What do you understand by"),
    ("What are the", "Which are the"),
    ("When was the", "In which year was the"),
    ("What does", "What is it that"),
    ("How does", "In what way does"),
    ("A ", "Any "),
    (" that ", " which "),
    (" and ", " as well as "),
    ("before ", "well before "),
    ("at least", "no less than"),
)


@dataclass(frozen=True, slots=True)
class Text:
    """A card's heading and body."""

    front: str
    back: str


def clause(rng: Random) -> str:
    """A sentence of about a dozen words, with a number now and then."""
    subject, thing = rng.choice(NOUNS), rng.choice(NOUNS)
    first, second = rng.choice(ADJECTIVES), rng.choice(ADJECTIVES)
    number = f" {rng.randint(2, 60)} times" if rng.random() < 0.2 else ""
    return (
        f"A {first} {subject} that {rng.choice(VERBS)} the {second} {thing}{number} "
        f"{rng.choice(PURPOSES)}."
    )


def bullets(rng: Random, choices: list[str], least: int = 3, most: int = 5) -> str:
    """A list of some of these."""
    return "\n".join(f"- {each}" for each in rng.sample(choices, rng.randint(least, most)))


def _capital(rng: Random) -> Text:
    country = rng.choice(list(COUNTRIES))
    return Text(f"What is the capital of {country}?", COUNTRIES[country])


def _element(rng: Random) -> Text:
    element = rng.choice(ELEMENTS)
    number = str(ELEMENTS.index(element) + 1)
    return Text(f"What is the atomic number of {element}?", number)


def _boiling(rng: Random) -> Text:
    liquid = rng.choice(LIQUIDS)
    what = rng.choice(["boiling", "melting"])
    return Text(f"What is the {what} point of {liquid}?", f"{rng.randint(-95, 290)} °C")


def _battle(rng: Random) -> Text:
    places = [*COUNTRIES.values()]
    event = rng.choice(["battle", "siege", "treaty", "council", "surrender"])
    return Text(f"When was the {event} of {rng.choice(places)}?", str(rng.randint(1066, 1945)))


def _section(rng: Random) -> Text:
    act = rng.choice(["Housing Act 1988", "Land Act 1925", "Estates Act 1954", "Leases Act 1967"])
    return Text(f"What does section {rng.randint(1, 140)} of the {act} say?", clause(rng))


def term(rng: Random) -> Text:
    """A glossary's term and what it means."""
    return Text(f"{rng.choice(ADJECTIVES).title()} {rng.choice(NOUNS)}", clause(rng))


def _what_is(rng: Random) -> Text:
    return Text(f"What is a {rng.choice(ADJECTIVES)} {rng.choice(NOUNS)}?", clause(rng))


def _signs(rng: Random) -> Text:
    return Text(f"What are the signs of {rng.choice(CONDITIONS)}?", bullets(rng, SIGNS))


def _drug(rng: Random) -> Text:
    return Text(f"First-line treatment for {rng.choice(CONDITIONS)}?", rng.choice(DRUGS).title())


def _true(rng: Random) -> Text:
    return Text(clause(rng).removesuffix("."), rng.choice(["True", "True", "False"]))


def _define(rng: Random) -> Text:
    return Text("Define:", f"**{rng.choice(NOUNS).title()}**. {clause(rng)}")


def _compare(rng: Random) -> Text:
    one, other = rng.sample(NOUNS, 2)
    return Text(f"How does a {one} differ from a {other}?", f"{clause(rng)}\n\n{clause(rng)}")


def _case(rng: Random) -> Text:
    case = (
        "A client with a shop on the ground floor and three flats above wants to sell within the "
        "year, and the lease of one flat runs out in spring."
    )
    asks = f"What about the {rng.choice(ADJECTIVES)} {rng.choice(NOUNS)}?"
    return Text(f"{case} {asks}", bullets(rng, PURPOSES))


def _abbreviation(rng: Random) -> Text:
    words = [rng.choice(ADJECTIVES), rng.choice(NOUNS), rng.choice(NOUNS)]
    short = "".join(word[0] for word in words).upper()
    return Text(f"What does {short} stand for?", " ".join(words).title())


def _letter(rng: Random) -> Text:
    letter = rng.choice("ABCDEFGHKLMNPQRSTVXYZ")
    return Text(
        f"What is {letter} in the picture?", f"{rng.choice(ADJECTIVES)} {rng.choice(NOUNS)}"
    )


def _vocabulary(rng: Random) -> Text:
    stem = rng.choice(SYLLABLES) + rng.choice(SYLLABLES)
    return Text(f"{stem}us, {stem}i", rng.choice(NOUNS))


def _short_term(rng: Random) -> Text:
    thing = f"{rng.choice(ADJECTIVES)} {rng.choice(NOUNS)}"
    return Text(f"{rng.choice(NOUNS).title()}", f"A {thing} for a {rng.choice(NOUNS)}.")


def _code(rng: Random) -> Text:
    name = f"{rng.choice(NOUNS)}.{rng.choice(VERBS).removesuffix('s')}()"
    return Text(f"What does `{name}` return?", f"The {rng.choice(ADJECTIVES)} {rng.choice(NOUNS)}.")


Family = Callable[[Random], Text]
FAMILIES: Final[tuple[Family, ...]] = (
    _capital, _element, _boiling, _battle, _section, term, _what_is,
    _signs, _drug, _true, _define, _compare, _case, _abbreviation, _letter, _vocabulary,
    _short_term, _code,
)  # fmt: skip


_TELLING: Final = (
    [*COUNTRIES], ELEMENTS, LIQUIDS, CONDITIONS, NOUNS, ADJECTIVES, VERBS, [*map(str, range(2000))],
)  # fmt: skip
_PAIRS: Final = {
    one: other
    for pair in (
        "boiling:melting upper:lower inner:outer active:passive public:private local:remote "
        "early:late temporary:permanent asset:liability tenant:landlord increases:reduces "
        "divides:combines separates:connects conceals:reveals before:after"
    ).split()
    for one, other in (pair.split(":"), pair.split(":")[::-1])
}


def opposite(text: str, rng: Random) -> str:
    """The text with one telling word, number or name in another's place; unchanged without one."""
    parts = re.split(r"(\W+)", text)
    choices = []
    for at, word in enumerate(parts):
        if word.lower() in _PAIRS:
            choices += [(at, _PAIRS[word.lower()])] * 3
        for words in _TELLING:
            if word in words or word.lower() in words:
                choices.append((at, rng.choice([each for each in words if each != word.lower()])))
    if not choices:
        return text
    at, other = rng.choice(choices)
    parts[at] = other.title() if parts[at][:1].isupper() else other
    return "".join(parts)


def misspelt(text: str, rng: Random) -> str:
    """The text with two letters of one longer word swapped, or one lost; unchanged without one."""
    words = text.split(" ")
    long = [at for at, word in enumerate(words) if len(word) > 4 and word.isalpha()]
    if not long:
        return text
    at = rng.choice(long)
    word, cut = words[at], rng.randint(1, len(words[at]) - 3)
    swapped = word[:cut] + word[cut + 1] + word[cut] + word[cut + 2 :]
    words[at] = swapped if swapped != word and rng.random() < 0.6 else word[:cut] + word[cut + 1 :]
    return " ".join(words)


def reworded(text: str, rng: Random) -> str:
    """The text said a little differently: another turn of phrase, a word put in or taken out."""
    fitting = [(old, new) for old, new in REWORDINGS if re.search(rf"(?<!\w){old}", text)]
    if fitting and rng.random() < 0.6:
        old, new = rng.choice(fitting)
        return re.sub(rf"(?<!\w){old}", new, text, count=1)
    words = text.split(" ")
    if len(words) > 5 and rng.random() < 0.5:
        # What only one letter tells nobody could tell without it.
        longer = [at for at in range(1, len(words) - 1) if len(words[at]) > 1]
        del words[rng.choice(longer)]
    else:
        words.insert(rng.randrange(1, len(words) + 1), rng.choice(["usually", "(UK)", "mainly"]))
    return " ".join(words)
