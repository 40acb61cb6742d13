"""Which files of a folder are sources, and what is left out of it for which reason."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from obverse.machine.paths import composed
from obverse.project import project
from obverse.project.find_sources import is_source
from projects import write
from shell import let_a_tick_pass, run

ROOT: Final = Path(__file__).parents[1]
VAULT: Final = ROOT.parent / "shared/cases/reliability/vault-select/vault.py"
CARD: Final = "## What is {}?\n\nIt is {}.\n"
TEMPLATES: Final = ".obsidian/templates.json"
TEMPLATER: Final = ".obsidian/plugins/templater-obsidian/data.json"
APP: Final = ".obsidian/app.json"
IGNORED: Final = "excluded in Obsidian"
PLUGIN: Final = "---\n{}: parsed\n---\n\n## Front\n\nBack\n"


def found(folder: Path) -> tuple[list[str], dict[str, str]]:
    """The sources of the project in a folder, and the reason by path of what is left out."""
    sources = project.find(folder).find_sources()
    return [*sources.paths], dict(sources.left_out)


def named(folder: Path, *files: str, **texts: str) -> Path:
    """A folder with files that have a card each, and others."""
    written = {path: CARD.format(path, path[::-1]) for path in files}
    return write(
        folder, {**written, **{name.replace("__", "/"): each for name, each in texts.items()}}
    )


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        (".trash/a.md", "hidden"),
        ("b/.c/a.md", "hidden"),
        (".a.md", "hidden"),
        ("node_modules/x/a.md", "installed by a tool"),
        ("b/node_modules/a.md", "installed by a tool"),
        ("build/a.md", "the build folder"),
        ("logseq/bak/pages/a.md", "Logseq backup"),
        ("b/logseq/bak/a.md", "Logseq backup"),
        ("logseq/version-files/base/a.md", "Logseq backup"),
        ("README.md", "about the project"),
        ("readme.markdown", "about the project"),
        ("README.de.md", "about the project"),
        ("README-zh_CN.md", "about the project"),
        ("CHANGELOG.md", "about the project"),
        ("Contributing.md", "about the project"),
        ("LICENSE.md", "about the project"),
        ("LICENCE.md", "about the project"),
        ("CODE_OF_CONDUCT.md", "about the project"),
        ("code-of-conduct.md", "about the project"),
        ("a.sync-conflict-20260101-120000-ABCDEFG.md", "sync conflict"),
        ("b/a (Ann's conflicted copy 2026-01-01).md", "sync conflict"),
        ("a (conflicted copy).md", "sync conflict"),
        ("a (Conflicted copy Phone 202601011200).md", "sync conflict"),
        ("a (SFConflict ann@example.org 2026-01-01-12-00-00).md", "sync conflict"),
        ("a (Case Conflict 1).md", "sync conflict"),
        ("a [conflicted].md", "sync conflict"),
        ("a (conflict on 2026-01-01).md", "sync conflict"),
        ("a (in Konflikt stehende Kopie von Ann 2026-01-01).md", "sync conflict"),
        ("a (Copie en conflit de Ann 2026-01-01).md", "sync conflict"),
    ],
)
def test_what_nobody_means_is_left_out(path: str, reason: str, tmp_path: Path) -> None:
    named(tmp_path, "good.md", path)
    sources, left = found(tmp_path)
    assert sources == ["good.md"]
    above = {path[: at + 1] for at, each in enumerate(path) if each == "/"} | {path}
    assert {each: why for each, why in left.items() if each in above} == {
        next(each for each in left if each in above): reason
    }


@pytest.mark.parametrize(
    "path",
    [
        *("b/README.md", "b/LICENSE.md", "reading.md", "licences of plants.md", "readme first.md"),
        *("bak/a.md", "logseq/a.md", "logseq/pages/bak.md", "Conflict of laws.md", "conflicts.md"),
        *("The war (a conflict).md", "Conflict (psychology).md", "environment/a.md", "builds/a.md"),
        *("Templates/a.md", "a.MD", "a.markdown", "b/build/a.md", "Conflicted (film).md"),
        *("War (conflict of 1914).md", "Land (conflicted).md", "a (1).md", "[conflict].md"),
    ],
)
def test_what_only_looks_like_it_is_read(path: str, tmp_path: Path) -> None:
    named(tmp_path, path)
    assert found(tmp_path)[0] == [path]


@pytest.mark.parametrize("name", ["venv", "env", "tools"])
def test_a_virtual_environment_is_left_out_whatever_its_name(name: str, tmp_path: Path) -> None:
    named(tmp_path, "good.md", f"{name}/lib/a.md", f"{name}/b.md", **{f"{name}__pyvenv.cfg": "x"})
    sources, left = found(tmp_path)
    assert sources == ["good.md"]
    assert left == {f"{name}/": "installed by a tool"}


@pytest.mark.parametrize(
    ("path", "glob"),
    [
        (".hidden/a.md", ".hidden/"),
        ("b/.hidden/a.md", "**/.hidden/*.md"),
        (".a.md", ".a.md"),
        ("node_modules/x/a.md", "node_modules/x/a.md"),
        ("logseq/bak/a.md", "logseq/bak/**"),
        ("Templates/a.md", "Templates/"),
        ("Templates/b/a.md", "a.md"),
        ("README.md", "README.md"),
        ("README.md", "/README.md"),
        ("a (conflicted copy).md", "a (conflicted copy).md"),
        ("ignored/a.md", "a.md"),
    ],
)
def test_what_include_names_is_read(path: str, glob: str, tmp_path: Path) -> None:
    of_vault = {TEMPLATES: '{"folder": "Templates"}', APP: '{"userIgnoreFilters": ["ignored/"]}'}
    write(tmp_path, of_vault)
    named(tmp_path, "good.md", path)
    assert path not in found(tmp_path)[0]
    toml = f'content = "."\ninclude = ["**", {json.dumps(glob)}]\n'
    write(tmp_path, {"obverse.toml": toml})
    assert set(found(tmp_path)[0]) == {"good.md", path}
    write(tmp_path, {"obverse.toml": f"{toml}exclude = [{json.dumps(glob)}]\n"})
    assert path not in found(tmp_path)[0]


def test_a_wildcard_names_nothing_that_is_left_out(tmp_path: Path) -> None:
    named(tmp_path, "good.md", ".hidden/a.md", "node_modules/a.md", "README.md")
    write(tmp_path, {"obverse.toml": 'content = "."\ninclude = ["**", "*", "**/*.md", "*/a.md"]\n'})
    assert found(tmp_path)[0] == ["good.md"]


def test_include_means_only_these_and_exclude_wins(tmp_path: Path) -> None:
    named(tmp_path, "a.md", "law/b.md", "law/old/c.md", "law/d.draft.md", "x/law/e.md")
    toml = 'content = "."\ninclude = ["law/"]\nexclude = ["old", "*.draft.md"]\n'
    write(tmp_path, {"obverse.toml": toml})
    sources, left = found(tmp_path)
    assert sources == ["law/b.md", "x/law/e.md"]
    assert left == {
        "a.md": "not included",
        "law/old/c.md": "excluded",
        "law/d.draft.md": "excluded",
    }


def test_globs_are_seen_from_content_or_from_the_root_of_a_list(tmp_path: Path) -> None:
    named(tmp_path, "notes/old/a.md", "notes/b.md", "notes/notes/c.md", "more/d.md")
    write(tmp_path, {"obverse.toml": 'content = "notes"\nexclude = ["/old/", "/notes/"]\n'})
    assert found(tmp_path)[0] == ["notes/b.md"]
    write(tmp_path, {"obverse.toml": 'content = ["notes", "more"]\nexclude = ["/notes/old"]\n'})
    assert found(tmp_path)[0] == ["notes/b.md", "notes/notes/c.md", "more/d.md"]


@pytest.mark.parametrize(
    ("of_vault", "left"),
    [
        ({TEMPLATES: '{"folder": "Meta/Templates"}'}, {"Meta/Templates/t.md": "template"}),
        ({TEMPLATES: '{"folder": "/Meta/Templates/"}'}, {"Meta/Templates/t.md": "template"}),
        ({TEMPLATER: '{"templates_folder": "Meta"}'}, {"Meta/Templates/t.md": "template"}),
        ({TEMPLATES: '{"folder": "/"}'}, {}),
        ({TEMPLATES: '{"folder": ""}'}, {}),
        ({TEMPLATES: '{"folder": "Met"}'}, {}),
        ({APP: '{"userIgnoreFilters": ["Daily/"]}'}, {"Daily/d.md": "excluded in Obsidian"}),
        ({APP: '{"userIgnoreFilters": ["Da"]}'}, {"Daily/d.md": "excluded in Obsidian"}),
        ({APP: '{"userIgnoreFilters": ["/d\\\\.md$/"]}'}, {"Daily/d.md": "excluded in Obsidian"}),
        ({APP: '{"userIgnoreFilters": ["aily/", "/^x$/"]}'}, {}),
        ({APP: '{"userIgnoreFilters": null}'}, {}),
        ({APP: "{}"}, {}),
    ],
)
@pytest.mark.parametrize("at", ["", "vault", "above"])
def test_a_vault_says_what_is_not_meant(
    of_vault: Mapping[str, str], left: Mapping[str, str], at: str, tmp_path: Path
) -> None:
    """The vault is the project's folder, a folder of it, or a folder that it is in."""
    vault = tmp_path / at if at == "vault" else tmp_path
    write(vault, of_vault)
    notes = named(vault, "a.md", "Meta/Templates/t.md", "Daily/d.md")
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    below = f"{at}/" if at == "vault" else ""
    if at == "above":  # the project names the folder: only a filter of its files counts
        notes, left = (
            vault / "Daily",
            {"d.md": IGNORED} if "d\\\\.md$" in of_vault.get(APP, "") else {},
        )
    told = {
        path: why for path, why in found(tmp_path if below else notes)[1].items() if why != "hidden"
    }
    assert told == {f"{below}{path}": why for path, why in left.items()}


