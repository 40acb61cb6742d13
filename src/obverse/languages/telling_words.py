"""Words that tell two texts apart, and words that tell nothing: closed lists, lower case.

English first, because its cards are most; the function words and negations of a few neighbours. A
word that is in no list counts as one that tells something.
"""

from functools import cache

# Function words, and what questions open with or wrap their subject in.
LIGHT = frozenset(
    """
    a an the this that these those it its is are was were be been being am do does did doing done
    has have had having will would shall should can could may might must of in on at by for from to
    into onto with about as and or than then there their they them he she his her we our us you your
    i my me one ones some any each every all both such so also only just very more
    most less least much many
    which what who whom whose when where why how whether if while during between among per via up
    what's who's where's it's there's else eg e.g i.e ie etc uk
    define definition describe description explain explanation name state list give identify
    outline tell say says said mean means meant meaning stand stands refer refers referred
    understand understood term terms called known way ways year years kind kinds type types
    usually mainly generally normally often typically commonly basically briefly well
    purpose aim goal role function main important key example examples word
    true false question answer correct following second part
    der die das den dem des ein eine einen einem einer eines ist sind war waren wird werden und oder
    von vom zu zum zur im am auf mit bei aus nach wie was wer wen wem wo wann warum welche welcher
    welches nenne erkläre definiere bedeutet heißt
    le la les un une des du de est sont et ou à au aux dans par pour sur avec que qu'est-ce quel
    quelle quels quelles qui quoi où quand pourquoi comment signifie définir
    el los las una unos unas del al es son y o en por para con qué cuál cuáles quién dónde cuándo
    cómo significa il lo gli uno di da su che cos'è het een van voor met wat waar wanneer hoe
    """.split()
) - {"true", "false", "second"}
ARTICLES = frozenset(
    "a an the der die das den dem des ein eine le la les un une el los las".split()
)
SUBJECTS = frozenset("who what wer was qui quién chi cosa wie wat".split())
# Headings that ask for nothing: below them any card may stand.
GENERAL = frozenset(
    """
    overview introduction intro summary notes note basics facts fact details detail remarks remark
    background context general miscellaneous misc key points point definition definitions example
    examples terms vocabulary important idea ideas concept concepts theory rule rules law dates
    history topic topics recap review conclusion card cards cloze question facts information
    überblick einleitung zusammenfassung merke beispiel beispiele resumen ejemplo résumé exemple
    """.split()
)
NEGATIONS = frozenset(
    "not no never none nor neither without except cannot non nobody nothing nowhere nicht kein "
    "keine keinen keiner keinem nie niemals ohne pas jamais sans ne ningún ninguna nunca sin niet "
    "geen nooit zonder".split()
)
NUMBERS = frozenset(
    "zero two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety "
    "hundred thousand million billion first second third fourth fifth sixth seventh eighth ninth "
    "tenth once twice half double triple single zwei drei vier fünf sechs sieben acht neun zehn "
    "deux trois quatre cinq sept huit neuf dix dos tres cuatro cinco seis siete ocho nueve diez "
    "einundzwanzig erste zweite dritte premier deuxième troisième primero segundo tercero".split()
)
# What is put before or into a text and says nothing of its subject.
FILLERS = frozenset(
    """
    remember recall note short brief briefly summary words other basically simply put quick quickly
    reminder hint tip nb namely essentially really actually exactly generally please precisely
    reason come happens happen above below here there
    bitte merke kurz erinnere also eigentlich
    """.split()
)
# What a question asks for, where it is no thing.
INTERROGATIVES = frozenset(
    "who whom whose when where why how wer wen wem wo wann warum wie qui où quand pourquoi comment "
    "quién quiénes cuándo dónde cómo cuánto cuántos chi quando dove perché come".split()
)
# Who does something and when: a sentence to translate is another with another of them.
GRAMMAR = frozenset(
    "i you he she it we they me him her us them my your his our their has have had was were will "
    "would shall should can could may might must am is are be been being do does did".split()
)
# Numbers as words, and the signs that are written for a word.
COUNTED = {
    word: str(number)
    for number, word in enumerate(
        "zero _ two three four five six seven eight nine ten eleven twelve".split()
    )
} | {"&": "and", "+": "and"}
_OPPOSITES = """
    left right|upper lower top bottom|up down|north south east west|northern southern eastern
    western|in out inside outside inner outer|internal external interior exterior|before after
    earlier later|above below over under|front back|first last|begin end start stop finish|open
    opened closed close shut|opening closing|read write|reading writing|input output|buy sell buyer
    seller|buying selling|give take receive|lender borrower|lend borrow|landlord tenant|lessor
    lessee|employer employee|mortgagor mortgagee|licensor licensee|vendor purchaser|plaintiff
    defendant claimant|boiling freezing melting|hot cold warm cool|heat cool|heating cooling|wet
    dry|high low|higher lower|highest lowest|maximum minimum|max min|most least fewest|more less
    fewer|greater smaller less|big small large|long short|longer shorter|fast slow|old new young|
    early late|light dark heavy|black white|day night|summer winter|good bad|better worse|best
    worst|rich poor|strong weak|hard soft|thick thin|wide narrow|deep shallow|near far|full empty|
    odd even|positive negative|plus minus|add subtract|addition subtraction|multiply divide|
    multiplication division|increase decrease reduce|increases decreases reduces|increased
    decreased reduced|rise fall|rises falls|rising falling|gain lose loss|gains loses|profit loss|
    asset liability|assets liabilities|debit credit|supply demand|public private|real personal|
    fixed variable floating|active passive|direct indirect|static dynamic|local global remote|
    client server|push pull|encode decode|encrypt decrypt|enqueue dequeue|insert delete remove|
    create destroy|allow deny forbid|accept reject refuse|grant refuse|permit prohibit|always never|
    true false|yes no|present absent|past present future|male female|man woman|men women|boy girl|
    husband wife|father mother|son daughter|brother sister|king queen|daily weekly fortnightly
    monthly quarterly yearly annual|opens closes|starts begins stops
    ends|raises lowers|activates inhibits stimulates|causes prevents|dilates constricts|buys
    sells|gives takes|protects harms|allows prevents forbids|connects separates|artery vein|
    arteries veins|
    systole diastole|systolic diastolic|atrium ventricle|proximal distal|anterior posterior|ventral
    dorsal|medial lateral|superior inferior|acid base alkali|acidic basic alkaline|acute chronic|
    benign malignant|primary secondary tertiary|agonist antagonist|sympathetic parasympathetic|
    mitosis meiosis|anode cathode|anion cation|oxidation reduction|reactant product|endothermic
    exothermic|convex concave|latitude longitude|horizontal vertical|row column|rows columns|
    numerator denominator|sine cosine tangent|sum difference product quotient|mean median mode|
    ascending descending|singular plural|verb noun|subject object|prefix suffix|vowel consonant|
    masculine feminine neuter|dative accusative genitive nominative|master slave|parent child|
    ancestor descendant|stack heap queue|tcp udp|get post put|windward leeward|port starboard|bow
    stern|flood ebb|ascend descend|arrive depart|arrival departure|win lose|victory defeat|war
    peace|allow prevent|cause effect|question answer|sender recipient receiver|host guest|teacher
    pupil student|doctor patient|prey predator|if unless|with without|everybody nobody somebody|
    everything nothing|all none some|both neither|oben unten|links rechts|vor nach|groß klein|
    gauche droite|avant après|antes después|izquierda derecha
"""
# Two words each that one slip of a finger would make of each other, and that both exist.
_TWINS = """
    adsorption absorption adsorb absorb afferent efferent affect effect angel angle calvary cavalry
    casual causal coma comma complement compliment county country dairy diary desert dessert device
    advice diner dinner discreet discrete elicit illicit form from iron ion later latter loose lose
    marital martial mucous mucus nuclear unclear perineal peroneal photon proton quiet quite
    sacred scared sing sign star start tense tens trail trial united untied insert inset silver
    sliver stationary stationery principal principle region religion plane planet plan plant steam
    stream heath health ileum ilium thyroid thymoid insulin inulin prescribe proscribe immigrate
    emigrate ensure insure council counsel conservation conversation reserve reverse relation
    elation filet fillet barley barely bread beard brain brian crate create cation caution chord
    cord cone clone dose does fiend friend fourth forth hoping hopping planing planning moral
    morale mortal moral personal personnel racial facial recent resent sever severe sigh sight
    staring starring statue statute status statue through thorough tough though treat threat
    vocation vacation union unison uterus ureters ureter urethra carat caret colon cologne
    cannon canon capital capitol climatic climactic cite site councillor counsellor
    humerus humorous ligament ligature lumen lumens mantel mantle naval navel palate palette
    penal penile peace piece pedal petal populace populous precede proceed prostate prostrate
    session cession tort torte troop troupe venal venial waiver waver callous callus
"""
# What in front of the same word makes another, or its opposite.
PREFIXES = (
    "un in im il ir dis non a an de anti ante hyper hypo inter intra micro macro mono poly endo "
    "exo ecto sub super homo hetero pre post pro over under ex en em re co up down fore back out "
    "mis extra infra iso multi uni bi tri di tetra penta hexa meta para ortho proto peri".split()
)


@cache
def opposites() -> dict[str, frozenset[str]]:
    """For each word the words that may stand in its place and mean another thing."""
    found: dict[str, set[str]] = {}
    for group in _OPPOSITES.split("|"):
        words = group.split()
        for word in words:
            found.setdefault(word, set()).update(each for each in words if each != word)
    return {word: frozenset(others) for word, others in found.items()}


@cache
def twins() -> frozenset[tuple[str, str]]:
    """The pairs of words that are one slip apart and both exist, in both orders."""
    words = _TWINS.split()
    pairs = [*zip(words[::2], words[1::2], strict=True)]
    return frozenset((*pairs, *((other, one) for one, other in pairs)))
