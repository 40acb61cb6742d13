"""How much work a build does, counted: what no timer on a shared machine could guard.

A whole build, one after an edit, and one with nothing to do, each a process of its own whose
functions are counted by name.
"""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from zipfile import ZipFile

import pytest

from anki_packages import Note, package
from obverse.machine.fork import cores
from shell import let_a_tick_pass

FILES: Final = 12
CARDS: Final = 10  # in each file
COUNTED: Final = {
    "obverse.compile.parse.parse": "parse",
    "obverse.compile.render.render": "render",
    "obverse.compile.sections._section": "section",
    "obverse.languages.highlight._pieces": "highlight",
    "obverse.link.identity.likeness.likeness": "compare",
    "obverse.link.identity.settle.Settling.settle": "link",
    "obverse.formats.apkg.rows.note_row": "note row",
    "obverse.values.lock.line_of": "lock line",
}
COUNTING: Final = f"""
import json, sys
from collections import Counter

COUNTED = {COUNTED!r}
counts = Counter()

def count(frame, event, _):
    if event == "call":
        code = frame.f_code
        name = COUNTED.get(f"{{frame.f_globals.get('__name__')}}.{{code.co_qualname}}")
        if name:
            counts[name] += 1

if sys.argv[1] == "alone":
    import obverse.machine.fork
    obverse.machine.fork.cores = lambda: 1
words = sys.argv[2:]
if words[0] == "import":
    COUNTED["obverse.languages.markdown.read"] = "markdown"
sys.setprofile(count)
from obverse.__main__ import enter as main
sys.argv = ["obverse", *words]
try:
    main()
finally:
    sys.setprofile(None)
    print(json.dumps([counts, sorted(sys.modules)]), file=sys.stderr)
"""


@dataclass(frozen=True, slots=True)
class Work:
    """What a build said, how often it did what, and the modules it had imported when it ended."""

    said: str
    counts: dict[str, int]
    modules: frozenset[str]


def build(folder: Path, how: str = "alone") -> Work:
    """Build in a process of its own, and count; `alone` in no others beside it."""
    return work_of(folder, "build", how=how)


def work_of(folder: Path, *words: str, how: str = "alone") -> Work:
    """Run a command in a process of its own, and count."""
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    done = subprocess.run(
        [sys.executable, "-c", COUNTING, how, *words],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    counts, modules = json.loads(done.stderr.splitlines()[-1])
    return Work(done.stdout, counts, frozenset(modules))


@pytest.fixture(name="deck", scope="module")
def _deck(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Work]]:
    """A deck, and the work of each kind of build of it."""
    folder = tmp_path_factory.mktemp("deck")
    for file in range(FILES):
        text = "".join(map(card, range(file * CARDS, (file + 1) * CARDS)))
        (folder / f"{file:02}.md").write_text(f"# Topic {file}\n\n{text}", encoding="utf-8")
    done = {"cold": build(folder)}
    let_a_tick_pass(folder)
    edited = folder / "03.md"
    text = edited.read_text("utf-8").replace("thing 33 of", "very thing 33 of")
    text = text.replace("It is part 1089 of", "It may be part 1089 of")
    edited.write_text(text + card(1001), encoding="utf-8")
    done["edit"] = build(folder)
    let_a_tick_pass(folder)
    edited.write_text(edited.read_text("utf-8") + card(1003), encoding="utf-8")
    done["edit beside"] = build(folder, "beside")
    let_a_tick_pass(folder)
    done["settled"] = build(folder)
    done["unchanged"] = build(folder)
    return folder, done


def card(number: int) -> str:
    """A card that no other is like; each tenth has code."""
    code = f"\n\n```python\nx = {number}\n```" if number % 10 == 0 else ""
    return (
        f"## What is thing {number} of the {number**3}?\n\nIt is part {number**2} of it.{code}\n\n"
    )


def test_a_whole_build_does_each_thing_once(deck: tuple[Path, dict[str, Work]]) -> None:
    work, notes = deck[1]["cold"], FILES * CARDS
    assert work.counts == {
        **dict.fromkeys(("parse", "render", "highlight"), FILES),
        **dict.fromkeys(("link", "note row", "lock line"), notes),
        "section": notes + 2 * FILES,  # with the title, and what is above it
    }


def test_an_edit_costs_what_it_touches(deck: tuple[Path, dict[str, Work]]) -> None:
    work = deck[1]["edit"]
    assert "1 new, 1 updated, 119 unchanged" in work.said
    assert work.counts == {
        **dict.fromkeys(("parse", "render"), 1),
        # The new and the edited one; each is compared with what the lock has that is left over.
        **dict.fromkeys(("note row", "lock line", "compare"), 2),
        "link": CARDS + 1,  # all of the file
        # The two, the first card of the file and what was the last, the title, and what is above.
        "section": 6,
    }


