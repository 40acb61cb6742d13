"""Classes of words that say which side of a card a line is likely to be on.

Only small closed classes, never the vocabulary of a subject, so that what is learned about them
applies to pages on anything. English first, and the question words of four more languages.
"""

from typing import Final


def _class(name: str, words: str) -> dict[str, str]:
    return dict.fromkeys(words.split(), name)


FIRST_WORDS: Final[dict[str, str]] = {
    **_class("verb", "is are was were does do did can could should would will has have may must"),
    **_class("verb", "isn't aren't don't doesn't didn't can't shall"),
    **_class("ask", "what whats what's who whom whose which how when where why wheres who's"),
    **_class("ask", "how's whose: qué que quién quien cuál cuáles cuándo dónde cómo cuántos"),
    **_class("ask", "was wer wie wo wann warum welche welcher welches wieso wozu woher"),
    **_class("ask", "qui quoi quel quelle quels quelles comment pourquoi où combien quand"),
    **_class("ask", "cosa come perché quale chi dove quando quanto"),
    **_class("order", "define describe explain list name state give outline discuss compare"),
    **_class("order", "contrast distinguish differentiate evaluate talk tell summarise recall"),
    **_class("order", "summarize enumerate elaborate recite please true/false true/false: t/f"),
    **_class("order", "t/f: t/f. fill-in define: describe: list: name: explain:"),
    **_class("order", "definiere nenne beschreibe erkläre nombra explica define:"),
    **_class("order", "définir citer expliquer décrire nommer définissez citez expliquez"),
    **_class("do", "identify provide illustrate label draw calculate compute translate complete"),
    **_class("do", "fill find solve write spell convert conjugate classify choose select show"),
    **_class("do", "suggest justify analyse analyze assess mention consider interpret prove"),
    **_class("do", "derive sketch walk"),
    **_class("case", "if suppose imagine assume given consider: during after before upon"),
    **_class("case", "when: while once under"),
    **_class("article", "el la los las lo der die das den dem ein eine einen le les un une una"),
    **_class("article", "il gli l' sich se mi me"),
    **_class("the", "the"),
    **_class("a", "a an"),
    **_class("pron", "it they this these those that he she we you i its it's his her their"),
    **_class("pron", "you're there there's my your our"),
    **_class("join", "and or but because so also then thus therefore however although since"),
    **_class("join", "which: both either usually often sometimes typically e.g. eg eg. e.g"),
    **_class("join", "i.e. ie ie. i.e for: example example: examples examples: ex: ex such"),
    **_class("join", "including includes note note: nb: *note additionally furthermore"),
    **_class("join", "instead otherwise only not no. even thereby see usually,"),
    **_class("yes", "yes no true false yes. no. true. false. yes, no, true, false, correct"),
    **_class("yes", "incorrect both neither none all ja nein sí oui non"),
    **_class("prep", "to of in on at by for from with without through into as per between"),
    **_class("prep", "within against over via towards out up"),
    **_class("many", "1 2 3 4 5 6 7 8 9 10 two three four five six seven eight nine ten one"),
    **_class("many", "most many some each every any several first second third several"),
    **_class("hint", "types type examples example advantages disadvantages pros cons causes"),
    **_class("hint", "cause symptoms signs function functions role roles purpose features"),
    **_class("hint", "characteristics definition meaning difference differences similarities"),
    **_class("hint", "structure treatment stages steps factors effects effect consequences"),
    **_class("hint", "importance benefits limitations strengths weaknesses strength weakness"),
    **_class("hint", "evaluation properties components elements formula equation uses use"),
    **_class("hint", "considerations important key main common major reasons reason parts"),
    **_class("hint", "risks indications contraindications side mechanism location sources"),
    **_class("hint", "principles requirements criteria rules rule aims aim goal goals"),
    **_class("hint", "process procedure responsibilities duties methods method ways way"),
}
AUXILIARIES: Final = frozenset(
    "is are was were do does did can could should would will has have had may must might".split()
)
LOOSE_ASKING: Final = frozenset("when where wo cuando donde dove".split())
ONE_WANTED: Final = frozenset("is was does did do can should would who when where".split())
NOT_PLURAL: Final = frozenset("is was does has this its as us bias basis analysis process".split())
PROMPT_NOUNS: Final = frozenset(
    word for word, name in FIRST_WORDS.items() if name == "hint" and word not in {"use", "key"}
)
NUMBER_WORDS: Final = {
    word: number
    for number, word in enumerate("two three four five six seven eight nine ten".split(), 2)
}
FINITE: Final = frozenset(
    "is are was were be has have had does do did can could will would should may must means refers "
    "occurs happens causes includes involves allows provides makes becomes uses contains consists "
    "helps requires produces ist sind hat haben war es son está est sont a-t".split()
)
STOP: Final = frozenset(
    "the a an of in on at by for from with to and or is are was were be it its that this these "
    "those as into what which who how when where why does do did can your you their they give "
    "name list define describe explain state some between difference main following".split()
)