@pytest.mark.parametrize(
    "written",
    [
        *("", "{", "[]", '"x"', "\ufeff[", "[" * 100_000, "{}" + " " * 2_000_000, "\x00", "NaN"),
        *('{"userIgnoreFilters": 3}', '{"userIgnoreFilters": ["/(/"]}'),
        *('{"userIgnoreFilters": ["/(a+)+$/"]}', '{"userIgnoreFilters": ["/a*a*a*a*b/"]}'),
        '{"userIgnoreFilters": ' + json.dumps(["x"] * 5000) + "}",
        '{"userIgnoreFilters": ' + json.dumps([f"/{'a' * 5000}/"]) + "}",
    ],
)
def test_settings_of_a_vault_that_cannot_be_read_stop_nothing(written: str, tmp_path: Path) -> None:
    named(tmp_path, f"{'a' * 60}.md")
    write(tmp_path, {APP: written})
    for _ in range(2):  # also where nothing has changed
        ran = run(tmp_path, "build")
        assert ran.status == 0
        assert "[unreadable-vault-settings]" in ran.err
        assert ".obsidian/app.json" in ran.err
    assert run(tmp_path, "build", "--strict").status == 1
    assert "[unreadable-vault-settings]" in run(tmp_path, "plan").err
    assert "[unreadable-vault-settings]" in run(tmp_path, "check").out


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege")
def test_settings_of_a_vault_are_not_read_outside_the_project(tmp_path: Path) -> None:
    outside = write(tmp_path / "secret", {"app.json": '{"userIgnoreFilters": ["a.md"]}'})
    inside = named(tmp_path / "project", "a.md", "b.md")
    (inside / ".obsidian").mkdir()
    (inside / APP).symlink_to(outside / "app.json")
    assert found(inside)[0] == ["a.md", "b.md"]
    assert "it leads out of the project" in run(inside, "build").err
    (inside / APP).unlink()
    (inside / APP).mkdir()
    assert "it is not a file" in run(inside, "build").err
    above = write(tmp_path, {APP: '{"userIgnoreFilters": ["project/a"]}'}) / "project"
    (inside / APP).rmdir()
    assert found(above)[0] == ["a.md", "b.md"]  # what is above the project is not read without git


