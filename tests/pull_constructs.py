"""Constructs of an author, and edits as Anki's editor writes them, for what a pull brings back.

Each construct is one or more files in which `WORD` is in exactly one card, and other cards are
before and after it wherever the shape allows that.
"""

from collections.abc import Callable, Mapping
from typing import Final

from projects import PICTURE

WORD: Final = "plainword"
_SECTIONS: Final = {
    "paragraph": f"Some {WORD} of text.",
    "two paragraphs": f"First here.\n\nThen {WORD} follows.",
    "emphasis": f"Some *words* and {WORD} with **others**.",
    "emphasised": f"Some **bold {WORD} here** of text.",
    "list": f"- alpha\n- {WORD}\n- gamma",
    "loose list": f"- alpha\n\n- {WORD}\n\n- gamma",
    "numbers": f"3. alpha\n4. {WORD}\n5. gamma",
    "nested list": f"- alpha\n  - {WORD}\n- gamma",
    "tasks": f"- [ ] alpha\n- [x] {WORD}",
    "quote": f"> quoted {WORD} here",
    "table": f"| a | b |\n| --- | --: |\n| one | {WORD} |",
    "callout": f"> [!note] Title\n> The {WORD} is here.",
    "folded callout": f"> [!tip]- Title\n> The {WORD} is here.\n>\n> - an item",
    "math": f"The {WORD} of $x^2$ is.",
    "displayed math": f"The {WORD} is\n\n$$\n\\frac{{a}}{{b}}\n$$\n\nand that is all.",
    "code": f"Use `f(x)` for {WORD} here.\n\n```python\nx = 1  # `c`\n```",
    "link": f"See [there](https://example.org) for {WORD} here.",
    "mark": f"A ==high== light of {WORD} here.",
    "struck": f"A ~~low~~ light of {WORD} here.",
    "picture": f"![alt](pics/p.png)\n\nIt is {WORD} there.",
    "sized picture": f"![alt|30](pics/p.png) ![[p.png|40x50]] is {WORD} there.",
    "sound": f"![](pics/s.mp3)\n\nIt is {WORD} there.",
    "html": f"<u>under</u> the {WORD} line",
    "html block": f"<div>\n\nIn a {WORD} block.\n\n</div>",
    "details": f"<details><summary>more</summary>the {WORD} of it</details>",
    "footnote": f"A claim[^1] with {WORD} here.\n\n[^1]: A source.",
    "inline footnote": f"A claim^[A source.] with {WORD} here.",
    "in a footnote": f"A claim[^1] here.\n\n[^1]: A source of {WORD} here.",
    "break": f"above\\\nthe {WORD} below",
    "ruby": f"The {{\N{CJK UNIFIED IDEOGRAPH-6771}|to}} is {WORD} there.",
    "wiki link": f"See [[Fees|the fees]] for {WORD} there.",
    "comment": f"Some {WORD} of text. %% later %%\n\n<!-- and more -->",
    "tag in a sentence": f"Some {WORD} of #adr here.",
    "named": f"Some {WORD} of text.\n\n^the-name-of",
    "tagged": f"Some {WORD} of text.\n\n#one #two/three",
    "subheading": f"### Below\n\nSome {WORD} of text.\n\n### More\n\nText.",
    "reversed": f"A turned {WORD} here.\n\n#card/reversed",
    "cloze": f"The {{{{c1::first}}}} and {WORD} again.",
    "in a deletion": f"The {{{{c1::very {WORD} first}}}} again.",
    "cloze with more": f"The {{{{c1::second}}}} one.\n\n***\n\nMore of {WORD} here.",
    "highlights": f"A ==deleted== text with {WORD} here.\n\n#card/cloze",
    "list card": f"- alpha\n- {WORD}\n- gamma\n\n#card/list",
    "typed": f"{WORD}\n\n#card/typing",
    "choice": f"- [x] {WORD}\n- [ ] wrong\n\n#card/choice",
    "choice with more": f"- [x] right\n- [ ] wrong\n\n***\n\nMore of {WORD} here.\n\n#card/choice",
    "longer question": f"above the {WORD} bar\n\n***\n\nThe answer.",
    "answer below": f"above the bar\n\n***\n\nThe {WORD} answer.",
    "diagram": f"```dot\ndigraph {{ a -> b }}\n```\n\nShown is {WORD} there.",
    "embedded part": f"![[embedded#Part]]\n\nSaid is {WORD} there.",
}
_FILES: Final = {
    "row": f"# Rows\n\n## Animals #card/rows\n\n| a | b | c |\n| --- | --- | --- |\n| le chien | the dog | one |\n"
    f"| le chat | the {WORD} cat | two |\n| la souris | the mouse | three |\n",
    "further column": "# Rows\n\n## Plants #card/rows\n\n| a | b | c |\n| --- | --- | --- |\n| la fleur | the flower | one |\n"
    f"| le pin | the pine | {WORD} here |\n| la rose | the rose | three |\n",
    "first column": "# Rows\n\n## Things #card/rows\n\n| a | b | c |\n| --- | --- | --- |\n| la table | the table | one |\n"
    f"| le {WORD} lit | the bed | here |\n| la lampe | the lamp | three |\n",
    "inline": "---\ncards: inline\n---\n\nProse is here.\n\nCapital of France :: Paris\n\n"
    f"- Capital of Spain :: Madrid {WORD} here\n\nCapital of Italy ::: Rome\n",
    "inline tight": "---\ncards: inline-tight\n---\n\nProse is here.\n\nRiver of London::Thames\n\n"
    f"- River of Rome::Tiber {WORD} here\n\nRiver of Paris::Seine\n",
    "question mark": "---\ncards: question-mark\n---\n\nWhat comes first?\n?\nThe first.\n\nProse.\n\n"
    f"What comes next?\n?\n1. Contact the {WORD} head\n2. Acknowledge\n\nWhat comes last?\n?\nLast.\n",
    "q and a": "---\ncards: qa\n---\n\nQ: What is a lease?\nA: A contract.\n\n- It has a term.\n\n---\n\n"
    f"Q: What is rent?\nA: What a {WORD} tenant pays.\n\nQ: What is a fee?\nA: Money.\n",
    "callout card": "---\ncards: callouts\n---\n\n> [!card]- What is a deed?\n> A paper.\n\nProse.\n\n"
    f"> [!card] What is a bond?\n> A {WORD} debt.\n\n> [!card] What is a share?\n> A part.\n",
    "marked heading": "---\ncards: marked\n---\n\n# Care\n\n## Meeting\n\nProse.\n\n### What is a brief? #card #law\n\n"
    f"A formal {WORD} statement.\n\n## Next\n\nProse.\n",
    "marked item": "---\ncards: marked\n---\n\n# Terms\n\n- What is a term? #card\n"
    f"  - A {WORD} time.\n- no card\n\nWhat is a tenant? #card/reversed\nWho pays.\n",
    "marked paragraph": "---\ncards: marked\n---\n\nWhat is a landlord? #card\n"
    f"Who {WORD} lets.\n\nProse.\n",
    "custom note type": "---\nnote-type: term\n---\n\n# Terms\n\n## Lessee\n\nThe tenant\n\n## Lessor\n\n"
    f"The {WORD} landlord\n\n### Example\n\nThe lessor **insures** it.\n\n## Estate\n\nLand\n",
    "further field": "---\nnote-type: term\n---\n\n# Terms\n\n## Chattel\n\nA thing\n\n## Fixture\n\n"
    f"What is fixed\n\n### Example\n\nThe lamp is {WORD} fixed.\n\n## Title\n\nA right\n",
    "headings above": "---\ntags: [of-all]\n---\n\n# Top\n\nProse.\n\n## Which is it now?\n\n"
    f"It is this {WORD} here.\n\n## Which is it then?\n\nThat.\n",
    "line breaks": f"---\nbreaks: true\n---\n\n## Which lines are those?\n\nThis one\nand this {WORD} one\nand that\n\n## Which others?\n\nNone.\n",
    "CRLF": f"# C\r\n\r\n## Which lines end?\r\n\r\nThis {WORD} one.\r\n\r\n## Which begin?\r\n\r\nNone.\r\n",
    "csv": f'French,English,Note\nle pain,the bread,one\nle vin,the {WORD} wine,two\n"l\'eau",the water,three\n',
    "csv of others": f"id;word;article;meaning\nw1;lait;le;the milk\nw2;sel;le;the {WORD} salt\nw3;the;le;the tea\n",
}
_NAMES: Final = {"csv": "kitchen.csv", "csv of others": "words.csv"}
_CONFIGURATION: Final = """\
name = "d"
content = "c"

[tables."kitchen.csv"]

[tables."words.csv"]
front = "word"
back = "meaning"
extra = ["article"]
delimiter = ";"

[diagrams]
dot = "cat drawn.svg"
"""
_SVG: Final = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="4" height="4"/></svg>'
_TYPE: Final = {
    "note-type.toml": 'name = "Term"\nfields = ["Term", "Meaning", "Example"]\n',
    "front.html": "<p>{{Term}}</p>\n",
    "back.html": '<p>{{Term}}</p>\n<hr id="answer">\n<p>{{Meaning}}</p>\n{{#Example}}<p>{{Example}}</p>{{/Example}}\n',
}


