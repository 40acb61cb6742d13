"""Media along: cards for a file that cannot hold the files they show, which go into a folder."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from html import unescape
from urllib.parse import unquote

from obverse.cards.cards import WrittenCard
from obverse.cards.from_html.links import link_destination
from obverse.values.note import MediaUse

# Code, in which nothing is shown; a picture or a link, an embed, an attribute of HTML, a sound.
_SHOWS = re.compile(
    r"""(?P<code>(?<!`)(?P<ticks>`+)(?!`).{1,20000}?(?<!`)(?P=ticks)(?!`)|^~~~.{1,20000}?^~~~)"""
    r"""|(?P<link>\]\((?P<in_link><(?:\\.|[^>\\\n])+>|[^\s()<>]+))"""
    r"""|(?P<embed>!\[\[(?P<in_embed>[^\]|\n]+))"""
    r"""|(?P<html>(?:src|poster)="(?P<in_html>[^"\n]+))|(?P<sound>\[sound:(?P<in_sound>[^\]\n]+))""",
    re.DOTALL | re.MULTILINE,
)
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
        kind = found.lastgroup or "code"
        if kind == "code":
            return found[0]
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
    fields = {name: _SHOWS.sub(shown, text) for name, text in card.fields.items()}
    return replace(
        card, front=_SHOWS.sub(shown, card.front), back=_SHOWS.sub(shown, card.back), fields=fields
    )


def _meant(written: str) -> str:
    """The path of a reference without brackets, escapes and entities."""
    bare = written[1:-1] if written.startswith("<") else written
    return unquote(unescape(_ESCAPED.sub("", bare))).strip()
