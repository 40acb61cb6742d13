"""Which text is a card, in every shape: what is one, what is none, and what becomes of its text."""

import csv
from io import StringIO
from typing import Any, Final

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from obverse.cards.reparse import reparse
from obverse.cards.unparse import unparse
from obverse.compile import shapes
from obverse.compile.compile_source import compile_source
from obverse.compile.compiler import compiling
from obverse.values.card_settings import CardSettings, TableSettings
from obverse.values.compiled import Compiled
from obverse.values.diagnostic import Severity
from obverse.values.render_settings import RenderSettings
from obverse.values.source import decode

WORDS: Final = tuple(name for name in shapes.names() if shapes.get(name).is_word)
COMBINED: Final = tuple(name for name in WORDS if not shapes.get(name).alone)


def compiled(text: str, *words: str, path: str = "a.md", **said: Any) -> Compiled:  # noqa: ANN401
    """What is compiled of a note where these shapes are read."""
    cards = CardSettings(words=words or ("headings",))._replace(**said)
    return compile_source((path, text.encode()), RenderSettings(cards=cards))


def cards(text: str, *words: str, **said: Any) -> list[tuple[str, str]]:  # noqa: ANN401
    """(question, answer) of the cards of a note, as they read."""
    found = compiled(text, *words, **said)
    sides = ((note.front, note.back) for note in found.notes)
    return [(" ".join(front.split()), " ".join(back.split())) for front, back in sides]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Capital of France :: Paris", [("Capital of France", "Paris")]),
        ("- Capital of France :: Paris", [("Capital of France", "Paris")]),
        ("1. [ ] a :: b", [("a", "b")]),
        ("a :: b :: c", [("a", "b :: c")]),
        ("a ::: b", [("a", "b")]),
        ("a :: b\nc :: d", [("a", "b"), ("c", "d")]),
        ("`x :: y` means :: z", [("x :: y means", "z")]),
        ("The capital is {{c1::Paris}}.", [("The capital is Paris.", "")]),
        ("text that\ngoes on :: here", []),
        ("a :: b\nand more text", []),
        ("# a :: b", []),
        ("> a :: b", []),
        ("    a :: b", []),
        ("```\na :: b\n```", []),
        ("`a :: b`", []),
        ("$a :: b$", []),
        ("[a :: b](c.md)", []),
        ("[[a :: b]]", []),
        ("%% a :: b %%", []),
        ("%%\na :: b\n%%", []),
        ("<!-- a :: b -->", []),
        ("| a :: b | c |\n| --- | --- |\n| d :: e | f |", []),
        ("$$\na :: b\n$$", []),
        ("[^1]: a :: b", []),
        ("<div>\na :: b\n</div>", []),
        ("a:: b", []),
        ("a ::b", []),
        (":: b", []),
        ("a ::", []),
    ],
)
def test_a_line_with_a_sign_between_spaces_is_a_card(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert cards(f"# T\n\n{text}\n\nprose\n", "inline") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("question::answer", [("question", "answer")]),
        ("Question 1::Answer 1", [("Question 1", "Answer 1")]),
        ("What is 1?:::One", [("What is 1?", "One")]),
        ("- what::that #flashcards", [("what", "that")]),
        ("key:: value", []),
        ("due :: today", []),
        ("some [key:: value] text", []),
        ("some (key:: value) text", []),
        ("std::x", []),
        ("use std::move here", []),
        ("call Foo::bar() now", []),
        ("::1", []),
        ("at ::1 and fe80::1", []),
        ("from 10:30::11:00 on", []),
        ("http://[::1]/x::y", []),
        ("see https://a.b/c::d", []),
        ("`a::b`", []),
        ("{{c::b}}", []),
    ],
)
def test_a_line_with_a_sign_between_words_is_a_card_but_for_code_and_properties(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert cards(f"{text}\n", "inline-tight") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Q\n?\nA", [("Q", "A")]),
        ("Q\nmore\n?\nA\n- b\n- c\n\nprose", [("Q more", "A b c")]),
        ("Q\n??\nA", [("Q", "A")]),
        ("Q\n?\n```\na\n\nb\n```\nend\n\nprose", [("Q", "a b end")]),
        ("Q\n?\nA\n## H\n\nprose", [("Q", "A")]),
        ("Q\n?\nA\n---\n\nprose", [("Q", "A")]),
        ("Q\n?\n- a\n\n- b", [("Q", "a")]),
        ("Is it?\n\nYes.", []),
        ("```\nQ\n?\nA\n```", []),
        ("> Q\n> ?\n> A", []),
        ("> Q\n?\nA", []),
    ],
)
def test_a_paragraph_above_a_question_mark_is_a_card(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert cards(f"{text}\n", "question-mark") == expected


def test_an_answer_may_end_at_a_line_of_one_s_own() -> None:
    text = "Q\n?\nA\n\nB\n\n+++\n\nprose\n"
    assert cards(text, "question-mark", end="+++") == [("Q", "A B")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Q: a\nA: b", [("a", "b")]),
        ("Q: a\n\nA: b\n\n- c\n- d\n\ne", [("a", "b c d e")]),
        ("**Q:** a\n**A:** b", [("a", "b")]),
        ("**Q: a**\nA: b", [("a", "b")]),
        ("Q1: a\nA1: b\nQ2: c\nA2: d", [("a", "b"), ("c", "d")]),
        ("- Q: a\n- A: b\n- Q: c\n  A: d", [("a", "b"), ("c", "d")]),
        ("Q: a\nA: b\n---\nprose", [("a", "b")]),
        ("Q: a\n\nA: b\n---\nprose", [("a", "b")]),
        ("Q: a\nA: b\n\n# H\nprose", [("a", "b")]),
        ("Q: a\nA:\n- b\n- c", [("a", "b c")]),
        ("Q: a\n```\nx\n```\nA: b", [("a x", "b")]),
        ("C: The [capital] is [Paris]", [("The capital is Paris", "")]),
        ("```\nQ: a\nA: b\n```", []),
        ("A: b", []),
        ("Quit: a", []),
    ],
)
def test_lines_that_begin_with_a_letter_and_a_colon_are_cards(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert cards(f"prose\n\n{text}\n", "qa") == expected


@pytest.mark.parametrize(
    "bracket",
    [
        *("[a](b.md)", "[^1]", "![a](b.png)", "`[a]`", "$[a]$", "[[a]]", "![[a]]", "[ref][r]"),
        *("[r]", "[a][r]"),
    ],
)
def test_only_what_is_nothing_else_in_brackets_is_a_deletion(bracket: str) -> None:
    found = compiled(f"C: The [one] and {bracket}\n\n---\n\n[r]: x\n[^1]: y\n", "qa")
    assert [len(note.deletions) for note in found.notes] == [1]


MARKED: Final = """\
# Deck

Prose #tag.

## One? #card #law

Answer.

### Part

More.

#### Deep? #card

Own.

### After

Also.

## Prose

- Item? #card/reversed
  - child
    - grandchild
- other

Text? #card
Answer line.
- list

More prose.
"""


def test_what_carries_a_mark_is_a_card_and_all_else_prose() -> None:
    found = compiled(MARKED, "marked")
    assert [(n.front, " ".join(n.back.split()), n.kind, n.tags) for n in found.notes] == [
        ("One?", "Answer. Part More. After Also.", "basic", ("law",)),
        ("Deep?", "Own.", "basic", ()),
        ("Item?", "child grandchild", "reversed", ()),
        ("Text?", "Answer line. list", "basic", ()),
    ]
    assert [n.place.line for n in found.notes] == [5, 13, 23, 28]
    assert not found.diagnostics


def test_a_tag_line_belongs_to_the_nearest_heading_above() -> None:
    text = (
        "# T\n\n## A\n\nb\n\n#card-reversed #x\n\n### C\n\nd\n\n## E\n\nf\n\n### G\n\nh\n\n#card\n"
    )
    found = compiled(text, "marked")
    assert [(n.front, n.kind, n.tags) for n in found.notes] == [
        ("A", "reversed", ("x",)),
        ("G", "basic", ()),
    ]


@pytest.mark.parametrize("mark", ["#card", "#Card", "#fc", "#card/basic", "#card-basic"])
def test_a_mark_never_reaches_anki(mark: str) -> None:
    found = compiled(f"## A {mark} #x\n\nb\n", "marked", marker=("fc",))
    assert [note.tags for note in found.notes] == [("x",)]
    found = compiled("## A\n\nb\n\n#card #x\n")
    assert [note.tags for note in found.notes] == [("x",)]


def test_a_deletion_of_logseq_is_one() -> None:
    found = compiled("- The {{cloze capital}} is {{cloze Paris\\\\ city}}. #card\n", "marked")
    assert [note.kind for note in found.notes] == ["cloze"]
    assert "{{c1::capital}}" in found.notes[0].fields[1]
    assert "{{c1::Paris::city}}" in found.notes[0].fields[1]


def test_highlights_are_deletions_if_the_author_says_so() -> None:
    text = "The capital is ==Paris==.\n"
    assert not compiled(text, "inline").notes
    found = compiled(text, "inline", highlights=True)
    assert [(note.kind, len(note.deletions)) for note in found.notes] == [("cloze", 1)]


def test_a_callout_is_a_card_and_an_id_below_it_its_pin() -> None:
    text = "> [!card]- Q? #x\n> A\n> - b\n>\n> ```\n> ## no\n> ```\n\n^id-1\n\n> [!note] n\n> o\n"
    found = compiled(text, "callouts")
    assert [(n.front, n.tags, n.pin) for n in found.notes] == [("Q?", ("x",), "a.md#^id-1")]
    assert [
        n.front for n in compiled("> [!Ask] q\n> a\n", "callouts", callouts=("ask",)).notes
    ] == ["q"]


ROWS: Final = """\
# Deck

## Words #card/rows #fr

| French | English | Note | tags | id | draft |
| --- | --- | --- | --- | --- | --- |
| chat | cat | *animal* | a, b | w1 | |
| {{c1::chien}} | dog | | | | yes |
| | nothing | | | | |
| - x | # y | | | | |

## Other

z
"""


@pytest.mark.parametrize("word", ["headings", "marked"])
def test_the_rows_of_a_table_are_cards(word: str) -> None:
    found = compiled(ROWS, word)
    by_front = {note.front: note for note in (*found.notes, *found.drafts)}
    chat, dog, marks = by_front["chat"], by_front["chien"], by_front["- x"]
    assert chat.fields == ("chat", "<p>cat</p>", "", "", "<p><em>animal</em></p>", "Words", "")
    assert chat.tags == ("fr", "a", "b")
    assert dog.kind == "cloze"
    assert dog in found.drafts
    assert marks.fields[1] == "<p># y</p>"
    assert chat.place.line == 7
    assert ("Other" in by_front) == (word == "headings")
    assert [each.rule for each in found.diagnostics] == ["malformed-card-skipped"]


def test_a_list_cannot_be_in_rows() -> None:
    found = compiled(ROWS.replace("#fr", "#card/list"))
    assert [each.rule for each in found.diagnostics] == ["conflicting-kinds"]
    assert found.diagnostics[0].severity is Severity.ERROR


def test_the_outer_card_wins_and_the_inner_mark_is_said() -> None:
    found = compiled("## A #card\n\n- B #card\n", "marked")
    assert [note.front for note in found.notes] == ["A"]
    assert [(d.rule, d.place.line) for d in found.diagnostics] == [("inner-card", 3)]


def test_two_ids_alike_in_one_note_pin_nothing() -> None:
    found = compiled("a :: b ^id-1\n\nc :: d ^id-1\n\ne :: f ^id-2\n", "inline")
    assert [note.pin for note in found.notes] == [None, None, "a.md#^id-2"]
    assert {each.rule for each in found.diagnostics} == {"duplicate-pin"}


PROSE: Final = (
    *("---\ntags: [a\n---\n\n# A\n", "+++\na = 1\n+++\n", "---\na = 1\nb = [2]\n---\n\ntext\n"),
    *("# A\n\n# B\n\n#tag\n\n<div>\n\n![](none.png)\n", "$$ open\n\n```\n", "%% open\n\n<!--\n"),
    *("| a | b |\n| --- | --- |\n| 1 | 2 | 3 |\n", "##no space\n\n[a][b]\n\n**a.**b\n"),
    *("---\ncards: 52\ncard: trump\n---\n\n## x\n\n***\n", "<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n"),
)


@pytest.mark.parametrize("text", PROSE)
@pytest.mark.parametrize("word", COMBINED)
def test_a_note_without_a_card_is_silent(text: str, word: str) -> None:
    found = compiled(text, word)
    assert (found.notes, found.drafts, found.diagnostics) == ((), (), ())


def test_front_matter_that_cannot_be_read_stops_no_note() -> None:
    found = compiled("---\na = 1\n---\n\nq :: a\n", "inline")
    assert [note.front for note in found.notes] == ["q"]
    assert [each.severity for each in found.diagnostics] == [Severity.WARNING]


def test_a_note_that_is_not_utf_8_is_left_out_unless_a_card_is_in_it() -> None:
    cards = RenderSettings(cards=CardSettings(("inline",)))
    prose = compile_source(("a.md", "caf\xe9\n".encode("latin-1")), cards)
    assert [each.severity for each in prose.diagnostics] == [Severity.INFO]
    card = compile_source(("a.md", "caf\xe9 :: coffee\n".encode("latin-1")), cards)
    assert [each.severity for each in card.diagnostics] == [Severity.ERROR]


@pytest.mark.parametrize(
    ("front", "rule", "hint"),
    [
        (
            "cards: reversed",
            "unknown-cards",
            "write `card: reversed` in the front matter of a file",
        ),
        ("cards: inlin", "unknown-cards", "did you mean `inline`?"),
        (
            "card: marked",
            "unknown-kind",
            "`marked` says which text is a card: write `cards: marked`",
        ),
        ("cards: [headings, inline]", "unknown-cards", "remove it, or write only `headings`"),
    ],
)
def test_a_kind_under_cards_and_the_reverse_are_said(front: str, rule: str, hint: str) -> None:
    found = compiled(f"---\n{front}\n---\n\n## A\n\nb\n")
    assert [(each.rule, each.hint) for each in found.diagnostics] == [(rule, hint)]


def test_a_file_says_which_of_its_text_is_a_card() -> None:
    assert cards("---\ncards: inline\n---\n\n## A\n\nb :: c\n") == [("b", "c")]
    assert cards("---\ncards:\n  - inline\n  - qa\n---\n\nb :: c\n\nQ: d\nA: e\n") == [
        ("b", "c"),
        ("d", "e"),
    ]
    assert cards("---\ncards: none\n---\n\n## A\n\nb\n") == []
    assert cards("---\ncards: headings\n---\n\n## A\n\nb :: c\n", "inline") == [("A", "b :: c")]


def test_the_same_text_renders_to_the_same_fields_in_every_shape() -> None:
    question, answer = "What is *x* in `y` of [[z]]?", "It is **bold**, $a+b$ and `c`."
    texts = {
        "headings": f"## {question}\n\n{answer}\n",
        "marked": f"#### {question} #card\n\n{answer}\n",
        "inline": f"- {question} :: {answer}\n",
        "inline-tight": f"{question}::{answer}\n",
        "question-mark": f"{question}\n?\n{answer}\n",
        "qa": f"Q: {question}\nA: {answer}\n",
        "callouts": f"> [!card] {question}\n> {answer}\n",
    }
    found = {word: compiled(text, word).notes for word, text in texts.items()}
    assert {word: len(notes) for word, notes in found.items()} == dict.fromkeys(texts, 1)
    said = {(n.fields, n.front_key, n.back_key, n.kind, n.tags) for (n,) in found.values()}
    assert len(said) == 1


PIECES: Final = st.sampled_from(
    (
        *("## A", "### B #card", "# C #card/reversed", "#card", "#tag", "text", "text #card", ""),
        *("", "", "- item #card", "  - child", "\t- tab", "- a :: b", "a :: b", "a::b", "c ::: d"),
        *("?", "??", "Q: q", "A: a", "C: a [b] c", "- Q: x", "**A:** y", "---", "***", "===", "--"),
        *("> [!card] q", "> body", "> ```", "^id-1", "a :: b ^id-2", "```", "~~~", "    code"),
        *("$$", "%%", "<!--", "-->", "<div>", "</div>", "| a | b |", "| --- | --- |", "| 1 | 2 |"),
        *("## R #card/rows", "| x | y | z |", "{{c1::x}}", "==m==", "[^1]: n", "[r]: u", "+++"),
        *("1. one", "2) two #card", "  text", "key:: value", "\\", "text\\", "a  ", "#", "##", "-"),
        *("<<<<<<< a", "=======", ">>>>>>> b", "[ ]", "{{cloze x}}", "text ^id-1", "<script>"),
    )
)
NOTES: Final = st.tuples(
    st.sampled_from(("", "---\ntags: [a]\n---\n", "---\nx = 1\n---\n", "---\ncard: typing\n---\n")),
    st.lists(PIECES, max_size=14).map("\n".join),
).map("".join)
SHAPES: Final = st.one_of(
    st.lists(st.sampled_from(COMBINED), min_size=1, max_size=3, unique=True).map(tuple),
    st.just(("headings",)),
)


@given(NOTES, SHAPES, st.sampled_from(("", "+++")))
@settings(max_examples=400, deadline=None)
def test_any_note_compiles_and_its_places_are_in_it(
    text: str, words: tuple[str, ...], end: str
) -> None:
    found = compiled(text, *words, end=end, highlights=bool(end))
    lines = text.split("\n")
    places = [each.place for each in found.diagnostics]
    for place in (*places, *(each.place for each in (*found.notes, *found.drafts))):
        assert 1 <= place.line <= len(lines)
        assert place.column - 1 + place.length <= len(lines[place.line - 1])


def said(of: Compiled, *, fields: bool = True) -> list[tuple[object, ...]]:
    """All that the notes of a source say, but for places, names and the order of tags."""
    notes = (*of.notes, *of.drafts)
    return [
        (n.front_key, n.back_key, n.kind, sorted(n.tags), n.fields if fields else ()) for n in notes
    ]


@example("### B #card\n```\n$$\n```\n%%", ("marked",))
@given(NOTES, SHAPES)
@settings(max_examples=400, deadline=None)
def test_the_canonical_form_of_any_note_has_the_same_cards(
    text: str, words: tuple[str, ...]
) -> None:
    before = compiled(text, *words)
    # What is open is closed in the canonical form.
    assume("<script>" not in text and "<!--" not in text)
    assume(all(each.rule != "unclosed-fence" for each in before.diagnostics))
    assume(all(each.severity is not Severity.ERROR for each in before.diagnostics))
    deck = reparse(text, settings=CardSettings(words), path="a.md")
    after = compiled(unparse(deck), *words)
    # A heading of several lines, underlined, becomes one of one line.
    fields = words != ("headings",)
    assert said(after, fields=fields) == said(before, fields=fields)


@pytest.mark.parametrize(
    "text",
    [
        "[r]: u\n\n### B #card\n\nx [r]",
        "[r]: u\n### B #card\n#tag\n[r]: u",
        "x [r]\n\n### B #card\n\nx [r] and[^1]\n\n## prose\n\n[r]: u\n\n[^1]: foot\n\n    more\n",
    ],
)
def test_what_a_card_refers_to_is_in_the_canonical_form(text: str) -> None:
    before = compiled(text, "marked")
    assert before.notes
    deck = reparse(text, settings=CardSettings(("marked",)), path="a.md")
    assert said(compiled(unparse(deck), "marked")) == said(before)
    again = reparse(unparse(deck), settings=CardSettings(("marked",)))
    assert unparse(again) == unparse(deck)


CELLS: Final = st.text(st.sampled_from("ab *_`$|#^-{}[]():1.\\<>=!~&\n,\"'é"), max_size=12)
LISTED: Final = st.sampled_from(("", "a", "a b", "a, b/c"))
TABLES: Final = st.lists(st.tuples(CELLS, CELLS, CELLS, LISTED), min_size=1, max_size=5)


def csv_of(rows: list[tuple[str, ...]]) -> str:
    """A csv file with these rows below a header."""
    stream = StringIO()
    csv.writer(stream).writerows([("front", "back", "more", "tags"), *rows])
    return stream.getvalue()


@given(TABLES, st.sampled_from(("markdown", "plain")))
@settings(max_examples=300, deadline=None)
def test_any_table_compiles_and_its_canonical_form_has_the_same_cards(
    rows: list[tuple[str, ...]], how: str
) -> None:
    settings = CardSettings(("marked",), tables=(TableSettings("*", text=how),))
    raw = csv_of(rows).encode()
    before = compile_source(("t.csv", raw), RenderSettings(cards=settings))
    assert all(1 <= n.place.line <= raw.count(b"\n") + 1 for n in (*before.notes, *before.drafts))
    assume(all(each.severity is not Severity.ERROR for each in before.diagnostics))
    deck = reparse(decode(raw), settings=settings, path="t.csv")
    after = compiled(unparse(deck), path="t.md")
    assert said(after) == said(before)


def test_a_row_of_a_csv_file_is_where_its_first_line_is() -> None:
    text = 'front,back\n"a\nb",c\n\nd,e\n'
    settings = CardSettings(tables=(TableSettings("*"),))
    found = compile_source(("t.csv", text.encode()), RenderSettings(cards=settings))
    assert [(n.front, n.place.line) for n in found.notes] == [("a<br>b", 2), ("d", 5)]
    assert found.notes[0].fields[0] == "a<br>b"


def test_columns_are_what_the_settings_say() -> None:
    text = "id;word;article;meaning;sound\nw1;chat;le;cat;chat.mp3\n"
    table = TableSettings(
        "*", front="word", back="4", extra=("article",), audio="sound", delimiter=";"
    )
    settings = CardSettings(tables=(table,))
    (note,) = compile_source(("t.csv", text.encode()), RenderSettings(cards=settings)).notes
    assert (note.front, note.fields[4], note.pin) == ("chat", "<p>le</p>", "t.csv#^w1")
    assert [use.path for use in note.media] == ["chat.mp3"]


def test_a_long_table_is_compiled_in_parts_and_reads_as_one() -> None:
    rows = [f'"q {n}","a\nb {n}",,id-{n % 1200}' for n in range(1250)]
    rows[700] = '"","no question",,'
    text = "front,back,more,id\n\n" + "\n".join(rows) + "\n"
    settings = RenderSettings(cards=CardSettings(tables=(TableSettings("*"),)))
    found = compile_source(("t.csv", text.encode()), settings)
    lines = text.split("\n")
    assert len(found.notes) == found.cards == 1249
    for note in found.notes:
        assert lines[note.place.line - 1].startswith(f'"{note.front}"')
    assert [note.pin for note in found.notes].count(None) == 100
    skipped = [each.place.line for each in found.diagnostics if each.rule != "duplicate-pin"]
    assert [lines[number - 1] for number in skipped] == [rows[700]]
    assert found.outline.end == len(lines) + 1
    sources = {"t.csv": text.encode(), "a.md": b"## a\n\nb\n"}
    with compiling(sources, settings, {}) as everything:
        assert everything()[0] == found


@pytest.mark.parametrize("text", ["", "\n\n", "front,back\n", "sep=;\nfront;back\na;b\n", 'a,"b\n'])
def test_a_table_of_little_is_read_or_said(text: str) -> None:
    settings = RenderSettings(cards=CardSettings(tables=(TableSettings("*"),)))
    found = compile_source(("t.csv", text.encode()), settings)
    assert [note.place.line for note in found.notes] == ([3] if "sep" in text else [])
    assert [each.rule for each in found.diagnostics] == ["csv-invalid"] * ('"' in text)


@pytest.mark.parametrize(
    ("text", "front"),
    [
        ("a\\\nb\n?\nc", "a b"),
        ("a\\\\\\\nb\n?\nc", "a\\ b"),
        ("a\\\n?\nc", "a"),
    ],
)
def test_a_backslash_breaks_a_line_only_at_its_end(text: str, front: str) -> None:
    (note,) = compiled(text, "inline", "question-mark").notes
    assert note.front == front


def test_a_backslash_is_a_question() -> None:
    settings = CardSettings(("marked",), tables=(TableSettings("*", text="markdown"),))
    raw = b"front,back,more\r\n\\,b,1\r\n"
    (note,) = compile_source(("t.csv", raw), RenderSettings(cards=settings)).notes
    assert note.fields[0] == "\\"


def test_what_shows_no_question_keeps_its_text_in_the_canonical_form() -> None:
    settings = CardSettings(("marked",), tables=(TableSettings("*", text="markdown"),))
    deck = reparse(decode(b"front,back,more\r\n<b></b>,b,1\r\n"), settings=settings, path="t.csv")
    assert not deck.cards
    assert {each.rule for each in compiled(unparse(deck)).diagnostics} == {"malformed-card-skipped"}
