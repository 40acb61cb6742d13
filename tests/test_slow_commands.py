"""Whole commands take about twice as long for a line that is twice as long, whatever is in it."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from anki_packages import CLOZE, Note, package, run
from test_import_limits import crowd

LENGTH: Final = 6_000
ROUNDS: Final = 3
# What was slow somewhere, and their like.
MARKS: Final = (
    *(
        "{{c1::",
        "{{c1::a}}",
        "![[",
        "![a](",
        "[a](",
        "%%a",
        "<!--",
        "<pre>",
        "`",
        "$",
        r"\(",
        r"\[",
    ),
    *("<a b=", "<a b='", "<font", "[$]", "[sound:a", "src=", "“", "what and what is ", "&nbsp;"),
    *(" ", "\xa0", "- ", "1", "::", "Q: ", "a? ", '"', "#a ", "==", "data:image/png;base64,"),
)


def check(text: str, folder: Path) -> list[str | Path]:
    (folder / "content").mkdir()
    (folder / "obverse.toml").write_text('name = "x"\n', "utf-8")
    (folder / "content" / "a.md").write_text(f"## Q {text} x\n\nA {text} y\n", "utf-8")
    return ["check", folder]


def named(name: str, written: Callable[[str], str]) -> Callable[[str, Path], list[str | Path]]:
    def importing(text: str, folder: Path) -> list[str | Path]:
        (folder / "file").write_text(written(text), "utf-8")
        return ["import", "--format", name, folder / "file", folder / "project"]

    return importing


def build(text: str, folder: Path) -> list[str | Path]:
    _, path = check(text, folder)
    return ["build", path, "-o", folder / "x.apkg"]


def apkg(text: str, folder: Path) -> list[str | Path]:
    notes = [Note((f"q {text}", f"a {text} b")), Note((f"{{{{c1::x}}}} {text}", text), CLOZE)]
    return ["import", package(folder / "in.apkg", notes), folder / "project"]


COMMANDS: Final[dict[str, Callable[[str, Path], list[str | Path]]]] = {
    "check": check,
    "build": build,
    "apkg": apkg,
    "crowdanki": named("crowdanki", lambda text: crowd([["q", text]])),
    "csv": named("csv", lambda text: f"front,back\nq,{text} x\n"),
    "anki-text": named("anki-text", lambda text: f"#separator:tab\n#html:true\nq\t{text} x\n"),
    "pasted": named("pasted", lambda text: f"What is it?\n{text} x\n"),
}


def seconds(name: str, mark: str, length: int, folder: Path) -> float:
    folder.mkdir(parents=True)
    words = COMMANDS[name](mark * (length // len(mark)), folder)
    start = time.thread_time()
    result = run(*words)
    assert result.exit_code in (0, 1, 2), result.output
    return time.thread_time() - start


@pytest.mark.parametrize("name", COMMANDS)
def test_twice_the_line_takes_at_most_about_twice_the_time(name: str, tmp_path: Path) -> None:
    slow = []
    for number, mark in enumerate(MARKS):
        folder = tmp_path / str(number)
        if seconds(name, mark, LENGTH, folder / "first") < 0.3:
            continue
        # What else the machine does makes one of them slow now and then, and not each time.
        measured = (times(name, mark, folder / f"try-{again}") for again in range(3))
        if all(twice > 2.7 * once for once, twice in measured):
            slow.append(mark)
    assert not slow


def times(name: str, mark: str, folder: Path) -> tuple[float, float]:
    """The time for a line, and for one that is twice as long."""
    rounds = (
        [seconds(name, mark, length, folder / f"{at}-{length}") for at in range(ROUNDS)]
        for length in (LENGTH, 2 * LENGTH)
    )
    once, twice = map(min, rounds)
    return once, twice
