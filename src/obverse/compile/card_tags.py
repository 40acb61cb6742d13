"""Card tags: which tags of a card or a file choose a kind of card, and which reach Anki."""

import re
from collections.abc import Callable, Collection, Iterable
from functools import lru_cache
from typing import NamedTuple

from obverse.compile import kinds
from obverse.languages import tags
from obverse.machine.late import late
from obverse.values.card_settings import MARK, ROWS
from obverse.values.diagnostic import Diagnostic, did_you_mean, error, warning
from obverse.values.source import Place

_BRANCH = MARK
_NEARLY = late(r"(?:cards?|crad|flash-?cards?|anki)([/_-])([^/]+)", re.IGNORECASE)


class CardTags(NamedTuple):
    """The tags of a card or a file: kinds asked for, tags for Anki, whether it is a draft."""

    kinds: tuple[str, ...]
    tags: tuple[str, ...]
    draft: bool
    findings: tuple[Diagnostic, ...] = ()


NO_TAGS = CardTags((), (), draft=False)


def sort_out(
    written: Iterable[tuple[str, Callable[[], Place]]], marks: Collection[str] = (MARK,)
) -> CardTags:
    """Sort tags as written; each comes with what finds its place, which is seldom wanted.

    `marks` only mark a card, and are none of its tags.
    """
    asked: list[str] = []
    own: list[str] = []
    found: list[Diagnostic | None] = []
    draft = False
    for name, place in written:
        # Obsidian treats tags that differ only in case as one.
        branch, slash, kind = name.casefold().partition("/")
        if branch in marks and not slash:
            continue
        if tags.is_unclosed(name):
            found.append(unclosed_tag(name, place))
        elif branch != _BRANCH or not slash:
            own.append(tags.to_anki(name))
            found.append(_misspelt(name, place) or _altered(name, own[-1], place))
        elif kind == kinds.DRAFT:
            draft = True
        elif (fault := unknown_kind(kind, place, f"#{_BRANCH}/")) is None:
            asked.append(kind)
        else:
            found.append(fault)
    findings = tuple(each for each in found if each)
    return CardTags(tuple(asked), tuple(tag for tag in own if tag), draft, findings)


def ordinary(names: Iterable[str], marks: Collection[str] = (MARK,)) -> tuple[str, ...] | None:
    """What Anki gets of tags that choose nothing and are plain, as most; `None` if one does not."""
    made: list[str] = []
    for name in names:
        tag = _ordinary(name)
        if not tag or name.casefold() in marks:
            return None
        made.append(tag)
    return tuple(made)


@lru_cache(maxsize=4096)
def _ordinary(name: str) -> str:
    """Anki's form of a tag that chooses nothing, and of which there is nothing to say."""
    is_ours = name.casefold().startswith(f"{_BRANCH}/")
    if is_ours or _NEARLY.fullmatch(name) or tags.is_unclosed(name) or not tags.is_plain(name):
        return ""
    return tags.to_anki(name)


def unknown_kind(name: str, place: Callable[[], Place], before: str = "") -> Diagnostic | None:
    """The finding that there is no such kind; `before` is written before its name."""
    if name in kinds.names():
        return None
    known = (*kinds.names(), *([kinds.DRAFT, ROWS] if before else []))
    hint = did_you_mean(name, known, f"`{before}{{}}`")
    message = f"there is no kind of card `{before}{name}`"
    return error(place(), "unknown-kind", message, hint)


def _misspelt(name: str, place: Callable[[], Place]) -> Diagnostic | None:
    """What is said of a tag that is nearly one that chooses a kind of card."""
    found = _NEARLY.fullmatch(name)
    if not found or found[2].casefold() not in (*kinds.names(), kinds.DRAFT):
        return None
    message = f"`#{name}` is an ordinary tag, and chooses no kind of card"
    hint = f"write `#{_BRANCH}/{found[2].casefold()}`"
    return warning(place(), "misspelt-kind", message, hint)


def unclosed_tag(name: str, place: Callable[[], Place]) -> Diagnostic:
    """What is said of a tag whose quote is not closed, and which is text."""
    message = f"the quote of `#{name}` is not closed, so it is not a tag"
    return warning(place(), "unclosed-tag", message, f"write `#{tags.with_closing_quote(name)}`")


def _altered(name: str, tag: str, place: Callable[[], Place]) -> Diagnostic | None:
    """What is said of a tag that does not reach Anki as it is written."""
    if tags.is_plain(name):
        return None
    becomes = f"becomes `{tag}`" if tag else "is left out"
    hint = tags.how_to_keep(name)
    return warning(place(), "tag-sanitized", f"the tag `{name}` {becomes} in Anki", hint)
