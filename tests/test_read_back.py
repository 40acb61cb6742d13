"""Our own package comes back as its Markdown, and a build of that updates nothing."""

import re
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings

from engine import Desk
from obverse.build import Built, build
from obverse.cards.read_back import Stored, read_back
from obverse.link.custom_note_types import custom_note_types
from obverse.note_types import built_in
from obverse.project import project
from obverse.project.job import Job
from projects import NOW, PICTURE, built, exported, imported, write
from test_nothing_lost import PATH, surroundings
from whole_documents import SURROUNDINGS, documents

HEBREW, ARABIC = "\u05e9\u05dc\u05d5\u05dd", "\u0623\u0647\u0644\u0627"
# Each is the text of a card below its heading, or of whole cards where it begins with `## `.
CONSTRUCTS: Final = {
    "paragraphs": "One line,\nand the next.\n\nAnother paragraph.",
    "a hard break": "one\\\ntwo",
    "a longer question": "## Q\n\nA complaint has come in.\n\n***\n\n- one\n- two",
    "nothing below": "## Only a question?",
    "emphasis": "**bold**, *soft*, ***both***, ~~struck~~, **_soft_**",
    "highlight": "## What is a ==KPI==?\n\nA ==measure==.",
    "code in a line": "`a < b`, ``a`b`` and `{{c1::x}}`",
    "links": '[fees](https://example.org/a_b?c=d), [one](b.md "t") and <https://example.org>',
    "signs": "$5 and $10, 5 * 3, a_b, array[0], C#, x < y, `#no`, AT&T & co",
    "escaped": r"\*not soft\* and # not \`code\`",
    "at the start": "## Q\n\n\\- no list\n\n1\\. no number\n\n\\# no heading",
    "math": r"$x^2$ and \(y\)5 and $$\frac{a}{b}$$ within",
    "displayed math": "$$x^2$$\n\nand\n\n$$\na &= b\\\\\n&= c\n$$",
    "bullet list": "- one\n- two\n  - deeper\n    - deepest\n- three",
    "loose list": "- one\n\n  more\n\n- two",
    "numbered list": "3. Reply\n   - in writing\n   - within 28 days\n4. Review",
    "lists that meet": "- a\n\n* b\n\n1. c\n\n1) d",
    "task list": "- [ ] wrong\n- [x] right",
    "loose task list": "- [ ] wrong\n\n  why\n\n- [x] right",
    "task list in part": "- [x] right\n- no box",
    "code in a list": "- how\n\n  ```c\n  int a;\n\n  return;\n  ```",
    "quote": "> quoted\n> text\n>\n> - a list",
    "headings": "### Below\n\ntext\n\n#### Deeper",
    "rule": "above\n\n---\n\nbelow",
    "code": "```python\nlate = [x for x in y]  # the last day\n\ndef f():\n\treturn 1\n```",
    "code of no language": "```\n<b>&amp;\n```",
    "code of an unknown language": "```nonesuch\na b\n```",
    "empty code": "```c\n```",
    "code with fences": "````md\n```c\nx\n```\n````",
    "diagram as code": "```mermaid\ngraph TD\n```",
    "table": "| a | b | c | d |\n| --- | :--- | ---: | :---: |\n| 1 | 2 | `x\\|y` | **z** |",
    "callout": "> [!warning] Not the surveyor\n> Whoever it *is* about.\n>\n> - a\n> - b",
    "callout without a title": "> [!note]\n> text",
    "callout that folds": "> [!tip]- Title\n> text\n\n> [!tip]+\n> text",
    "callout of a title": "> [!note] Only **this**",
    "callout in a callout": "> [!note] A\n> text\n>\n> > [!tip] B\n> > text",
    "footnote": "## Note[^1]?\n\nYes.\n\n[^1]: A *note*.",
    "footnotes of one card": "one[^1] two[^2] one[^1]\n\n[^1]: A.\n\n[^2]: B.",
    "footnotes of two cards": "## A\n\nx[^1]\n\n[^1]: A.\n\n## B\n\ny[^2]\n\n[^2]: B.",
    "long footnote": "x[^1]\n\n[^1]: One.\n\n    Two.\n\n    - a\n    - b",
    "footnote on both sides": "## Q[^1]\n\nabove[^2]\n\n***\n\nbelow[^1]\n\n[^1]: A.\n\n[^2]: B.",
    "picture": "![Rent by month](media/rent.png)",
    "picture with a title": '![](media/rent.png "by month")',
    "sizes": "![Rent|300](media/rent.png) ![Rent|300x200](media/rent.png) ![|40](media/rent.png)",
    "sound and film": "![](media/bell.mp3) and ![](media/film.mp4)",
    "from the web": "![a](https://example.org/a.png) ![b](https://example.org/b.mp3)",
    "tags": "Through the firm, then #adr.\n\n#complaints/procedure #level-1",
    "reversed": "The landlord\n\n#card/reversed",
    "typing": "Security of *tenure*\n\n#card/typing",
    "reversed and typing": "word\n\n#card/reversed #card/typing",
    "cloze": "{{c1::The head}} in {{c2::3 days::how soon?}}.",
    "cloze with extra": "{{c1::The **head**}}.\n\n***\n\nIn writing.",
    "cloze in blocks": "- {{c1::one}} of\n- {{c2::`two`}}\n\n> {{c1::$x^2$}}",
    "cloze in a heading": "## A {{c1::gap}} here\n\ntext",
    "two numbers": "{{c1,2::both}} and {{c2::b {{c3::inner}}}}",
    "cloze and signs": r"{{c1::std:\:vector}} and `{{c2::x}}` and a::b",
    "cloze in math": r"$a = {{c1::b}} + c$",
    "list": "- Contact the head\n- Write within **3 days**\n\n#card/list",
    "list with more": "## Q\n\nabove\n\n***\n\n1. one\n   - deep\n2. two\n\nafter\n\n#card/list",
    "choice": "- [x] yes\n- [ ] no\n\n#card/choice",
    "choice with more": "- [ ] no\n- [x] yes\n\n***\n\nThat is why.\n\n#card/choice",
    "choice below text": "Which?\n\n- [ ] no\n- [x] *yes*\n\n#card/choice",
    "choice below a question": "## Q\n\nA?\n\n- [ ] no\n- [x] yes\n\n***\n\nB.\n\n#card/choice",
    "shuffled": "1. [x] yes\n2. [ ] no\n\n#card/choice #card/shuffled",
    "right to left": f"{ARABIC}\n\n- {HEBREW}\n- b\n\n> a\n\n| a | {HEBREW} |\n| --- | --- |",
    "right to left in a callout": f"> [!note] {HEBREW}\n> text",
    "html": "H<sub>2</sub>O, <kbd>Ctrl</kbd> and <b>b</b>",
    "details": "<details><summary>S</summary>\n\nhidden **text**\n\n- a\n\n</details>",
    "html as it is": '<div class="x">a <b>b</b></div>',
    "line breaks of html": "a<br>b",
    "spelled math": r"`\(x\)` and \\(x\\)",
    "no-break space": "5&nbsp;m",
}
# What is not on the card, or the same on the card, comes back in one form.
OTHER_FORMS: Final = {
    "A [[Fees]] and [[Client care|the duty]].": "A Fees and the duty.",
    "text %% aside %%\n\n<!-- comment -->": "text&#32;",
    "text ^block1": "text",
    "one^[A letter.]": "one[^1]\n\n[^1]: A letter.",
    "    indented": "```\nindented\n```",
    "* star\n* list": "- star\n- list",
    "a  \nb": "a\\\nb",
    "__bold__ and _soft_": "**bold** and *soft*",
    "![[rent.png|300]]": "![|300](media/rent.png)",
    "![](film.mp4)": "![](media/film.mp4)",
    "```math\nx\n```": "$$x$$",
    "| a |\n|-|\n| b |": "| a |\n| --- |\n| b |",
    "> [!NOTE] Note\n> text": "> [!note]\n> text",
    "A ==gap==.\n\n#card/cloze": "A {{c1::gap}}.",
    "text\n\n^pin": "text",
}
MEDIA: Final[dict[str, str | bytes]] = {
    "rent.png": PICTURE,
    "bell.mp3": b"ID3 not much of a sound",
    "film.mp4": b"not much of a film",
}
CONFIGURATION: Final = 'content = "."\nname = "read-back"\n'


