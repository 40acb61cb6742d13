"""What people write in their first hour, and what they are told: nothing is lost in silence."""

# ruff: noqa: RUF001  # the signs of other keyboards are what is tested

import json
from pathlib import Path
from typing import Final

import pytest

from projects import write
from shell import run

ALL: Final = '["marked", "callouts", "qa", "question-mark", "inline", "inline-tight"]'
TOML: Final = f'content = "."\ncards = {ALL}\n'
CARD: Final = "ein Wort :: a word\n"
ROWS: Final = "| a | b |\n| --- | --- |\n"
# A note and what `obverse check` says of it.
NOTES: Final = (
    *(
        ("Q. What?\nA. So.\n", "write `Q:` for `Q.` and `A:` for `A.`"),
        ("Q) What?\nA) So.\n", "`Q)`"),
    ),
    *(
        ("q: what?\na: so\n", "`q:`"),
        ("Question: What?\nAnswer: So.\n", "for `Question:` and `A:`"),
    ),
    *(("Frage: Was?\n\nAntwort: So.\n", "for `Antwort:`"), ("P: ¿Qué?\nR: Así.\n", "`P:`")),
    *(("**Frage:** Was?\n**Antwort:** So.\n", "`Frage:`"), ("### F: Was?\n\nA: So.\n", "`F:`")),
    *(
        ("- Domanda: Che?\n- Risposta: Così.\n", "`Domanda:`"),
        ("Вопрос: Что?\nОтвет: Да.\n", "`Ответ:`"),
    ),
    *(("Q：什么？\nA：这个。\n", "`Q：`"), ("问：什么？\n答：这个。\n", "`问：`")),
    *(("合同：：协议\n", "write `::`"), ("租金 ：： 钱\n", "write `::`")),
    *(("什么？\n？\n协议\n", "write `?`"), ("What?\n ?\nSo.\n", "without a space before it")),
    *(("What?\n  ??\nSo.\n", "write `??`"), ("What?\n\n?\n\nSo.\n", "card-without-answer")),
    *(("## What? #crad\n\nSo.\n", "write `#card`"), ("- What? #cards\n  - So.\n", "write `#card`")),
    *(
        ("## What #card is it?\n\nSo.\n", "end of the heading"),
        ("##What? #card\n\nSo.\n", "a space after"),
    ),
    *(
        ("## Words #card/row\n\nx\n", "did you mean `#card/rows`"),
        ("## W #card/rows\n\nx\n", "rows-without"),
    ),
    *(("- What? #card\n", "below the item"), ("What? #card\n", "right below the line")),
    *(("## What? #card\n", "below the heading"), ("> [!card] What?\n", "line of the callout")),
    *(
        (f"## W #card/rows\n\n{ROWS}| x | |\n", "second cell"),
        (f"## W #card/rows\n\n{ROWS}| | x |\n", "skipped"),
    ),
    *(("> [!card]\n> What?\n", "after the `]`"), ("> [!faq] What?\n> So.\n", '"card", "faq"')),
    *(
        ("> [!question]- What?\n> So.\n", '"card", "question"'),
        ("The {{c1::lease} is.\n", "never closed"),
    ),
    *(
        ("Q: What?\n", "write a line `A:`"),
        ("---\ncards: basic\n---\n\na :: b\n", "write `card: basic`"),
    ),
    *(("---\ncards: inline marked\n---\n\na :: b\n", '["inline", "marked"]'),),
    *(("---\ncards: Inline, QA\n---\n\na :: b\n", '["inline", "qa"]'),),
    *(("---\ncard: inline\n---\n\na :: b\n", "write `cards: inline`"),),
    *(("---\ncards: inlin\n---\n\na :: b\n", "did you mean `inline`"),),
    *(("<<<<<<< a\nx :: y\n=======\nx :: z\n>>>>>>> b\n", "conflict-marker"),),
    *(("---\ncards: [inline\n---\n\na :: b\n", "close the bracket"),),
)
# A note of prose, of which nothing is said.
PROSE: Final = (
    *(
        "A. One\nB. Two\n",
        "Q. only a question\n\nand prose\n",
        "P: a note\n",
        "Fall: x\nAbbildung: y\n",
    ),
    *("key:: value\n", "`std::x` and 10:30::11:00\n", "[due:: 2024-01-01]\n", "- [ ] task ::\n"),
    *(
        "A line?\n\nand text？\n",
        "```\nQ. a\nA. b\n：：\n```\n",
        "#cards\n",
        "#card\n",
        "about #cards here\n",
    ),
    *(
        "> [!note] What?\n> So.\n",
        "> [!tip] x\n",
        "<% tp.date.now() %>\n",
        "```dataview\na :: b\n```\n",
    ),
    *("时间：下午\n", "a: b\nc: d\n", "Question: is it? Answer: no.\n", "# 问\n\n答\n", "a - b\n"),
)
# A table, what it is called, and what is said of it.
TABLES: Final = (
    ("Animals,\nFrench,English\nchat,cat\n", "title-above-table"),
    ("French,English,id\nchat,cat,the cat\n", "the id `the cat` names no card"),
    ("French,English\nchat,\n", "second cell"),
    ("French,English\n,cat\n", "a row without a question is skipped"),
    ("chat\nchien\n", "cannot tell what separates"),
    ('French,English\n"chat,cat\n', "a quote is never closed"),
    ("Fran\xe7ais,English\nchat,cat\n".encode("latin-1"), "(in Excel: CSV UTF-8)"),
)
READ: Final = (
    (",French,,English,\n,chat,,cat,\n", ("chat", "cat")),
    ("\ufeffFrench;English\r\nchat;cat\r\n", ("chat", "cat")),
    ("sep=;\nFrench;English\nchat;cat\n", ("chat", "cat")),
    ('French\tEnglish\n"le ""chat"""\tcat\n', ('le "chat"', "cat")),
    ("year,what\n1066,=SUM(A1)\n", ("1066", "=SUM(A1)")),
    ("Q,A\n# of items,- three\n", ("# of items", "- three")),
)