def test_what_was_left_out_is_counted_and_named(tmp_path: Path) -> None:
    write(tmp_path, {"obverse.toml": 'content = "."\nexclude = ["old/"]\ntags-only = ["fc"]\n'})
    write(tmp_path, {"a.md": f"#fc\n\n{CARD}", "prose.md": "# Prose\n", "old/b.md": CARD})
    write(tmp_path, {"board.md": PLUGIN.format("kanban-plugin"), ".trash/c.md": CARD})
    line = "left out   3 files: 1 Kanban, 1 excluded, 1 without a tag of `tags-only`"
    assert f"read       1 file, 1 card\n{line} (-v names them)\n" in run(tmp_path, "build").out
    out = run(tmp_path, "build", "-v").out
    assert f"{line}\n" in out
    reasons = {
        ".trash/": "hidden",
        "board.md": "Kanban",
        "build/": "the build folder",
        "old/b.md": "excluded",
        "prose.md": "without a tag of `tags-only`",
    }
    for path, why in reasons.items():
        assert f"           {path}: {why}\n" in out
    told = [{"path": path, "reason": why} for path, why in reasons.items()]
    for command in ("plan", "check"):
        assert json.loads(run(tmp_path, command, "--format", "json").out)["left_out"] == told
    let_a_tick_pass(tmp_path)
    write(tmp_path, {"a.md": f"#fc\n\n{CARD}\nMore.\n"})
    assert line in run(tmp_path, "build").out  # an edit


def test_where_all_is_left_out_the_reason_is_said(tmp_path: Path) -> None:
    named(tmp_path, "README.md")
    ran = run(tmp_path, "build")
    assert ran.status == 2
    assert "there is no Markdown file in `.` that is not left out: 1 about the project" in ran.err
    assert "`include`" in ran.err