def made(folder: Path, text: str) -> Path:
    files = {**MEDIA, **{f"media/{name}": raw for name, raw in MEDIA.items()}}
    return write(folder, {"obverse.toml": CONFIGURATION, "deck.md": text, **files})


def source(written: str) -> str:
    return f"{written if written.startswith('## ') else f'## Question?{chr(10) * 2}{written}'}\n"


def come_back(folder: Path, text: str) -> str:
    """The text after a build and an import, after which a build updates nothing."""
    (folder / "out").mkdir()
    before = made(folder / "before", text)
    raw = exported(before, "apkg", folder / "out" / "deck.apkg")
    first = built(before)
    imported(raw, "apkg", folder / "out" / "deck.apkg", folder / "after")
    assert as_it_was(built(folder / "after"), first)
    again = (folder / "after" / "deck.md").read_text("utf-8").removeprefix("# deck\n\n")
    return re.sub(r"(media/\w+)-[0-9a-f]{12}(?=\.)", r"\1", again)


def as_it_was(after: Built, before: Built) -> bool:
    """Whether the notes have the same fields, tags and times."""

    def said(made: Built) -> dict[str, tuple[object, ...]]:
        notes = made.collection.notes
        return {each.guid: (each.fields, {*each.tags}, each.modified) for each in notes}

    assert said(after) == said(before)
    return True