def _section(number: int, name: str, text: str) -> str:
    return (
        f"# T{number}\n\n## Before {number}?\n\n- one\n- two {number}\n\n"
        f"## What about {name} number {number * 7}?\n\n{text}\n\n## After *{number}*:\n\nDone {number}.\n"
    )


def construct_files() -> tuple[dict[str, str], dict[str, str | bytes]]:
    """The source of each construct by the construct's name, and all files of the project."""
    named: dict[str, str] = {}
    files: dict[str, str | bytes] = {
        "obverse.toml": _CONFIGURATION,
        "drawn.svg": _SVG,
        "c/pics/p.png": PICTURE,
        "c/pics/s.mp3": b"ID3" + bytes(60),
        "c/embedded.md": "---\ncards: none\n---\n\n# Page\n\n## Part\n\nText of the part.\n",
        **{f"note-types/term/{name}": text for name, text in _TYPE.items()},
    }
    for number, (name, text) in enumerate(_SECTIONS.items()):
        named[name] = f"c/{number:02}.md"
        files[named[name]] = _section(number, name, text)
    for number, (name, text) in enumerate(_FILES.items()):
        named[name] = f"c/{_NAMES.get(name, f'f{number:02}.md')}"
        files[named[name]] = text
    return named, files


EDITS: Final[Mapping[str, Callable[[str], str]]] = {
    "word": lambda field: field.replace(WORD, "otherword"),
    "typed": lambda field: field.replace(WORD, f"{WORD} typed &amp; *by* &lt;hand&gt;&nbsp; #1"),
    "bold": lambda field: field.replace(WORD, f"<b>{WORD}</b>"),
    "font": lambda field: field.replace(WORD, f'<font color="#ff0000">{WORD}</font>'),
    "span": lambda field: field.replace(
        WORD, f'<span style="color: rgb(255, 0, 0);">{WORD}</span>'
    ),
    "picture": lambda field: field.replace(WORD, f'{WORD}<img src="paste-1.png">'),
    "br": lambda field: field.replace(WORD, f"{WORD}<br>more"),
    "div": lambda field: f"{field}<div>one more line</div>",
    "item": lambda field: field.replace("</li>", "</li><li>one more</li>", 1),
    "math": lambda field: field.replace(WORD, f"{WORD} \\(a^2\\)"),
    "sound": lambda field: field.replace(WORD, f"{WORD} [sound:rec-1.mp3]"),
    "link": lambda field: field.replace(WORD, f'<a href="https://x.org/a?b=c&amp;d">{WORD}</a>'),
    "list": lambda field: f"{field}<ul><li>one</li><li>two</li></ul>",
    "deleted": lambda field: field.replace(f" {WORD}", "").replace(WORD, ""),
}
