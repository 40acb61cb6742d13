"""Whole random documents: every kind of card and every construct, for properties of any station.

A document is front matter, a text before the first card, and cards; each is drawn from the lists
below. To have a construct in all properties, add a text to `BLOCKS` (it stands alone) or `SPANS`
(it stands in a line); a kind of card, to `KINDS`; a key of the front matter, to `FRONT_MATTER`.
The words are few, so that questions, answers and whole cards come twice.
"""

from collections.abc import Mapping
from typing import Final

from hypothesis import strategies as st

from projects import PICTURE

WORDS: Final = "lease rent notice deposit survey boundary right land sum day été 租 חוזה".split()
SPANS: Final = (
    *("**bold**", "*soft*", "`code`", "~~struck~~", "==marked==", "$x^2$", "$$y_1$$", "[a](b.md)"),
    *(
        "{{c1::one}}",
        "{{c2::two::hint}}",
        "{{three}}",
        "^[a note]",
        "[^1]",
        "[[page|text]]",
        "#tag",
    ),
    *(
        "#law/fees",
        "%% aside %%",
        "<!-- aside -->",
        "<u>u</u>",
        "<b onclick='x'>b</b>",
        "![[a.png]]",
    ),
    *("\\(x\\)", "\\[y\\]", "$ x $", "![a](my pic.png)", "[a](my notes.md)", "![[b.png", "[a][b]"),
    *("![a](https://example.org/a.mp3)", "![a] (a.png)", "![a](file:///a.png)", "![](a.png =9x9)"),
    *("![a](a.png)", "![b|40](b.png)", "&amp; <", "a\\_b", "https://example.org", "US$5", "- [x]"),
)
BLOCKS: Final = (
    *("- one\n- two\n  - deeper\n- three", "1. one\n2. two", "- [ ] wrong\n- [x] right\n- [ ] no"),
    *(
        "| a | b |\n| --- | :-: |\n| 1 | `x` |",
        "```python\nx = {1: 'a'}\n```",
        "```\n## no card\n```",
    ),
    *(
        "    indented code",
        "$$\n\\frac{a}{b}\n$$",
        "> quoted\n> text",
        "> [!note] A callout\n> text",
    ),
    *(
        "[^1]: A footnote.",
        "![alt](a.png)",
        "![missing](none.png)",
        "![[b.png]]",
        "<div>html</div>",
    ),
    *(
        "<details>\n\nhidden\n\n</details>",
        "<!-- a\ncomment -->",
        "%%\na comment\n%%",
        "***",
        "---",
    ),
    *(
        "![a](<none so far.png>)",
        "$$x$$ and $$y$$ after.",
        "```math\nx\n```",
        "| a | b |\n| --- | --- |\n| `x|y` | [[a|b]] |",
        "- {{c1:: open\n- {{ field",
        "> ![in a quote](my pic.png)",
        "<!DOCTYPE html>",
        "<pre>\nindented\n\nhidden",
        "<!-- never closed",
        "<?php",
        "<style>.a {}</style> soft",
        "<div>{{c1::hidden}} bold</div>",
        "quoted ^block1",
        "- bold ^block-2\n- soft",
        "5 m ^2",
        "[sound:a.mp3]",
        "[latex]soft[/latex] `[sound:b.mp3]`",
        "### Below",
        "Words ^block-1",
        "- one\n- two ^block-2",
        "5 m ^2",
        "a  \nb",
        "```mermaid\ngraph TD\n```",
        "Term :: not",
        "###### Deep",
        "<script>1</script>",
    ),
)
KINDS: Final = (
    *("", "", "#card/reversed", "#card/typing", "#card/reversed #card/typing", "#card/cloze"),
    *(
        "#card/list",
        "#card/choice",
        "#card/choice #card/shuffled",
        "#card/draft",
        "#card/draft #law",
    ),
    *("#law", "#law #fees/late", "#card/list #law"),
)
ENDS: Final = (*[""] * 12, "^pin-a", "^pin-b")
FRONT_MATTER: Final = (
    *("tags:\n  - all\n  - of/them", "deck: Above::Below", "card: reversed", "card: cloze"),
    *("card: list", "draft: true", "note-type: term", "author: me", "tags: one", "card: typing"),
)
PREAMBLES: Final = ("", "# Title\n\n", "# Title\n\nA text before.\n\n", "# Other\n\n#law\n\n")
# The answers that some kinds need to be a card of that kind.
FITTING: Final = {"list": "- one\n- two", "choice": "- [ ] wrong\n- [x] right", "cloze": "==a=="}
# What the documents speak of: a project's own note type, and pictures.
SURROUNDINGS: Final[Mapping[str, str | bytes]] = {
    "obverse.toml": 'content = "notes"\nname = "documents"\ndeck = "Top"\ntags = ["project"]\n',
    "note-types/term/note-type.toml": 'name = "Term"\nfields = ["Term", "Meaning", "Below"]\n',
    "note-types/term/front.html": "<p>{{Term}}</p>\n",
    "note-types/term/back.html": "<p>{{Term}}</p>\n<hr id=answer>\n<p>{{Meaning}}</p>\n",
    "notes/a.png": PICTURE,
    "notes/b.png": PICTURE + b"b",
}


def lines() -> st.SearchStrategy[str]:
    """A line of a few words and spans."""
    word = st.sampled_from((*WORDS, *WORDS, *SPANS)) | st.integers(0, 99).map(str)
    return st.lists(word, min_size=1, max_size=5).map(" ".join)


@st.composite
def cards(draw: st.DrawFn) -> str:
    """One card, from its heading to its metadata."""
    kind = draw(st.sampled_from(KINDS))
    fitting = [text for name, text in FITTING.items() if name in kind and draw(st.booleans())]
    blocks = draw(st.lists(st.one_of(lines(), st.sampled_from(BLOCKS)), max_size=3))
    end = draw(st.sampled_from(ENDS))
    parts = [f"## {draw(lines())}", *fitting, *blocks, kind, end]
    return "\n\n".join(filter(None, parts)) + "\n\n"


@st.composite
def documents(draw: st.DrawFn, *, max_cards: int = 4) -> str:
    """A whole document."""
    keys = draw(st.lists(st.sampled_from(FRONT_MATTER), max_size=2, unique_by=_key))
    front_matter = "---\n{}\n---\n\n".format("\n".join(keys)) if keys else ""
    preamble = draw(st.sampled_from(PREAMBLES))
    return front_matter + preamble + "".join(draw(st.lists(cards(), max_size=max_cards)))


@st.composite
def edited(draw: st.DrawFn, text: str) -> str:
    """A document after an edit as an author makes it: a card goes, comes, moves or changes."""
    before, *there = text.split("\n## ")
    kept = [f"## {each}" for each in there]
    deed = draw(st.sampled_from(["add", "add", "replace", "delete", "move", "extend", "none"]))
    at = draw(st.integers(0, max(len(kept) - 1, 0)))
    if deed == "add" or not kept:
        kept.insert(at, draw(cards()))
    elif deed == "replace":
        kept[at] = draw(cards())
    elif deed == "delete":
        del kept[at]
    elif deed == "move":
        kept.append(kept.pop(at))
    elif deed == "extend":
        kept[at] = f"{kept[at].rstrip()}\n\n{draw(st.sampled_from((*SPANS, *BLOCKS)))}\n\n"
    return "\n".join([before, *kept])


def _key(line: str) -> str:
    return line.partition(":")[0]
