"""What the commands say and how they end, on a terminal and off it."""

import os
import pty
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Final

import pytest

from obverse import __version__, drop_in
from shell import made, run, spawn, write

COMMANDS: Final = drop_in.names("obverse.commands")
DECK: Final = """# Deck

## Question?

Answer.

## Question!

answer

#twin

## Other

Answer.

#card/reversed

## Unfinished

#card/draft
"""
WARNING: Final = "---\ntags: a b\n---\n## Question?\n\nAnswer.\n"
ESCAPE: Final = "\x1b["


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder with one source and no configuration."""
    return write(tmp_path / "notes", deck=DECK)


def on_a_terminal(folder: Path, *command: str, **environment: str) -> tuple[int, str]:
    """Run a command with a terminal for both its outputs; gives status and what was shown."""
    ours, theirs = pty.openpty()
    without = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    process = subprocess.Popen(
        [sys.executable, *command],
        cwd=folder,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**without, "TERM": "xterm-256color", **environment},
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # Linux tells the end of a terminal so
            break
        if not piece:
            break
        shown += piece
    os.close(ours)
    return process.wait(), shown.decode()


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_help_has_an_example(tmp_path: Path, command: str) -> None:
    ran = run(tmp_path, *filter(None, [command]), "--help")
    assert (ran.status, ran.err) == (0, "")
    examples = ran.out.partition("Examples:\n")[2].partition("\n\n")[0].splitlines()
    assert examples
    assert all(line.startswith("    obverse ") for line in examples)


def test_help_has_a_short_name(tmp_path: Path) -> None:
    assert spawn(tmp_path, "build", "-h").out == spawn(tmp_path, "build", "--help").out != ""


@pytest.mark.parametrize("command", COMMANDS)
def test_the_examples_of_a_help_can_be_parsed(tmp_path: Path, command: str) -> None:
    out = run(tmp_path, command, "--help").out
    for option in re.findall(r" (--[a-z-]+)", out.partition("Examples:\n")[2].partition("\n\n")[0]):
        assert f"{option} " in out.partition("Options:\n")[2] + " "


def test_the_version_is_told(tmp_path: Path) -> None:
    assert run(tmp_path, "--version").out == f"obverse, version {__version__}\n"


def test_an_unknown_command_is_told_with_the_nearest(tmp_path: Path) -> None:
    ran = run(tmp_path, "biuld")
    assert ran.status == 2
    assert "there is no command `biuld`; did you mean `build`?" in ran.err


def test_an_unknown_option_is_told(folder: Path) -> None:
    ran = run(folder, "build", "--lockd")
    assert ran.status == 2
    assert "--locked" in ran.err


def test_a_folder_without_configuration_is_built(folder: Path) -> None:
    ran = run(folder.parent, "build", "notes")
    assert (ran.status, ran.err) == (0, "")
    assert set(made(folder)) == {"build/notes.apkg", "obverse.lock"}


def test_the_summary_tells_what_a_build_did(folder: Path) -> None:
    out = run(folder.parent, "build", "notes").out
    assert "1 file, 4 cards" in out
    assert "notes/deck.md:7:1 is the card at notes/deck.md:3:1" in out.replace("  ", " ")
    assert "“Unfinished” at notes/deck.md:19:1" in out
    assert "2 notes (1 basic, 1 reversed), 3 cards" in out
    assert "2 new" in out
    assert re.search(r"notes/build/notes\.apkg \(\d+ kB\) in \d+\.\d\d s", out)
    write(folder, deck=DECK.replace("Answer.\n\n#card", "Another.\n\n#card"))
    assert "1 updated, 1 unchanged" in run(folder.parent, "build", "notes").out
    write(folder, deck=DECK.partition("## Other")[0])
    out = run(folder.parent, "build", "notes").out
    assert "1 unchanged" in out
    assert "removed" in out
    assert "nothing has changed" in run(folder.parent, "build", "notes").out


def test_a_merge_is_told_in_the_summary_and_by_check_alone(folder: Path) -> None:
    built, checked = run(folder, "build"), run(folder, "check")
    assert built.err == ""
    assert "info: the same card as at deck.md:3:1" in checked.out
    assert checked.status == 0
    assert "1 file, 4 cards: 1 info" in checked.out


def test_check_writes_nothing(folder: Path) -> None:
    assert run(folder, "check").status == 0
    assert [path.name for path in folder.rglob("*")] == ["deck.md"]


def test_quiet_says_nothing_but_what_is_wrong(folder: Path) -> None:
    assert run(folder, "build", "--quiet").out == ""
    assert run(folder, "build", "-q").out == ""
    write(folder, deck=WARNING)
    ran = run(folder, "build", "-q")
    assert (ran.status, ran.out) == (0, "")
    assert "warning: `tags` is not a list" in ran.err


def test_the_package_goes_where_it_is_said(folder: Path) -> None:
    assert run(folder, "build", "-o", "out/of/the/way.apkg").status == 0
    assert set(made(folder)) == {"out/of/the/way.apkg", "obverse.lock"}
    assert zipfile.is_zipfile(folder / "out" / "of" / "the" / "way.apkg")


def test_a_deck_can_be_put_below_another(folder: Path) -> None:
    assert "My notes::Law::Deck" in run(folder, "build", "--deck", "My notes::Law").out


def test_locked_fails_where_the_lock_would_change(folder: Path) -> None:
    ran = run(folder, "build", "--locked")
    assert ran.status == 1
    assert "error: `obverse.lock` would change (2 new, " in ran.err
    assert "nothing was written" in ran.err
    assert made(folder) == {}
    assert run(folder, "build").status == 0
    assert run(folder, "build", "--locked").status == 0
    before = made(folder)
    write(folder, deck=DECK.replace("Other", "Another"))
    assert run(folder, "build", "--locked").status == 1
    assert made(folder) == before


def test_strict_makes_an_error_of_every_warning(folder: Path) -> None:
    write(folder, deck=WARNING)
    for command in ("build", "check"):
        assert run(folder, command).status == 0
        ran = run(folder, command, "--strict")
        assert ran.status == 1
        assert "error: `tags` is not a list" in ran.out + ran.err
    assert run(folder, "build", "--strict").status == 1  # what the build before left is no excuse


@pytest.mark.parametrize(("text", "status"), [(DECK, 0), (WARNING, 0), ("---\n", 1)])
def test_both_commands_end_alike(folder: Path, text: str, status: int) -> None:
    write(folder, deck=text)
    assert (run(folder, "build").status, run(folder, "check").status) == (status, status)


def test_paths_are_those_to_type_in_the_current_folder(folder: Path) -> None:
    write(folder, deck=WARNING)
    assert run(folder.parent, "check", "notes").out.startswith("notes/deck.md:2:7: ")
    assert run(folder, "check").out.startswith("deck.md:2:7: ")
    (folder / "below").mkdir()
    assert run(folder / "below", "check", "..").out.startswith(f"{folder}/deck.md:2:7: ")


def test_there_is_colour_on_a_terminal_alone(folder: Path) -> None:
    write(folder, deck=WARNING)
    command = ("-m", "obverse", "check")
    assert ESCAPE in on_a_terminal(folder, *command)[1]
    assert ESCAPE not in on_a_terminal(folder, *command, NO_COLOR="1")[1]
    assert ESCAPE not in on_a_terminal(folder, *command, TERM="dumb")[1]
    assert ESCAPE not in spawn(folder, "check").out


def test_a_long_build_shows_how_far_it_is_on_a_terminal_alone(folder: Path) -> None:
    write(folder, **{f"d{number}": DECK for number in range(9)})
    hasty = "import obverse.commands as c, sys; c.PATIENCE = 0; sys.argv[0] = 'obverse'; "
    script = (hasty + "from obverse.cli import main; main()", "build")
    status, shown = on_a_terminal(folder, "-c", *script)
    assert status == 0
    assert "compiling" in shown
    assert "100%" in shown
    (folder / "build" / ".cache").rename(folder / "gone")
    assert "compiling" not in on_a_terminal(folder, "-c", *script, "--quiet")[1]
    write(folder, more=DECK)
    done = subprocess.run(
        [sys.executable, "-c", *script], cwd=folder, capture_output=True, text=True, check=True
    )
    assert "compiling" not in done.stdout + done.stderr


def test_a_short_build_shows_no_bar(folder: Path) -> None:
    assert "compiling" not in on_a_terminal(folder, "-m", "obverse", "build")[1]


def test_a_terminal_without_an_authors_signs_stops_nothing(folder: Path) -> None:
    write(folder, deck="## Wofür – 日本?\n\n#card/draft\n\n## Größe?\n\n![](ü.png)\n")
    ran = spawn(folder, "check", PYTHONIOENCODING="cp437", PYTHONUTF8="0", LC_ALL="C")
    assert (ran.status, "Traceback" in ran.err) == (1, False)
    write(folder, deck="## Wofür – 日本?\n\n#card/draft\n\n## Größe?\n")
    ran = spawn(folder, "build", PYTHONIOENCODING="cp437", PYTHONUTF8="0", LC_ALL="C")
    assert (ran.status, ran.err) == (0, "")
    assert "\\u65e5\\u672c" in ran.out


def test_a_reader_that_goes_away_is_no_reason_for_a_traceback(folder: Path) -> None:
    command = f"{sys.executable} -m obverse build | true"
    done = subprocess.run(["sh", "-c", command], cwd=folder, capture_output=True, check=False)
    assert b"Traceback" not in done.stderr


def test_settings_are_read_from_either_file(folder: Path) -> None:
    write(folder / "content", deck=DECK)
    (folder / "deck.md").unlink()
    settings = 'name = "mine"\ndeck = "Root"\nbuild = "out"\nlock = "my.lock"\ntags = ["#a/b"]\n'
    for name, header in (("pyproject.toml", "[tool.obverse]\n"), ("obverse.toml", "")):
        (folder / name).write_text(header + settings, encoding="utf-8")
        assert run(folder, "build").status == 0
        assert set(made(folder)) == {"out/mine.apkg", "my.lock"}
        lock = (folder / "my.lock").read_text(encoding="utf-8")
        assert "\ta::b" in lock
        assert "\tRoot::Deck\t" in lock
        (folder / name).unlink()
        (folder / "my.lock").unlink()
        shutil.rmtree(folder / "out")
    (folder / "obverse.toml").write_text('content = "content"\n', encoding="utf-8")
    assert run(folder, "build", "content").status == 0
    assert "build/notes.apkg" in made(folder)


def test_duplicates_can_be_kept_or_refused(folder: Path) -> None:
    toml = folder / "obverse.toml"
    toml.write_text('content = "."\nduplicates = "keep"\n', encoding="utf-8")
    assert "3 notes" in run(folder, "build").out
    toml.write_text('content = "."\nduplicates = "error"\n', encoding="utf-8")
    ran = run(folder, "build")
    assert ran.status == 1
    assert "deck.md:7:4: error: the same card as at deck.md:3:1 [duplicate-card]" in ran.err


def test_the_script_ends_with_the_status_of_the_command(tmp_path: Path) -> None:
    script = Path(sys.executable).with_name("obverse")
    for arguments, status in ((["--version"], 0), (["build", "nowhere"], 2), (["biuld"], 2)):
        done = subprocess.run(
            [script, *arguments], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == status
        assert done.stdout + done.stderr


def test_the_script_says_all_into_a_pipe_and_bears_that_it_is_closed(tmp_path: Path) -> None:
    script = Path(sys.executable).with_name("obverse")
    everything = run(tmp_path, "explain").out
    done = subprocess.run([script, "explain"], capture_output=True, text=True, check=False)
    assert done.stdout == everything
    with subprocess.Popen(
        [script, "explain"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert "Traceback" not in process.stderr.read()


WORD: Final = {
    "note-type.toml": 'name = "My Word"\nfields = ["Word", "Sense"]\n',
    "front.html": "{{Word}}",
    "back.html": "{{Sense}}",
}
ANKIS_CLOZE: Final = {
    "note-type.toml": 'name = "Cloze (Anki)"\nkind = "cloze"\nfields = ["Text", "Extra"]\n',
    "front.html": "{{cloze:Text}}",
    "back.html": "{{cloze:Text}}{{Extra}}",
}


def test_a_summary_names_custom_note_types_and_kinds_as_they_are(tmp_path: Path) -> None:
    folder = tmp_path / "d"
    (folder / "content").mkdir(parents=True)
    (folder / "obverse.toml").write_text('name = "d"\n')
    for key, texts in {"word": WORD, "ankis": ANKIS_CLOZE}.items():
        (folder / "note-types" / key).mkdir(parents=True)
        for name, text in texts.items():
            (folder / "note-types" / key / name).write_text(text)
    own = "# Own\n\n## Text {{c1::one}}\n\nMore.\n\n## Plain?\n\nYes.\n"
    write(
        folder / "content",
        own=own,
        word="---\nnote-type: word\n---\n# W\n\n## Word\n\nSense\n",
        ankis="---\nnote-type: ankis\n---\n# C\n\n## A {{c1::deletion}}\n\nMore.\n",
    )
    first = run(folder, "build").out
    told = "4 notes (1 Cloze (Anki), 1 My Word, 1 basic, 1 cloze), 4 cards"
    assert told in first
    assert "4 new, 0 updated, 0 unchanged in Anki" in first
    write(folder / "content", own=own.replace("Yes", "No"))
    edited = run(folder, "build").out
    assert told in edited
    assert "0 new, 1 updated, 3 unchanged in Anki" in edited


def test_the_first_build_of_a_clone_says_since_when_nothing_changed(folder: Path) -> None:
    assert run(folder, "build").status == 0
    shutil.rmtree(folder / "build")
    assert "0 new, 0 updated, 2 unchanged since the last lock" in run(folder, "build").out
