"""What cards carry besides their text: the headings above them, and where they were written."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import Desk
from obverse.build import build
from obverse.errors import TextError
from obverse.project import project
from obverse.project.job import Job
from obverse.project.settings import read
from obverse.values import lock as locks
from obverse.values.source_link import SourceLink, anchor_of, fill_line
from projects import NOW, built, write
from shell import run
from test_any_edit import DAY, same
from whole_documents import SURROUNDINGS, documents, edited

OWN: Final = Path(os.environ["XDG_CONFIG_HOME"], "obverse", "config.toml")
LINE: Final = 'source = "https://example.org/{path}#L{line}"\n'
MANY: Final = "".join(f"## What is {n}?\n\nThe number {n}.\n\n" for n in range(1000))
SHAPES: Final = """\
# Law

one :: 1

## Terms #law

### What is a `lease`? #card

A contract.

## Words #card/rows

| word | meaning |
| --- | --- |
| chat | cat |

#### Deep

- two :: 2
"""


@pytest.fixture(name="desk")
def _desk(tmp_path: Path) -> Iterator[Desk]:
    with Desk(tmp_path / "anki") as desk:
        yield desk


@pytest.fixture(name="own")
def _own() -> Iterator[Path]:
    OWN.parent.mkdir(parents=True, exist_ok=True)
    yield OWN
    OWN.unlink()


def shown(folder: Path, field: str, toml: str, **files: str) -> dict[str, str]:
    """Give what a field holds, by the question."""
    write(folder, {"obverse.toml": f'content = "."\n{toml}', **files})
    made = built(folder)
    at = {"Context": -2, "Source": -1}[field]
    notes = zip(made.identity.notes, made.collection.notes, strict=True)
    return {each.note.front.replace("\ue000", ""): packed.fields[at] for each, packed in notes}


def packed(folder: Path) -> bytes:
    """Give the package of a build."""
    ran = run(folder, "build", SOURCE_DATE_EPOCH=str(NOW))
    assert ran.status == 0, ran.err
    return (folder / "build" / f"{folder.name}.apkg").read_bytes()


@pytest.mark.parametrize(
    ("template", "address"),
    [
        ("https://h.org/b/main/{path}#{anchor}", "https://h.org/b/main/a%20b/%C3%BC.md#c-fees-1"),
        (
            "obsidian://open?vault=V&file={vault-path}",
            "obsidian://open?vault=V&amp;file=a%20b%2F%C3%BC.md",
        ),
        ("https://h.org/{path}?at={line}", "https://h.org/a%20b/%C3%BC.md?at=7"),
        (
            "https://h.org/?f={path}&h={heading}",
            "https://h.org/?f=a%20b%2F%C3%BC.md&amp;h=C%26%20Fees",
        ),
    ],
)
def test_an_address_is_encoded_where_it_is_filled_in(template: str, address: str) -> None:
    made = SourceLink(template).address("a b/ü.md", "C& Fees", "c-fees-1")
    assert fill_line(made, 7) == address


@pytest.mark.parametrize("sign", ["#", "%23"])
def test_without_a_heading_its_sign_goes_too(sign: str) -> None:
    assert (
        SourceLink(f"https://h/{{path}}{sign}{{heading}}").address("a.md", "", "")
        == "https://h/a.md"
    )


@given(st.text(), st.text(), st.text())
def test_whatever_is_filled_in_stays_in_its_place(path: str, heading: str, anchor: str) -> None:
    path = path.encode(errors="replace").decode()
    heading, anchor = (each.encode(errors="replace").decode() for each in (heading, anchor))
    made = SourceLink("https://h.org/x/{path}?h={heading}#{anchor}").address(path, heading, anchor)
    assert made.startswith("https://h.org/x/")
    assert not set("\"'<> \n\ufdd0") & set(made)
    assert made.count("?") == 1


def test_anchors_are_those_of_github() -> None:
    seen: dict[str, int] = {}
    wanted = ["when-fees-change", "cc", "a---b", "when-fees-change-1", "über-uns_2"]
    written = ["When Fees change?", "C&C", "A - b", "When fees change", "Über uns_2"]
    assert [anchor_of(each, seen) for each in written] == wanted


@pytest.mark.parametrize(
    "source",
    [
        "javascript:alert(1)//{path}",
        "JavaScript:{path}",
        "file:///{path}",
        "data:text/html,{path}",
        "zotero://{path}",
        "{path}",
        "notes/{path}",
        "vscode://file/{absolute}:{line}",
        "https://h/{pth}",
        "https://h/{path} x",
        'https://h/"onclick=',
        "https://h/é",
        "https://h/\u202e",
    ],
)
def test_an_address_of_a_project_leads_to_no_harm(source: str) -> None:
    with pytest.raises(TextError, match="`source`"):
        read(f"source = {source!r}\n".replace("\\u202e", "\u202e"))


@pytest.mark.parametrize("value", ["1", "true", "[]"])
@pytest.mark.parametrize("key", ["source", "context"])
def test_the_settings_are_texts(key: str, value: str) -> None:
    with pytest.raises(TextError, match=f"`{key}` is not a text"):
        read(f"{key} = {value}\n")


def test_a_person_names_their_own_folders_and_schemes(own: Path, tmp_path: Path) -> None:
    write(tmp_path, {"a.md": "## q\n\na\n"})
    own.write_text('schemes = ["zotero"]\n', encoding="utf-8")
    assert shown(tmp_path, "Source", 'source = "zotero://x/{path}"\n') == {"q": "zotero://x/a.md"}
    own.write_text('source = "vscode://file/{absolute}:{line}"\n', encoding="utf-8")
    place = f"{tmp_path.resolve()}/a.md".lstrip("/")
    assert shown(tmp_path, "Source", LINE) == {"q": f"vscode://file/{place}:1"}
    assert shown(tmp_path, "Source", "") == {"q": ""}


@pytest.mark.parametrize("text", ["source = 1", "schemes = 1", "x", 'source = "file:///{path}"'])
def test_own_settings_that_cannot_be_used_are_said(text: str, own: Path, tmp_path: Path) -> None:
    own.write_text(text, encoding="utf-8")
    write(tmp_path, {"obverse.toml": f'content = "."\n{LINE}', "a.md": "## q\n\na\n"})
    ran = run(tmp_path, "build")
    assert ran.status
    assert "config.toml" in ran.err


def test_the_vault_may_be_above_below_or_the_project(tmp_path: Path) -> None:
    toml = 'source = "obsidian://open?file={vault-path}"\n'
    for vault, path in (("one", "p/n/a.md"), ("one/p", "n/a.md"), ("one/p/n", "a.md")):
        base = tmp_path / vault.replace("/", "-")
        write(base, {f"{vault}/.obsidian/app.json": "{}"})
        here = base / "one" / "p"
        write(here, {"n/a.md": "## q\n\na\n"})
        write(here, {"obverse.toml": f'content = "n"\n{toml}'})
        (note,) = built(here).collection.notes
        assert note.fields[-1] == "obsidian://open?file=" + path.replace("/", "%2F")


def test_every_shape_knows_the_headings_above_it(tmp_path: Path) -> None:
    toml = 'cards = ["marked", "inline"]\n'
    files = {"a.md": SHAPES}
    context = shown(tmp_path, "Context", f'{toml}context = "headings"\n', **files)
    assert context == {"one": "", "What is a lease?": "Terms", "chat": "Words"}
    anchors = shown(
        tmp_path, "Source", f'{toml}source = "https://h/{{path}}#{{anchor}}"\n', **files
    )
    assert {question: each.rpartition("#")[2] for question, each in anchors.items()} == {
        "one": "law",
        "What is a lease?": "what-is-a-lease",
        "chat": "words",
    }
    deck = {"a.md": "---\ndeck: Other\n---\n" + SHAPES}
    context = shown(tmp_path, "Context", f'{toml}context = "headings"\n', **deck)
    assert context["What is a lease?"] == "Law &gt; Terms"
    assert shown(tmp_path, "Context", toml, **files) == {
        "one": "",
        "What is a lease?": "",
        "chat": "Words",
    }


def test_sections_know_the_title_above_them(tmp_path: Path) -> None:
    text = "# Law\n\n## a\n\nb\n\n# More & more\n\n## c\n\nd\n"
    found = shown(tmp_path, "Context", 'context = "headings"\n', **{"x.md": text})
    assert found == {"a": "", "c": "More &amp; more"}


def test_one_question_below_two_headings_is_two_questions(tmp_path: Path) -> None:
    text = "# D\n\n## A\n\n### Definition #card\n\n{}\n\n## B\n\n### Definition #card\n\n{}\n"
    for answers, rule in ((("x", "x"), "duplicate-card"), (("x", "y"), "same-question")):
        write(tmp_path, {"a.md": text.format(*answers)})
        for toml, rules in (("", [rule]), ('context = "headings"\n', [])):
            write(tmp_path, {"obverse.toml": f'content = "."\ncards = "marked"\n{toml}'})
            made = built(tmp_path)
            assert [each.rule for each in made.diagnostics] == rules
        assert len({note.guid for note in made.collection.notes}) == 2


def test_headings_tell_cards_of_one_text_apart(tmp_path: Path) -> None:
    toml = 'content = "."\ncards = "marked"\ncontext = "headings"\n'
    parts = [f"## {name}\n\n### Definition #card\n\nThe same.\n\n" for name in "AB"]
    here = project.find(write(tmp_path, {"obverse.toml": toml, "a.md": "".join(parts)}))
    first = build(Job(here, NOW), here.read(), b"")
    write(tmp_path, {"a.md": "".join(reversed(parts))})
    second = build(Job(here, NOW + DAY), here.read(), first.lock)
    guids = [
        {note.fields[-2]: note.guid for note in each.collection.notes} for each in (first, second)
    ]
    assert guids[0] == guids[1]
    assert second.lock == first.lock


DEFINITIONS: Final = """\
---
deck: D
cards: marked
---

