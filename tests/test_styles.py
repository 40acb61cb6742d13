"""The styles: which there are, how one is chosen, and what holds of all of them."""

import re
from pathlib import Path
from typing import Final

import pytest

from obverse.build import build
from obverse.note_types import built_in
from obverse.project import project, styles
from obverse.project.job import Job
from projects import NOW
from shell import run, write

ROOT: Final = Path(__file__).parents[1]
IMAGES: Final = ROOT / "docs" / "images"
COLOURS: Final = re.compile(r"--([a-z]+): ")


def css(folder: Path, style: str) -> str:
    """The CSS of a card in a project with a style."""
    write(folder, cards="## Q?\n\nA.\n")
    (folder / "obverse.toml").write_text(f'content = "."\nstyle = "{style}"\n', "utf-8")
    the_project = project.find(folder)
    built = build(Job(the_project, NOW), the_project.read(), b"")
    assert not built.diagnostics
    return built.collection.note_types["obverse"].css


def test_there_are_three_and_each_has_a_picture() -> None:
    assert styles.names() == ("contrast", "paper", "plain")
    for name in styles.names():
        size = (IMAGES / f"style-{name}.png").stat().st_size
        assert 0 < size < 60_000


def test_the_documents_show_every_style() -> None:
    text = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    for name in styles.names():
        assert f"`{name}`" in text
        assert f"images/style-{name}.png" in text


@pytest.mark.parametrize("style", ["", "plain"])
def test_the_plain_style_is_the_one_without_any(tmp_path: Path, style: str) -> None:
    assert css(tmp_path, style) == built_in("obverse").css


@pytest.mark.parametrize("style", ["paper", "contrast"])
def test_another_style_comes_after_the_rest(tmp_path: Path, style: str) -> None:
    text = styles.file_of(tmp_path, style).read_text(encoding="utf-8").strip()
    assert css(tmp_path, style) == f"{built_in('obverse').css}\n{text}\n"


@pytest.mark.parametrize("name", ["look.css", "./paper", "looks/paper", "plain.css"])
def test_what_has_a_dot_or_a_slash_is_a_file(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(".obverse { color: teal }", encoding="utf-8")
    assert css(tmp_path, name).endswith("\n.obverse { color: teal }\n")


@pytest.mark.parametrize(
    ("style", "hint"),
    [
        ("papr", 'did you mean `"paper"`?'),
        ("Paper", 'did you mean `"paper"`?'),
        ("contrasts", 'did you mean `"contrast"`?'),
        ("plian", 'did you mean `"plain"`?'),
        ("solarized", 'known are `"contrast"`, `"paper"`, `"plain"`'),
    ],
)
@pytest.mark.parametrize("command", ["build", "check", "plan"])
def test_a_style_that_is_not_there_is_an_error(
    tmp_path: Path, style: str, hint: str, command: str
) -> None:
    write(tmp_path, cards="## Q?\n\nA.\n")
    (tmp_path / "obverse.toml").write_text(f'content = "."\nstyle = "{style}"\n', "utf-8")
    ran = run(tmp_path, command)
    assert ran.status
    said = ran.out + ran.err
    assert f"obverse.toml:2:1: error: `style` cannot be `{style}`" in said
    assert hint in said


def test_a_style_says_every_colour_by_day_and_at_night() -> None:
    day, night = (set(COLOURS.findall(part)) for part in parts("plain"))
    assert night == day - {"letters"}
    for name in styles.names():
        day_too, night_too = (set(COLOURS.findall(part)) for part in parts(name))
        # One that changes colours of code by day has those of the night from all styles.
        assert day & day_too - night_too <= {"letters"}
        assert night_too <= day_too


def parts(name: str) -> tuple[str, str]:
    """What a style says of the day, and what of the night."""
    text = styles.file_of(Path(), name).read_text(encoding="utf-8")
    day, _, night = text.partition("\n.nightMode")
    return day, night


def test_another_style_is_a_build_that_changes_every_card_s_look(tmp_path: Path) -> None:
    write(tmp_path, cards="## Q?\n\nA.\n")
    toml = tmp_path / "obverse.toml"
    times = []
    for day, style in enumerate(("plain", "paper", "plain")):
        toml.write_text(f'content = "."\nstyle = "{style}"\n', "utf-8")
        ran = run(tmp_path, "build", SOURCE_DATE_EPOCH=str(NOW + day))
        assert "wrote" in ran.out
        (line,) = re.findall(
            r"^note-type\t.*", (tmp_path / "obverse.lock").read_text(), re.MULTILINE
        )
        times.append(int(line.split("\t")[3]))
    # Anki takes a look only when it is newer.
    assert times == sorted(set(times))
