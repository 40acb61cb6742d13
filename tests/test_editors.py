"""The configurations in docs/editors.md: each is parsed, and run where its editor is there."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Final

import pytest

from projects import write

TEXT: Final = (Path(__file__).parents[1] / "docs" / "editors.md").read_text(encoding="utf-8")
BLOCKS: Final = re.findall(r"^```(\w+)(?: \S+)?\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
NVIM: Final = shutil.which("nvim")
EMACS: Final = shutil.which("emacs")
needs_nvim = pytest.mark.skipif(not NVIM, reason="there is no Neovim on the path")
PAIRS: Final = {")": "(", "}": "{", "]": "["}


def blocks(language: str) -> list[str]:
    """The blocks of a language."""
    return [text for name, text in BLOCKS if name == language]


def test_each_editor_has_its_block() -> None:
    assert [name for name, _ in BLOCKS] == ["sh", "lua", "lua", "toml", "json", "elisp"]


def test_helix_starts_the_server_for_markdown() -> None:
    (text,) = blocks("toml")
    said = tomllib.loads(text)
    assert said["language-server"]["obverse"] == {"command": "obverse", "args": ["lsp"]}
    (language,) = said["language"]
    assert language["name"] == "markdown"
    assert "obverse" in language["language-servers"]


def test_zed_starts_it_in_place_of_another() -> None:
    (text,) = blocks("json")
    said = json.loads(text)
    (name,) = said["lsp"]
    assert said["lsp"][name]["binary"] == {"path": "obverse", "arguments": ["lsp"]}
    assert name in said["languages"]["Markdown"]["language_servers"]


@pytest.mark.parametrize("text", [*blocks("lua"), *blocks("elisp")])
def test_brackets_are_balanced(text: str) -> None:
    opened: list[str] = []
    for sign in re.sub(r"'[^'\n()]*'|\"[^\"\n]*\"", "", text):
        if sign in PAIRS.values():
            opened.append(sign)
        elif sign in PAIRS:
            assert opened.pop() == PAIRS[sign]
    assert not opened
    assert re.search(r"""['"]obverse['"],? ['"]lsp['"]""", text)


@needs_nvim
@pytest.mark.parametrize("text", blocks("lua"))
def test_neovim_reads_its_configuration(tmp_path: Path, text: str) -> None:
    (tmp_path / "init.lua").write_text(text, encoding="utf-8")
    code = f"lua local made, why = loadfile('{tmp_path}/init.lua'); io.stdout:write(why or 'fine')"
    done = subprocess.run(
        [str(NVIM), "--headless", "-u", "NONE", "-i", "NONE", "-c", code, "-c", "qall!"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout == "fine", done.stderr


@needs_nvim
def test_neovim_runs_with_its_configuration(tmp_path: Path) -> None:
    write(tmp_path, {"obverse.toml": 'content = "."\n', "a.md": "## Is a lease one?\n\nYes.\n"})
    write(tmp_path, {"init.lua": blocks("lua")[1], "bin/obverse": ""})
    command = tmp_path / "bin" / "obverse"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m obverse "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    script = """
vim.cmd('filetype on')
vim.cmd('edit a.md')
vim.wait(30000, function() return #vim.diagnostic.get(0) > 0 end, 20)
for _, each in ipairs(vim.diagnostic.get(0)) do io.stdout:write(each.code .. '\\n') end
vim.cmd('qall!')
"""
    (tmp_path / "drive.lua").write_text(script, encoding="utf-8")
    done = subprocess.run(
        [str(NVIM), "--headless", "-u", "init.lua", "-i", "NONE", "-c", "luafile drive.lua"],
        cwd=tmp_path,
        env={**os.environ, "PATH": f"{tmp_path}/bin{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert "yes-no-question" in done.stdout, done.stderr


@pytest.mark.skipif(not EMACS, reason="there is no Emacs on the path")
def test_emacs_reads_its_configuration(tmp_path: Path) -> None:
    (text,) = blocks("elisp")
    (tmp_path / "init.el").write_text(text, encoding="utf-8")
    done = subprocess.run(
        [str(EMACS), "--batch", "-Q", "-l", str(tmp_path / "init.el")],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