## Lease

### Definition #card

{}

## Mortgage

### Definition #card

{}
"""


def test_two_answers_edited_at_once_keep_their_cards(tmp_path: Path) -> None:
    toml = 'content = "."\ncontext = "headings"\n'
    before = DEFINITIONS.format("A contract for the use of land.", "A loan that is secured.")
    write(tmp_path, {"obverse.toml": toml, "a.md": before})
    packed(tmp_path)
    old = locks.read((tmp_path / "obverse.lock").read_text("utf-8"))
    guids = {known.sketch: known.guid for known in old.notes.values()}
    lease, loan = (guids[key] for key in guids if "contract" in key or "loan" in key)
    if "loan" in next(iter(guids)):
        lease, loan = loan, lease
    text = DEFINITIONS.format("Money lent on security.", "Whatever somebody wrote instead.")
    other = text.replace("## Lease", "## Tenancy").replace("## Mortgage", "## Lease")
    for written, wanted in (
        (text, [lease, loan]),
        (other.replace("## Tenancy", "## Mortgage"), [loan, lease]),
    ):
        write(tmp_path, {"a.md": written})
        made = built(tmp_path)
        assert [each.after.guid for each in made.identity.notes] == wanted
        assert all(each.after.context for each in made.identity.notes)


def test_a_lock_without_contexts_stays_as_it_is(tmp_path: Path) -> None:
    toml = 'content = "."\ncontext = "headings"\n'
    text = DEFINITIONS.format("A contract.", "A loan.")
    write(tmp_path, {"obverse.toml": toml, "a.md": text})
    packed(tmp_path)
    path = tmp_path / "obverse.lock"
    known = locks.read(path.read_text("utf-8"))
    older = [each._replace(context="") for each in known.notes.values()]
    path.write_bytes(locks.encode(older, known.types.values()))
    assert built(tmp_path).lock == path.read_bytes()
    write(tmp_path, {"a.md": text.replace("A loan.", "A loan, reworded.")})
    lock = locks.read(built(tmp_path).lock.decode())
    assert sum(bool(each.context) for each in lock.notes.values()) == 1


def test_switching_context_on_updates_notes_and_plan_says_so(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"obverse.toml": 'content = "."\n', "a.md": "---\ndeck: D\n---\n# T\n\n" + MANY[:200]},
    )
    packed(tmp_path)
    write(tmp_path, {"obverse.toml": 'content = "."\ncontext = "headings"\n'})
    planned = run(tmp_path, "plan", SOURCE_DATE_EPOCH=str(NOW + 9)).out
    count = MANY[:200].count("## ")
    assert f"0 new, {count} updated, 0 unchanged" in planned
    assert f"{count} looks changed" in planned
    assert f"{count} notes are updated because `context` changed" in planned


@pytest.mark.parametrize(
    ("before", "after", "names"),
    [
        ("", "breaks = true\n", "`breaks`"),
        ("breaks = true\n", "", "`breaks`"),
        ('context = "headings"\n', "", "`context`"),
        ("", 'breaks = true\ncontext = "headings"\n', "`breaks` and `context`"),
        ("", 'html = "trust"\n', "`html`"),
        ("", "", ""),
    ],
)
def test_the_plan_names_the_setting_that_changed(
    before: str, after: str, names: str, tmp_path: Path
) -> None:
    text = "".join(f"## What is {at}?\n\none <p style='top:1px'>x</p>\ntwo\n\n" for at in range(5))
    write(
        tmp_path,
        {"obverse.toml": f'content = "."\n{before}', "a.md": f"---\ndeck: D\n---\n# T\n\n{text}"},
    )
    packed(tmp_path)
    edited = text.replace("two", "*two*", 1)
    write(
        tmp_path,
        {"obverse.toml": f'content = "."\n{after}', "a.md": f"---\ndeck: D\n---\n# T\n\n{edited}"},
    )
    planned = run(tmp_path, "plan", SOURCE_DATE_EPOCH=str(NOW + 9)).out
    said = f"4 notes are updated because {names} changed" if names else "0 new, 1 updated"
    assert said in planned
    assert ("because" in planned) is bool(names)
    values = json.loads(run(tmp_path, "plan", "--format", "json").out)["because"]
    assert [each["notes"] for each in values] == ([4] if names else [])


def test_where_a_card_stands_updates_nothing(tmp_path: Path, desk: Desk) -> None:
    folder = write(tmp_path / "notes", {"obverse.toml": 'content = "."\n', "a.md": MANY})
    packed(folder)
    package = folder / "build" / "notes.apkg"
    lock = (folder / "obverse.lock").read_bytes()
    assert desk.import_package(package).counts == {"new": 1000}
    before = desk.notes()
    write(folder, {"obverse.toml": f'content = "."\n{LINE}'})
    packed(folder)
    assert (folder / "obverse.lock").read_bytes() == lock
    assert desk.import_package(package).counts == {"duplicate": 1000}
    assert desk.notes() == before
    write(folder, {"a.md": "A line.\n\n" + MANY})
    planned = run(folder, "plan").out
    assert "0 new, 0 updated, 1,000 unchanged" in planned
    packed(folder)
    assert (folder / "obverse.lock").read_bytes() == lock
    assert desk.import_package(package).counts == {"duplicate": 1000}
    edited_text = MANY.replace("The number 7.", "Seven.")
    write(folder, {"a.md": edited_text})
    ran = run(folder, "build", SOURCE_DATE_EPOCH=str(NOW + DAY))
    assert ran.status == 0
    assert desk.import_package(package).counts == {"duplicate": 999, "updated": 1}
    fields = {note.fields["Front"]: note.fields["Source"] for note in desk.notes().values()}
    assert fields["What is 7?"] == "https://example.org/a.md#L29"
    assert not fields["What is 8?"]


ROWS_AND_MORE: Final = """\
---
deck: D
cards: [inline, marked]
---

