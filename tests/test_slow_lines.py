"""Long lines of one mark keep no build busy for longer than their length asks."""

import time

import pytest

from obverse.languages import markdown

MARKS = (
    *("==", "== ", "===", "==a ", "==a== ", "{{c1::", "{{c1::a}} ", "%%", "%%%", "%% ", "%%a", "%"),
    *("[", "![", "[[", "^[", "[[a", "![[", "[sound:", "[sound: ", "[latex", "[latex]", "[$]"),
    *("[anki:tts", "a <!--", "a <?", "a <![CDATA[", "::", "}}", "$", r"\(", r"\[", "`", "~~"),
)


@pytest.mark.parametrize("mark", MARKS)
def test_twice_the_line_takes_at_most_about_twice_the_time(mark: str) -> None:
    # The best of three runs each, with room for what a busy machine adds to short ones.
    small, large = (min(cpu(mark, length) for _ in range(3)) for length in (4_000, 8_000))
    assert large < 3 * small + 0.03


@pytest.mark.parametrize("mark", ["%", "%%", "%%%", "%% ", "%%a"])
def test_a_line_of_comment_marks_ends_at_once(mark: str) -> None:
    assert cpu(mark, 60, " Section one") < 1


@pytest.mark.parametrize("mark", ["==", "{{c1::"])
def test_marks_take_less_than_five_seconds_a_megabyte(mark: str) -> None:
    assert cpu(mark, 200_000) < 1


def test_comments_hide_only_themselves() -> None:
    shown = {
        "%%a%%": "",
        "%%a%% %%b%%": "",
        "%%%%%%": "",
        "%%a%% b %%c%%": " b ",
        "%%%%% Section one": "% Section one",
    }
    for text, left in shown.items():
        found = markdown.text(markdown.parse(f"{text}\n"))
        assert found.strip() == left.strip(), text


def cpu(mark: str, length: int, after: str = "") -> float:
    """The seconds of processor time that parsing a line takes."""
    text = f"## q\n\n{mark * (length // len(mark))}{after}\n"
    markdown.parse("## q\n\n" + mark * 4 + after)  # the parser for such a text, made once
    start = time.process_time()
    markdown.parse(text)
    return time.process_time() - start