@pytest.mark.parametrize(
    ("path", "written"),
    [
        (APP, '{"userIgnoreFilters": ["b.md"]}'),
        (TEMPLATES, '{"folder": "n"}'),
        ("obverse.toml", 'content = "."\nexclude = ["b.md"]\n'),
        ("obverse.toml", 'content = "."\ninclude = ["b.md"]\n'),
        ("obverse.toml", 'content = "."\ntags-only = ["x"]\n'),
        ("obverse.toml", 'content = "."\ndecks = "path"\n'),
        ("new/c.md", CARD),
        ("b/pyvenv.cfg", "x"),
    ],
)
def test_a_build_sees_that_the_choice_changed(path: str, written: str, tmp_path: Path) -> None:
    named(tmp_path, "a.md", "b.md", "n/d.md", "b/e.md", **{"x.md": "#x\n\n## X?\n\nx\n"})
    write(tmp_path, {"obverse.toml": 'content = "."\n'})
    run(tmp_path, "build")
    let_a_tick_pass(tmp_path)
    run(tmp_path, "build")
    assert "nothing has changed" in run(tmp_path, "build").out
    write(tmp_path, {path: written})
    assert "nothing has changed" not in run(tmp_path, "build").out


def test_a_vault_of_many_notes_gives_the_cards_that_are_meant(tmp_path: Path) -> None:
    if not VAULT.is_file():
        pytest.skip("the vault is not here")
    subprocess.run([sys.executable, VAULT, tmp_path], check=True, capture_output=True)
    write(tmp_path, {"obverse.toml": 'content = "."\ntags-only = ["flashcards"]\n'})
    ran = run(tmp_path, "build")
    assert "read       17 files, 24 cards\n" in ran.out
    assert "notes      24 notes" in ran.out
    assert "left out   40 files: 1 Excalidraw, 39 without a tag of `tags-only`" in ran.out
    assert "flashcards" not in (tmp_path / "obverse.lock").read_text("utf-8")


FOLDERS: Final = ("a", "b b", ".h", "node_modules", "logseq", "bak", "build", "T", "x.md", "café")
FILE_NAMES: Final = (
    *("a.md", "B.MD", "c.markdown", "README.md", ".d.md", "e.txt", "pyvenv.cfg", "line\nend.md"),
    *("f.sync-conflict-20260101-120000-X.md", "cafe\u0301.md", "g.excalidraw.md"),
)
TREES: Final = st.dictionaries(
    st.tuples(
        st.lists(st.sampled_from(FOLDERS), max_size=3).map("/".join), st.sampled_from(FILE_NAMES)
    ).map(lambda pair: "/".join(filter(None, pair))),
    st.just("text\n"),
    max_size=25,
)
CHOICES: Final = st.fixed_dictionaries(
    {},
    optional={
        "content": st.sampled_from(['"."', '"a"', '["a", "b b"]', '["a", "a/a", "T"]']),
        "include": st.sampled_from(
            ['["**"]', '["a.md"]', '["a/", ".h/"]', '["T/**", "README.md"]']
        ),
        "exclude": st.sampled_from(['["b b"]', '["*.markdown"]', '["a/**/a.md"]', '["/T/"]']),
    },
)


@settings(max_examples=150, deadline=None)
@given(tree=TREES, chosen=CHOICES)
def test_each_file_is_a_source_or_has_one_reason(
    tree: dict[str, str], chosen: dict[str, str]
) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, {"a/z.txt": "", "b b/z.txt": "", "T/z.txt": "", "a/a/z.txt": "", **tree})
        write(folder, {TEMPLATES: '{"folder": "T"}', APP: '{"userIgnoreFilters": ["a/b b/"]}'})
        toml = "".join(f"{key} = {value}\n" for key, value in {"content": '"."', **chosen}.items())
        write(folder, {"obverse.toml": toml})
        the_project = project.find(folder)
        sources = the_project.find_sources()
        left = [each.path for each in sources.left_out]
        above = tuple(each for each in left if each.endswith("/"))
        contents = [path.as_posix() for path in the_project.contents]
        every = {
            composed(path.relative_to(folder).as_posix())
            for path in folder.rglob("*")
            if path.is_file() and is_source(path.name)
            if any(path.is_relative_to(content) for content in contents)
        }
        of_files = {each for each in left if not each.endswith("/")}
        assert len(left) == len({*left})
        assert of_files.isdisjoint(sources.paths)
        assert {*sources.paths} | of_files <= every
        missing = every - {*sources.paths} - of_files
        assert all(each.startswith(above) for each in missing)
        assert not any(each.startswith(above) for each in sources.paths)
        assert all(Path(path).is_file() for path in sources.paths.values())