def test_an_edit_of_one_card_parses_as_much_in_a_large_file(tmp_path: Path) -> None:
    file, numbers = tmp_path / "all.md", range(1, 201)
    file.write_text(f"# Topic\n\n{''.join(map(card, numbers))}", encoding="utf-8")
    assert build(tmp_path).counts["section"] == len(numbers) + 2
    let_a_tick_pass(tmp_path)
    text = file.read_text("utf-8").replace("thing 33 of", "very thing 33 of")
    file.write_text(text.replace("It is part 1764 of", "Let it\nbe part of"), encoding="utf-8")
    work = build(tmp_path)
    assert "2 updated, 198 unchanged" in work.said
    assert work.counts["section"] == 6


def test_an_edit_imports_nothing_that_only_a_whole_build_needs(
    deck: tuple[Path, dict[str, Work]],
) -> None:
    edit, cold = (deck[1][name].modules for name in ("edit", "cold"))
    assert {"pygments", "markdown_it"} <= cold
    assert cold.isdisjoint({"genanki", "yaml", "asyncio", "ssl"})
    assert edit.isdisjoint({"genanki", "pygments", "asyncio", "multiprocessing", "zipfile", "yaml"})


def test_a_plain_build_imports_little(deck: tuple[Path, dict[str, Work]]) -> None:
    """A module takes 0.1 to 0.5 ms of every start, click 19, and the first data class 7.

    One more may be worth it: then raise the number.
    """
    modules = {name: work.modules for name, work in deck[1].items()}
    most = {"cold": 203, "edit": 185, "edit beside": 114, "unchanged": 30}
    ours = {name: sum(each.startswith("obverse") for each in modules[name]) for name in most}
    assert {name: ours[name] for name in most if ours[name] > most[name]} == {}
    for found in modules.values():
        assert found.isdisjoint({"click", "uuid", "platform", "tempfile", "difflib", "random"})
    assert modules["edit beside"].isdisjoint({"dataclasses", "inspect", "importlib.metadata"})
    assert modules["unchanged"].isdisjoint({"hashlib", "dataclasses", "inspect", "tomllib"})


@pytest.mark.skipif(cores() < 2, reason="there is one processor")
def test_what_compiles_is_imported_beside_what_links(deck: tuple[Path, dict[str, Work]]) -> None:
    work = deck[1]["edit beside"]
    assert "1 new, 0 updated, 121 unchanged" in work.said
    assert work.counts["note row"] == 1
    assert "parse" not in work.counts
    assert work.modules.isdisjoint(
        {"markdown_it", "obverse.compile.parse", "obverse.compile.render"}
    )


def test_one_of_two_processes_loads_what_colours_code(tmp_path: Path) -> None:
    """The lexers take longer to load than what they colour: 60 ms of a build of 0.4 s."""
    packages = []
    for how in ("beside", "alone"):
        folder = tmp_path / how
        folder.mkdir()
        for file in range(30):
            text = "".join(map(card, range(file * 50, (file + 1) * 50)))
            (folder / f"{file:02}.md").write_text(f"# Topic {file}\n\n{text}", encoding="utf-8")
        (folder / "obverse.toml").write_text('content = "."\nname = "deck"\n', encoding="utf-8")
        work = work_of(folder, "build", "-o", "deck.apkg", how=how)
        assert ("pygments.lexers" in work.modules) == (how == "alone")
        packages.append(collection_of(folder / "deck.apkg"))
    one, other = packages
    assert one == other
    assert sum('<span class="' in fields for fields in one) == 150


def collection_of(package: Path) -> list[str]:
    """Give the fields of the notes in a package."""
    with ZipFile(package) as archive, closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(archive.read("collection.anki2"))
        return [fields for (fields,) in database.execute("select flds from notes order by id")]


def test_nothing_is_done_where_nothing_changed(deck: tuple[Path, dict[str, Work]]) -> None:
    work = deck[1]["unchanged"]
    assert work.said.startswith("nothing has changed")
    assert work.counts == {}


def test_an_import_parses_a_file_once_and_a_note_only_if_it_is_not_evident(tmp_path: Path) -> None:
    plain: tuple[str, ...] = (
        "a<br>b {}",
        "<div>a</div><div>b {}</div>",
        "<b>a</b> b {}",
        "a&nbsp;b {}",
        "a {}",
    )
    plain += ("<ul><li>a</li><li>b {}</li></ul>", "a <i>b</i> {}", "<code>a</code> {}")
    odd = (
        "<table><tr><td>{}</td></tr></table>",
        "<u>a</u> {}",
        "- {}",
        "<blockquote>{}</blockquote>",
    )
    work = {}
    for name, forms in {"plain": plain, "odd": odd}.items():
        notes = [
            Note((f"question {number}", forms[number % len(forms)].format(number)))
            for number in range(80)
        ]
        (folder := tmp_path / name).mkdir()
        package(folder / "deck.apkg", notes)
        work[name] = work_of(folder, "import", "deck.apkg", "notes").counts
        assert work[name]["parse"] == work[name]["render"] == 1  # the file, for all that follows
    assert work["plain"]["markdown"] <= 2
    assert work["odd"]["markdown"] <= 3 * len(notes)
