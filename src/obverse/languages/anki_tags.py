"""Anki's own tags in text, which run when a card is shown: `[sound:..]`, `[latex]`, `[anki:tts]`.

Anki looks for them in the whole card, in code and in attributes too. So a field holds none but
those that were meant: of any other the `[` is an entity.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import lru_cache
from html import unescape
from typing import NamedTuple

from obverse.machine.late import late
from obverse.values.note import hole

# Bounded: what is never closed would be looked through to the end from every opening.
SOUND = late(r"\[sound:[ \t]{0,9}(?P<file>[^\]\s][^\]\n]{0,300})\]")
_OPENING = late(r"\[(?P<name>latex|\$\$?|anki:tts)(?P<options>[^\]\n]{0,300})\]", re.IGNORECASE)
_LONGEST = 5000  # characters between the tags of a pair
PAIR = late(
    rf"{_OPENING.pattern}"
    rf"(?P<inside>(?:(?!\[/?(?P=name)\b|\[/?(?P=name)\]).){{1,{_LONGEST}}})\[/(?P=name)\]",
    re.DOTALL | re.IGNORECASE,
)
ALONE = late(r"\[(?:latex|anki:tts[^\]\n]{0,300})\]", re.IGNORECASE)
LONE = late(r"\[/?\$\$?\]")  # half of a pair, and no math
_RUNS = late(r"\[(?=sound:(?!\ufdd0media)|/?latex\]|/?\$\$?\]|/?anki:|\[type:)", re.IGNORECASE)
_LIVE = hole("live", ord("["))
_CODE_OR_TAG = late(
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


def pair_at(text: str, at: int) -> re.Match[str] | None:
    """The pair of tags that begins here; looked for only where its end can be the next tag."""
    opening = _OPENING.match(text, at)
    if not opening:
        return None
    name = opening["name"].lower()
    names = ("$", "$$") if "$" in name else (name,)
    if not any(_ends_next(text, each, opening.end()) for each in names):
        return None
    return PAIR.match(text, at)


def _ends_next(text: str, name: str, start: int) -> bool:
    places = _tags_named(text, name)
    index = bisect_left(places, start)
    if index == len(places) or places[index] > start + _LONGEST:
        return False
    end = f"[/{name}]"
    return text[places[index] : places[index] + len(end)].lower() == end


@lru_cache(maxsize=8)
def _tags_named(text: str, name: str) -> list[int]:
    """Where all opening and closing tags with a name begin."""
    tag = re.compile(rf"\[/?{re.escape(name)}(?:\b|\])", re.IGNORECASE)
    return [found.start() for found in tag.finditer(text)]


def _with_pairs(text: str, pair: Callable[[re.Match[str]], str]) -> str:
    parts: list[str] = []
    position = 0
    for opening in _OPENING.finditer(text):
        if opening.start() >= position and (found := pair_at(text, opening.start())):
            parts += (text[position : found.start()], pair(found))
            position = found.end()
    return "".join((*parts, text[position:]))


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
    for kept in (*_code_and_tags(fragment), None):
        text = fragment[position : kept.start() if kept else len(fragment)]
        text = SOUND.sub(lambda found: sound(sound_file(found)), text)
        parts += (_with_pairs(text, pair), kept[0] if kept else "")
        position = kept.end() if kept else position
    return "".join(parts)


def _code_and_tags(fragment: str) -> Iterator[re.Match[str]]:
    """Code and tags in HTML. After the last `>` none ends, so none is looked for."""
    at, last = fragment.find("<"), fragment.rfind(">")
    while 0 <= at < last:
        found = _CODE_OR_TAG.match(fragment, at)
        if found:
            yield found
        at = fragment.find("<", found.end() if found else at + 1)


def play(name: str) -> str:
    """The tag that plays a file with this name."""
    return f"{_LIVE}sound:{name}]"