@pytest.mark.parametrize("name", CONSTRUCTS)
def test_a_construct_comes_back_as_it_was_written(tmp_path: Path, name: str) -> None:
    text = source(CONSTRUCTS[name])
    assert come_back(tmp_path, text) == text


@pytest.mark.parametrize("written", OTHER_FORMS)
def test_what_is_the_same_on_a_card_comes_back_in_one_form(tmp_path: Path, written: str) -> None:
    assert come_back(tmp_path, source(written)) == source(OTHER_FORMS[written])


@pytest.mark.parametrize("with_scheduling", [False, True])
@pytest.mark.parametrize("legacy", [False, True])
def test_what_anki_exports_of_it_comes_back_too(
    tmp_path: Path, *, legacy: bool, with_scheduling: bool
) -> None:
    """All constructs in one deck, through Anki's engine, with reviews."""
    parts = [source(text).replace("## Q", f"## {name}: Q", 1) for name, text in CONSTRUCTS.items()]
    text = "\n".join(part for part in parts if "[^" not in part)
    before = made(tmp_path / "before", text)
    (tmp_path / "out").mkdir()
    exported(before, "apkg", tmp_path / "out" / "deck.apkg")
    with Desk(tmp_path / "desk") as desk:
        desk.import_package(tmp_path / "out" / "deck.apkg")
        desk.review("deck:*")
        again = tmp_path / "out" / "again.apkg"
        desk.export(again, legacy=legacy, with_scheduling=with_scheduling, with_media=True)
    imported(again.read_bytes(), "apkg", again, tmp_path / "after")
    after = built(tmp_path / "after")
    fields = {each.guid: each.fields for each in built(before).collection.notes}
    assert {each.guid: each.fields for each in after.collection.notes} == fields
    plan = {each.guid: each.modified for each in after.collection.notes}
    lock = project.find(tmp_path / "after").read_lock().decode()
    assert all(f"{guid}\t" in lock for guid in plan)
    written = (tmp_path / "after" / "deck.md").read_text("utf-8")
    written = re.sub(r"(media/\w+)-[0-9a-f]{12}(?=\.)", r"\1", written)
    assert written == f"# deck\n\n{text}"


