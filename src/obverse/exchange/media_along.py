"""Media along: cards for a file that cannot hold the files they show, which go into a folder."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from html import unescape
from urllib.parse import unquote

from obverse.cards.cards import WrittenCard
from obverse.cards.from_html.links import link_destination
from obverse.values.note import MediaUse

# A picture or a link, an embed, an attribute of HTML, a sound.
_SHOWS = re.compile(
    r"""(?P<link>\]\((?P<in_link><(?:\\.|[^<>\\\n])++>|[^\s()<>]++))"""
    r"""|(?P<embed>!\[\[(?P<in_embed>[^\]|\n]++))"""
    r"""|(?P<html>(?:src|poster)="(?P<in_html>[^"\n]++))|(?P<sound>\[sound:(?P<in_sound>[^\]\n]++))"""
)
# What begins code and what ends it, in which nothing is shown.
_TICKS = re.compile(r"`++|^~~~", re.MULTILINE)
_ESCAPED = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
_Stored = Mapping[MediaUse, tuple[str, str]]


def media_along(
    cards: Iterable[WrittenCard], stored: _Stored, folder: str
) -> tuple[list[WrittenCard], dict[str, str]]:
    """The cards, which show files in `folder`; and the path of each of these by its name there.

    `stored` are the name and the path of each use, as `Media` has them. A file that was not found
    is left as it is written.
    """
    by_source: dict[str, dict[str, tuple[str, str]]] = {}
    for use, (name, path) in stored.items():
        if path and not use.code:
            by_source.setdefault(use.place.path, {})[unquote(use.path)] = (name, path)
    files: dict[str, str] = {}
    made = [_card(card, by_source.get(card.source, {}), folder, files) for card in cards]
    return made, dict(sorted(files.items()))


def _card(
    card: WrittenCard, known: Mapping[str, tuple[str, str]], folder: str, files: dict[str, str]
) -> WrittenCard:
    def shown(found: re.Match[str]) -> str:
        kind = str(found.lastgroup)
        written = found[f"in_{kind}"]
        name, path = known.get(_meant(written), ("", ""))
        if not path:
            return found[0]
        files[name] = path
        target = f"{folder}/{name}" if folder else name
        target = link_destination(target) if kind == "link" else target
        return found[0].removesuffix(written) + target

    if not known:
        return card
    fields = {name: _with(shown, text) for name, text in card.fields.items()}
    return replace(
        card, front=_with(shown, card.front), back=_with(shown, card.back), fields=fields
    )


def _with(shown: Callable[[re.Match[str]], str], text: str) -> str:
    """The text with what it shows outside code as `shown` gives it."""
    out, at = list[str](), 0
    for start, end in _code(text):
        out += (_SHOWS.sub(shown, text[at:start]), text[start:end])
        at = end
    return "".join((*out, _SHOWS.sub(shown, text[at:])))


def _code(text: str) -> Iterator[tuple[int, int]]:
    """Where code begins and ends: what begins it is ended by its like. Each is looked at once."""
    signs = [*_TICKS.finditer(text)]
    alike: dict[str, list[int]] = {}
    for number, sign in enumerate(signs):
        alike.setdefault(sign[0], []).append(number)
    number = 0
    while number < len(signs):
        later = alike[signs[number][0]]
        after = bisect_right(later, number)
        if after < len(later):
            yield signs[number].start(), signs[later[after]].end()
            number = later[after]
        number += 1


def _meant(written: str) -> str:
    """The path of a reference without brackets, escapes and entities."""
    bare = written[1:-1] if written.startswith("<") else written
    return unquote(unescape(_ESCAPED.sub("", bare))).strip()
