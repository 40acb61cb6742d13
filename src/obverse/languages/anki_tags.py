"""Anki's own tags in text, which run when a card is shown: `[sound:..]`, `[latex]`, `[anki:tts]`.

Anki looks for them in the whole card, in code and in attributes too. So a field holds none but
those that were meant: of any other the `[` is an entity.
"""

import re
from collections.abc import Callable
from html import unescape
from typing import NamedTuple

from obverse.values.note import hole

# Bounded: what is never closed would be looked through to the end from every opening.
SOUND = re.compile(r"\[sound:[ \t]{0,9}(?P<file>[^\]\s][^\]\n]{0,300})\]")
PAIR = re.compile(
    r"\[(?P<name>latex|\$\$?|anki:tts)(?P<options>[^\]\n]{0,300})\]"
    r"(?P<inside>(?:(?!\[/?(?P=name)\b|\[/?(?P=name)\]).){1,5000})\[/(?P=name)\]",
    re.DOTALL | re.IGNORECASE,
)
ALONE = re.compile(r"\[(?:latex|anki:tts[^\]\n]{0,300})\]", re.IGNORECASE)
LONE = re.compile(r"\[/?\$\$?\]")  # half of a pair, and no math
_RUNS = re.compile(
    r"\[(?=sound:(?!\ufdd0media)|/?latex\]|/?\$\$?\]|/?anki:|\[type:)", re.IGNORECASE
)
_LIVE = hole("live", ord("["))
_CODE_OR_TAG = re.compile(
    r"<(code|pre|kbd|samp|tt)\b[^>]*>.*?(?:</\1\s*>|\Z)|</?[a-z](?:\"[^\"]*\"|'[^']*'|[^<>\"'])*>",
    re.DOTALL | re.IGNORECASE,
)


class Advice(NamedTuple):
    """What is said about a tag that is passed on to Anki: what is wrong, and what to write."""

    message: str
    hint: str


def guarded_tags(field: str) -> str:
    """The field with entities for what would run as a tag, but for what was meant."""
    return _RUNS.sub("&#91;", field).replace(_LIVE, "[")


def live(tags: str) -> str:
    """HTML of tags that are meant."""
    return _RUNS.sub(_LIVE, tags)


def sound_file(sound: re.Match[str]) -> str:
    """The file that a `[sound:..]` plays."""
    return unescape(sound["file"]).strip()


def markdown_for(pair: re.Match[str]) -> Advice:
    """What is said about a pair of tags with text between them."""
    name, inside = pair["name"].lower(), " ".join(pair["inside"].split())
    if name == "anki:tts":
        message = "`[anki:tts]` is read by the voice of each device, where there is one"
        return Advice(message, "record the text, and write `![](recording.mp3)`")
    message = f"`[{name}]` is passed on to Anki, which shows it only where LaTeX is installed"
    dollars = "$" if name == "$" else "$$"
    tex = inside.strip("$").strip()
    return Advice(message, f"write `{dollars}{tex}{dollars}`, which is shown everywhere")


def unclosed(tag: str) -> Advice:
    """What is said about a tag without its end in the same paragraph."""
    end = f"[/{tag[1:-1].split(maxsplit=1)[0]}]"
    message = f"`{tag}` has no `{end}` in its paragraph, and is shown as text"
    hint = "for math write `$..$` or `$$..$$`" if "latex" in tag.lower() else f"write `{end}`"
    return Advice(message, hint)


def shown_in_html(
    fragment: str, sound: Callable[[str], str], pair: Callable[[re.Match[str]], str]
) -> str:
    """HTML with `sound(file)` and `pair(match)` for the tags in its text, not in code."""
    parts: list[str] = []
    position = 0
    for kept in (*_CODE_OR_TAG.finditer(fragment), None):
        text = fragment[position : kept.start() if kept else len(fragment)]
        text = SOUND.sub(lambda found: sound(sound_file(found)), text)
        parts += (PAIR.sub(pair, text), kept[0] if kept else "")
        position = kept.end() if kept else position
    return "".join(parts)


def play(name: str) -> str:
    """The tag that plays a file with this name."""
    return f"{_LIVE}sound:{name}]"
