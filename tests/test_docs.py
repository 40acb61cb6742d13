"""What the documents say is so: examples are compiled, commands are run, links lead somewhere."""

import html
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click
import pytest

import card_picture
from documents import fences, tokens
from engine import Desk
from obverse import __version__, formats, note_types
from obverse.cli import main
from obverse.compile import kinds
from obverse.project import settings
from obverse.project.settings import POLICIES
from obverse.values.lock import Known

ROOT: Final = Path(__file__).parents[1]
# `docs/rules.md` is made from the rules, whose own test compiles its examples.
MADE: Final = ROOT / "docs" / "rules.md"
DOCUMENTS: Final = (*sorted(ROOT.glob("*.md")), *sorted({*(ROOT / "docs").glob("*.md")} - {MADE}))
# `tests/test_contributing.py` walks through these.
WALKS: Final = tuple(sorted((ROOT / "docs" / "contributing").glob("*.md")))
EXAMPLES: Final = ("markdown", "toml")
OUTCOMES: Final = ("cards", "findings")
# The files that examples show.
MEDIA: Final = ("rent.png", "bell.mp3")
# What `docs/configuration.md` configures.
SOURCE: Final = "# Client care\n\n## What is a client brief?\n\nA formal statement.\n"
UNREAD: Final = re.compile(
    r'<(style|script|header|footer)\b.*?</\1>|<span class="in-text">.*?</span>', re.DOTALL
)
TARGETS: Final = re.compile(r"^([a-z-]+):.*(?:\n((?:\t.*\n)+))?", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Example:
    """An example in a document, and the fences below it that say what becomes of it.

    `files` are the fences above it that have a path behind their language, by that path.
    """

    language: str
    text: str
    outcomes: dict[str, str]
    files: dict[str, str]


def examples() -> Iterator[tuple[str, Example]]:
    """The examples of all documents but the README, whose card has a test of its own."""
    for document in DOCUMENTS:
        written: list[Example] = []
        files: dict[str, str] = {}
        for language, text in fences(document):
            if " " in language:
                files[language.partition(" ")[2]] = text
            elif language in EXAMPLES:
                written.append(Example(language, text, {}, files))
                files = {}
            elif language in OUTCOMES:
                written[-1].outcomes[language] = text
        # `tests/test_rules.py` looks at what the rules' page is made of.
        if document.name not in ("README.md", "rules.md"):
            yield from ((f"{document.stem}-{n}", each) for n, each in enumerate(written, start=1))


def shown(side: str, *, question: bool) -> list[str]:
    """What a learner reads on one side of a card, line by line."""
    text = UNREAD.sub("", side)
    text = text.rpartition('<hr id="answer">')[2]
    text = re.sub(r"\[\[type:.*?\]\]", "(type the answer)" if question else "", text)
    text = re.sub(r"\[anki:play:.*?\]", "(sound)", text)
    text = re.sub(r'<img [^>]*alt="([^"]*)"[^>]*>', r"(picture: \1)", text)
    text = re.sub(r"<li[^>]*>\s*(<p>)?", "- ", text)
    text = re.sub(r"<input [^>]*checked[^>]*>", "[x]", text)
    text = re.sub(r"<input [^>]*>", "[ ]", text)
    text = re.sub(r"</t[hd]>\s*<t[hd][^>]*>", " | ", text)
    lines = html.unescape(re.sub(r"<[^>]*>", "", text)).splitlines()
    return [stripped for line in lines if (stripped := line.strip())]


def cards(package: Path, folder: Path, *, like: str) -> str:
    """The cards of a package as a `cards` fence; decks and tags where `like` has them."""
    lines = []
    with Desk(folder) as desk:
        desk.import_package(package)
        for (guid, number), card in desk.cards().items():
            question, answer = desk.rendered(guid, number)
            parts = {
                "Deck": [card.deck] if "Deck: " in like else [],
                "Q": shown(question, question=True),
                "A": shown(answer, question=False),
                "Tags": [" ".join(card.note.tags)] if "Tags: " in like else [],
            }
            for name, (first, *rest) in ((name, part) for name, part in parts.items() if part):
                lines += [f"{name}: {first}", *(" " * (len(name) + 2) + line for line in rest)]
    return "\n".join(lines) + "\n"


def obverse(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder."""
    command = [sys.executable, "-m", "obverse", *words]
    variables = os.environ | {"NO_COLOR": "1"}
    return subprocess.run(
        command, cwd=folder, env=variables, capture_output=True, text=True, check=False
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of this project's content and configuration."""
    shutil.copytree(ROOT / "content", tmp_path / "content")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.mark.parametrize("example", [pytest.param(each, id=name) for name, each in examples()])
def test_an_example_becomes_what_stands_below_it(example: Example, tmp_path: Path) -> None:
    assert example.outcomes, "say below the example what becomes of it: `cards` or `findings`"
    folder = tmp_path / "notes"
    folder.mkdir()
    if example.language == "markdown":
        (folder / "example.md").write_text(example.text, encoding="utf-8")
    else:
        (folder / "content").mkdir()
        (folder / "content" / "example.md").write_text(SOURCE, encoding="utf-8")
        (folder / "obverse.toml").write_text(example.text, encoding="utf-8")
    for each in MEDIA:
        (folder / each).write_bytes(each.encode())
    for path, text in example.files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    built = obverse("build", "-q", "-o", "../example.apkg", folder=folder)
    assert built.stderr == example.outcomes.get("findings", "")
    if wanted := example.outcomes.get("cards"):
        assert cards(tmp_path / "example.apkg", tmp_path / "desk", like=wanted) == wanted


def test_the_readme_shows_a_card_of_the_content_and_its_picture(project: Path) -> None:
    written = next(text for language, text in fences(ROOT / "README.md") if language == "markdown")
    head, card = written.split("## ")
    content = (ROOT / "content" / "kpis.md").read_text(encoding="utf-8")
    assert content.startswith(head)
    assert f"## {card}" in content
    assert card.startswith(f"{card_picture.FRONT}\n")
    obverse("build", "-o", "kpis.apkg", folder=project)
    both = card_picture.sides(project / "kpis.apkg")
    picture = card_picture.drawn(card_picture.PICTURE.read_bytes())
    again = "draw it again: .venv/bin/python tests/card_picture.py"
    assert picture == " ".join(map(card_picture.shown, both)), again


def recipe(target: str) -> str:
    """The recipe of a target of the Makefile; KeyError where there is no such target."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8").replace("$(BIN)", ".venv/bin")
    recipes = TARGETS.findall(text)
    return {name: str(lines).replace("\t", "") for name, lines in recipes}[target]


def transcripts() -> Iterator[tuple[str, str]]:
    """(command, what it prints) of the `console` fences."""
    for document in DOCUMENTS:
        for language, text in fences(document):
            if language == "console":
                for run in text.removeprefix("$ ").split("\n$ "):
                    command, _, printed = run.partition("\n")
                    yield command, printed


@pytest.mark.parametrize(("command", "printed"), list(transcripts()))
def test_a_command_prints_what_the_documents_show(
    command: str, printed: str, project: Path
) -> None:
    if command.startswith("make "):
        command = recipe(command.removeprefix("make "))
        assert printed.startswith(command), "make prints its recipe first"
        printed = printed.removeprefix(command)
    name, *words = shlex.split(command.removeprefix(".venv/bin/"))
    assert name == "obverse"
    run = obverse(*words, folder=project)
    varying = re.compile(r"[\d.]+(?= (?:s|[kM]B)\b)")
    assert varying.sub("N", run.stdout + run.stderr) == varying.sub("N", printed)


def commands() -> Iterator[str]:
    """Every command of ours in a document, in a line of a `sh` fence or in a sentence."""
    for document in (*DOCUMENTS, *WALKS):
        lines = [each.content for each in tokens(document) if each.type == "code_inline"]
        for language, text in fences(document):
            lines += text.splitlines() if language == "sh" else []
        lines = [line.removeprefix(".venv/bin/") for line in lines]
        yield from (line for line in lines if line.startswith(("obverse ", "make ")))


@pytest.mark.parametrize("command", sorted(set(commands())))
def test_a_command_that_is_named_exists_with_its_options(command: str) -> None:
    name, *words = shlex.split(command, comments=True)
    if name == "make":
        assert all(map(recipe, [word for word in words if "=" not in word]))
        return
    context = click.Context(main, info_name="obverse")
    if words[0].startswith("-"):
        assert any(words[0] in each.opts for each in main.get_params(context))
        return
    found = main.get_command(context, words[0])
    assert found, f"there is no command `{words[0]}`"
    found.make_context(words[0], words[1:], parent=context)


@pytest.mark.parametrize("document", [*DOCUMENTS, *WALKS], ids=lambda path: path.stem)
def test_a_link_leads_to_a_file_and_its_heading(document: Path) -> None:
    for token in tokens(document):
        target = str(token.attrs.get("href") or token.attrs.get("src") or "")
        if target and not target.startswith(("https://", "http://")):
            path, _, anchor = target.partition("#")
            file = document.parent / path if path else document
            assert file.exists(), target
            assert not anchor or anchor in anchors(file), target


def anchors(document: Path) -> set[str]:
    """The anchors a code host gives the headings: lower case, no punctuation, `-` for a space."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}


def test_the_readme_leads_to_every_document() -> None:
    linked = {
        (ROOT / str(each.attrs["href"])).resolve()
        for each in tokens(ROOT / "README.md")
        if each.type == "link_open" and "://" not in str(each.attrs["href"])
    }
    assert {*DOCUMENTS} - {ROOT / "README.md"} <= linked


def test_the_documents_name_every_kind_format_and_command() -> None:
    texts = {each.name: each.read_text(encoding="utf-8") for each in DOCUMENTS}
    everything = "\n".join(texts.values())
    lacking = [f"#card/{each}" for each in kinds.names() if f"#card/{each}" not in everything]
    lacking += [each for each in formats.names() if f"| `{each}` |" not in texts["formats.md"]]
    context = click.Context(main, info_name="obverse")
    lacking += [
        f"obverse {each}"
        for each in main.list_commands(context)
        if not re.search(rf"\bobverse {each}\b", everything)
    ]
    assert lacking == []


def test_every_setting_is_documented_with_its_default() -> None:
    text = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `([a-z-]+)` \| `(.*?)` \|", text, re.MULTILINE))
    defaults = settings.read("")
    assert defaults
    written = {name: tomllib.loads(f"{name} = {value}")[name] for name, value in rows.items()}
    assert settings.read("\n".join(f"{name} = {value}" for name, value in rows.items())) == defaults
    known = {name.replace("-", "_") for name in settings.NAMES}
    assert {name.replace("-", "_") for name in written} == known
    assert all(f'`"{policy}"`' in text for policy in POLICIES)


def test_the_architecture_gives_a_reason_for_each_dependency_field_and_column() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rows = set(re.findall(r"^\| `?([\w-]+)`? \|", text, re.MULTILINE))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert {re.split(r"[<>=]", each)[0] for each in project["dependencies"]} <= rows
    types = (note_types.built_in(key) for key in ("obverse", "obverse-cloze"))
    assert {name for each in types for name, _ in each.fields} <= rows
    assert {*Known._fields} <= set(re.findall(r"`(\w+)`", text))


def test_the_changelog_knows_this_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## \[{re.escape(__version__)}\]", text, re.MULTILINE)
