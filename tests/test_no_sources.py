"""A project whose configuration looks for sources in the wrong folder says which is right."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from obverse.cli import main
from reviewed import write

CARD = "## Q?\n\nA.\n"


@pytest.mark.parametrize("command", [["build"], ["check"], ["plan"], ["export", "--format", "csv"]])
@pytest.mark.parametrize(
    ("sources", "configuration", "named", "content"),
    [
        (["a.md"], "obverse.toml", "`a.md`", "."),
        (["a.md"], "pyproject.toml", "`a.md`", "."),
        (["notes/a.md", "notes/b/c.md"], "obverse.toml", "`notes/a.md`", "notes"),
        (["a.md", "notes/b.md"], "obverse.toml", "`a.md`", "."),
        (["one/a.md", "two/b.md"], "obverse.toml", "`one/a.md`", "."),
    ],
)
def test_a_configuration_without_content_names_the_folder(  # noqa: PLR0917  # one table
    command: list[str],
    sources: list[str],
    configuration: str,
    named: str,
    content: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    header = "[tool.obverse]\n" if configuration == "pyproject.toml" else ""
    write(tmp_path, dict.fromkeys(sources, CARD) | {configuration: f'{header}name = "x"\n'})
    monkeypatch.chdir(tmp_path)
    ran = CliRunner().invoke(main, command)
    assert ran.exit_code == 2
    assert "there is no Markdown file in `content`" in ran.output
    assert f"where `{configuration}` looks for them, but there is {named}" in ran.output
    assert f'write `content = "{content}"` in `{configuration}`' in ran.output
    write(tmp_path, {configuration: f'{header}name = "x"\ncontent = "{content}"\n'})
    assert CliRunner().invoke(main, command).exit_code == 0


def test_without_any_source_there_is_one_to_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for files in ({}, {"obverse.toml": 'name = "x"\n', "build/a.md": CARD, ".b/a.md": CARD}):
        write(tmp_path, files)
        ran = CliRunner().invoke(main, ["build"])
        assert ran.exit_code == 2
        assert "help: write one, such as `deck.md`" in ran.output
