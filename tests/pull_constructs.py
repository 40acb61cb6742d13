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
# The word `plainword` is in one card of each.
_FILES: Final = {
    "row": """\
# Rows

## Animals #card/rows

| a | b | c |
| --- | --- | --- |
| le chien | the dog | one |
| le chat | the plainword cat | two |
| la souris | the mouse | three |
""",
    "further column": """\
# Rows

## Plants #card/rows

| a | b | c |
| --- | --- | --- |
| la fleur | the flower | one |
| le pin | the pine | plainword here |
| la rose | the rose | three |
""",
    "first column": """\
# Rows

## Things #card/rows

| a | b | c |
| --- | --- | --- |
| la table | the table | one |
| le plainword lit | the bed | here |
| la lampe | the lamp | three |
""",
    "inline": """\
---
cards: inline
---

Prose is here.

Capital of France :: Paris

- Capital of Spain :: Madrid plainword here

Capital of Italy ::: Rome
""",
    "inline tight": """\
---
cards: inline-tight
---

Prose is here.

River of London::Thames

- River of Rome::Tiber plainword here

River of Paris::Seine
""",
    "question mark": """\
---
cards: question-mark
---

What comes first?
?
The first.

Prose.

What comes next?
?
1. Contact the plainword head
2. Acknowledge

What comes last?
?
Last.
""",
    "q and a": """\
---
cards: qa
---

Q: What is a lease?
A: A contract.

- It has a term.

---

Q: What is rent?
A: What a plainword tenant pays.

Q: What is a fee?
A: Money.
""",
    "callout card": """\
---
cards: callouts
---

> [!card]- What is a deed?
> A paper.

Prose.

> [!card] What is a bond?
> A plainword debt.

> [!card] What is a share?
> A part.
""",
    "marked heading": """\
---
cards: marked
---

# Care

## Meeting

Prose.

### What is a brief? #card #law

A formal plainword statement.

## Next

Prose.
""",
    "marked item": """\
---
cards: marked
---

# Terms

- What is a term? #card
  - A plainword time.
- no card

What is a tenant? #card/reversed
Who pays.
""",
    "marked paragraph": """\
---
cards: marked
---

What is a landlord? #card
Who plainword lets.

Prose.
""",
    "custom note type": """\
---
note-type: term
---

# Terms

## Lessee

The tenant

## Lessor

The plainword landlord

### Example

The lessor **insures** it.

## Estate

Land
""",
    "further field": """\
---
note-type: term
---

# Terms

## Chattel

A thing

## Fixture

What is fixed

### Example

The lamp is plainword fixed.

## Title

A right
""",
    "headings above": """\
---
tags: [of-all]
---

# Top

Prose.

## Which is it now?

It is this plainword here.

## Which is it then?

That.
""",
    "line breaks": """\
---
breaks: true
---

## Which lines are those?

This one
and this plainword one
and that

## Which others?

None.
""",
    "CRLF": (
        "# C\r\n\r\n## Which lines end?\r\n\r\nThis plainword one.\r\n\r\n"
        "## Which begin?\r\n\r\nNone.\r\n"
    ),
    "csv": """\
French,English,Note
le pain,the bread,one
le vin,the plainword wine,two
"l'eau",the water,three
""",
    "csv of others": """\
id;word;article;meaning
w1;lait;le;the milk
w2;sel;le;the plainword salt
w3;the;le;the tea
""",
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
_SVG: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
    '<rect width="4" height="4"/></svg>'
)
_TYPE: Final = {
    "note-type.toml": 'name = "Term"\nfields = ["Term", "Meaning", "Example"]\n',
    "front.html": "<p>{{Term}}</p>\n",
    "back.html": (
        '<p>{{Term}}</p>\n<hr id="answer">\n<p>{{Meaning}}</p>\n'
        "{{#Example}}<p>{{Example}}</p>{{/Example}}\n"
    ),
}


def _section(number: int, name: str, text: str) -> str:
    return (
        f"# T{number}\n\n## Before {number}?\n\n- one\n- two {number}\n\n"
        f"## What about {name} number {number * 7}?\n\n{text}\n\n"
        f"## After *{number}*:\n\nDone {number}.\n"
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