# Law

one :: 1

the {{c1::rent}} is due

## Terms

### What is a lease? #card

A contract.

- with a term

## Animals #card/rows

| French | English | Note |
| --- | --- | --- |
| chat | cat | *m* |
| chien | dog | m &lt; f |
"""


def test_what_stands_around_a_card_comes_back_or_is_said(tmp_path: Path) -> None:
    toml = 'content = "."\ncontext = "headings"\nsource = "https://h/{path}"\n'
    one = write(tmp_path / "one", {"obverse.toml": toml, "a.md": ROWS_AND_MORE})
    packed(one)
    two = write(tmp_path / "two", {"obverse.toml": 'content = "."\n'})
    ran = run(two, "import", "../one/build/one.apkg", SOURCE_DATE_EPOCH=str(NOW))
    assert "what notes have in `Context` is in no `##` section" in ran.err
    assert "1 note: “What is a lease?”" in ran.err
    assert "the link to where a note was written is left out (5 notes" in ran.err
    text = "".join(path.read_text("utf-8") for path in two.glob("*.md"))
    for row in ("| chat | cat | *m* |", "## Law > Animals", "| one | 1 |"):
        assert row in text
    assert "0 new, 0 updated, 5 unchanged" in run(two, "plan").out
    (two / "obverse.fields").unlink()
    lost = run(two, "plan", SOURCE_DATE_EPOCH=str(NOW + 9)).out
    assert "0 new, 1 updated, 4 unchanged" in lost  # and only what was said


def test_a_package_with_links_comes_back_unchanged(tmp_path: Path) -> None:
    one = write(tmp_path / "one", {"obverse.toml": f'content = "."\n{LINE}', "a.md": MANY[:400]})
    packed(one)
    two = write(tmp_path / "two", {"obverse.toml": 'content = "."\n'})
    assert run(two, "import", "../one/build/one.apkg", SOURCE_DATE_EPOCH=str(NOW)).status == 0
    planned = run(two, "plan", SOURCE_DATE_EPOCH=str(NOW + 9)).out
    assert "0 new, 0 updated" in planned
    again = run(two, "import", "../one/build/one.apkg", SOURCE_DATE_EPOCH=str(NOW + 9))
    assert again.status == 0
    assert "0 new, 0 updated" in run(two, "plan", SOURCE_DATE_EPOCH=str(NOW + 9)).out


@given(data=st.data())
@settings(max_examples=15)
def test_an_edit_builds_what_a_build_from_nothing_does(data: st.DataObject) -> None:
    carried = data.draw(
        st.sampled_from(
            [
                'source = "https://h/{path}#{anchor}"\n',
                'source = "vscode://h/{path}:{line}"\ncontext = "headings"\n',
                'source = "https://h/{path}#{heading}"\nbreaks = true\n',
                'context = "headings"\ncards = ["marked", "inline", "qa"]\nsource = "https://h/#{anchor}"\n',
            ]
        )
    )
    with TemporaryDirectory() as folder:
        here = write(Path(folder) / "here", SURROUNDINGS)
        toml = (here / "obverse.toml").read_text(encoding="utf-8")
        write(here, {"obverse.toml": carried + toml})
        text = data.draw(documents())
        write(here, {"notes/a.md": text, "notes/b.md": data.draw(documents())})
        for number in range(3):
            same(here, Path(folder) / "cold", NOW + number * DAY)
            text = data.draw(edited(text))
            write(here, {"notes/a.md": text})