@pytest.mark.parametrize(
    ("note", "front", "tags"),
    [
        ("- What? #[[card]]\n\t- So.\n", "What?", []),
        ("- What? #[[card]] #law\n\t- So.\n", "What?", ["law"]),
        ("- See #[[law]] here #card\n\t- So.\n", "See #[[law]] here", []),
        ("- ## What? #card\n\t- So.\n", "What?", []),
        ("- ### What? #card/reversed #law\n\tSo.\n", "What?", ["law"]),
        ("- a\n  - ## What? #[[card]]\n    - So.\n", "What?", []),
        ("- What?\n  and why? #card\n  id:: 12\n\t- So.\n", "What? and why?", []),
        ("## What? #Card\n\nSo.\n", "What?", []),
        ("## What? #card #law ^a1b2c3\n\nSo.\n", "What?", ["law"]),
        ("## What? ^a1b2c3\n\nSo.\n\n#card\n", "What?", []),
        ("> [!card]- What?\n> So.\n", "What?", []),
        ("**Q1:** What?\n**A:** So.\n", "What?", []),
        ("What?::So.\n<!--SR:!2024-01-01,3,250-->\n", "What?", []),
    ],
)
def test_what_other_tools_write_is_read(
    note: str, front: str, tags: list[str], tmp_path: Path
) -> None:
    write(tmp_path, {"obverse.toml": TOML, "a.md": note})
    (made,) = json.loads(run(tmp_path, "export", "--format", "json").out)
    assert made["front"].replace("\\", "") == front
    assert "So." in made["back"]
    assert made.get("tags", []) == tags


@pytest.mark.parametrize(("note", "said"), NOTES)
def test_a_card_that_is_written_in_another_way_is_said(
    note: str, said: str, tmp_path: Path
) -> None:
    write(tmp_path, {"obverse.toml": TOML, "a.md": note, "b.md": CARD})
    ran = run(tmp_path, "check", "-v")
    assert said in ran.out + ran.err
    assert "Traceback" not in ran.out + ran.err


@pytest.mark.parametrize("note", PROSE)
def test_prose_is_not_taken_for_a_mistake(note: str, tmp_path: Path) -> None:
    write(tmp_path, {"obverse.toml": TOML, "a.md": note, "b.md": CARD})
    ran = run(tmp_path, "check", "-v")
    assert ran.status == 0
    assert "a.md" not in ran.out + ran.err


@pytest.mark.parametrize(("table", "said"), TABLES)
def test_what_is_wrong_with_a_table_is_said(table: str | bytes, said: str, tmp_path: Path) -> None:
    toml = 'content = "."\n[tables."t.csv"]\n'
    write(tmp_path, {"obverse.toml": toml, "t.csv": table, "b.md": "## Q?\n\nA.\n"})
    ran = run(tmp_path, "check", "-v")
    assert said in ran.out + ran.err


@pytest.mark.parametrize(("table", "card"), READ)
def test_an_odd_table_is_read(table: str, card: tuple[str, str], tmp_path: Path) -> None:
    write(tmp_path, {"obverse.toml": 'content = "."\n[tables."t.csv"]\n', "t.csv": table})
    ran = run(tmp_path, "export", "--format", "json")
    (made,) = json.loads(ran.out)
    assert (made["front"].replace("\\", ""), made["back"].replace("\\", "")) == card


def test_the_lines_of_a_mistake_and_of_a_table_are_explained(tmp_path: Path) -> None:
    files = {
        "obverse.toml": TOML + '[tables."t.csv"]\n',
        "a.md": "Q. What?\nA. So.\n\na :: b\nprose\n",
        "t.csv": "q,a\nchat,cat\n",
        "other.csv": "q,a\n",
    }
    write(tmp_path, files)
    assert "write `Q:` for `Q.`" in run(tmp_path, "explain", "a.md:1").out
    assert "put an empty line around it" in run(tmp_path, "explain", "a.md:4").out
    assert "names the columns" in run(tmp_path, "explain", "t.csv:1").out
    assert "in the card “chat”" in run(tmp_path, "explain", "t.csv:2").out
    assert '[tables."other.csv"]' in run(tmp_path, "explain", "other.csv:1").out
    assert run(tmp_path, "build", "t.csv").status == 0


def test_a_folder_of_tables_is_a_project(tmp_path: Path) -> None:
    write(tmp_path, {"words.csv": "French,English,Note\nchat,cat,m\n"})
    assert '[tables."words.csv"]' in run(tmp_path, "check").err
    out = run(tmp_path, "new").out
    assert "`French` (question), `English` (answer), `Note` (below the answer)" in out
    assert "notes      1 note" in run(tmp_path, "build").out


def test_what_is_left_out_by_the_tag_is_said(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": "#flashcards\n\na::b\n", "b.md": "## Q? #card\n\nA.\n"})
    assert "1 `#card` mark in notes without `#flashcards`" in run(tmp_path, "new").out