def test_the_items_of_a_list_keep_their_numbers(tmp_path: Path) -> None:
    before = made(tmp_path / "before", source("- one\n- two\n\n#card/list"))
    (before / "obverse.lock").write_bytes(built(before).lock)
    write(before, {"deck.md": source("- new\n- two\n- one\n\n#card/list")})
    (tmp_path / "out").mkdir()
    raw = exported(before, "apkg", tmp_path / "out" / "deck.apkg")
    first = built(before)
    assert "{{c3::new}}" in first.collection.notes[0].fields[1]
    imported(raw, "apkg", tmp_path / "out" / "deck.apkg", tmp_path / "after")
    assert "- new\n- two\n- one\n" in (tmp_path / "after" / "deck.md").read_text("utf-8")
    assert as_it_was(built(tmp_path / "after"), first)


def test_a_custom_note_type_comes_back_as_it_was_written(tmp_path: Path) -> None:
    text = (
        "---\nnote-type: term\n---\n\n# Terms\n\n## Lessor[^1]\n\n> [!note] A\n> b\n\n"
        "- [x] done\n\n### Below\n\nThe lessor **insures**.\n\n```c\nint a;\n```\n\n"
        f"[^1]: Who lets.\n\n## Lessee\n\n{HEBREW}\n\n- a\n"
    )
    (tmp_path / "out").mkdir()
    before = write(tmp_path / "before", {**SURROUNDINGS, "notes/deck.md": text})
    write(before, {"obverse.toml": 'content = "notes"\nname = "x"\n'})
    raw = exported(before, "apkg", tmp_path / "out" / "deck.apkg")
    imported(raw, "apkg", tmp_path / "out" / "deck.apkg", tmp_path / "after")
    again = (tmp_path / "after" / "terms.md").read_text("utf-8")
    assert again == text
    assert as_it_was(built(tmp_path / "after"), built(before))


def test_what_a_learner_changed_is_still_read(tmp_path: Path) -> None:
    """An editor that writes other HTML: what it shows counts."""
    text = source("- one\n- two\n\n#card/list") + "\n" + source("> [!note] A\n> b").replace("?", "")
    before = made(tmp_path / "before", text)
    (tmp_path / "out").mkdir()
    exported(before, "apkg", tmp_path / "out" / "deck.apkg")
    with Desk(tmp_path / "desk") as desk:
        desk.import_package(tmp_path / "out" / "deck.apkg")
        for note_id in desk.col.find_notes("deck:*"):
            note = desk.col.get_note(note_id)
            field = (
                note.fields[1].replace("\n", "").replace("one", "first").replace("b</p>", "c</p>")
            )
            note.fields[1] = field
            desk.col.update_note(note)
        again = tmp_path / "out" / "again.apkg"
        desk.export(again, legacy=True, with_scheduling=False, with_media=True)
    imported(again.read_bytes(), "apkg", again, tmp_path / "after")
    written = (tmp_path / "after" / "deck.md").read_text("utf-8")
    assert written == f"# deck\n\n{text.replace('one', 'first').replace('> b', '> c')}"


@given(documents())
@settings(max_examples=60)
def test_any_document_comes_back_to_the_byte(text: str) -> None:
    made_of = build(Job(surroundings(), NOW), {PATH: text.encode()}, b"")
    types = custom_note_types(surroundings())[0]
    if made_of.failed:
        return
    media = {name: name for name in made_of.collection.media}
    for note in made_of.collection.notes:
        note_type = types.get(note.note_type) or built_in(note.note_type)
        # What a script says is typed and not shown; what stood next to one is in no paragraph.
        is_typed = note_type.key == "obverse" and note.fields[3]
        is_odd = " soft" in "".join(note.fields) or (is_typed and re.search("<[s!]", text))
        # A declaration has the whole card cleaned, and comes back as text that needs no cleaning.
        is_odd = is_odd or re.search(r'controls=""|disabled=""', "".join(note.fields))
        assert is_odd or read_back(Stored(note_type, note.fields, note.tags, media)), note.fields
