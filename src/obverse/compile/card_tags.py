"""Card tags: which tags of a card or a file choose a kind of card, and which reach Anki."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from obverse.compile import kinds
from obverse.languages import tags
from obverse.values.diagnostic import Diagnostic, did_you_mean, error, warning
from obverse.values.source import Place

_BRANCH = "card"


class CardTags(NamedTuple):
    """The tags of a card or a file: kinds asked for, tags for Anki, whether it is a draft."""

    kinds: tuple[str, ...]
    tags: tuple[str, ...]
    draft: bool


NO_TAGS = CardTags((), (), draft=False)


def sort_out(
    written: Iterable[tuple[str, Callable[[], Place]]], found: list[Diagnostic]
) -> CardTags:
    """Sort tags as written; each comes with what finds its place, which is seldom wanted.

    What is wrong with them is added to `found`.
    """
    asked: list[str] = []
    own: list[str] = []
    draft = False
    for name, place in written:
        # Obsidian takes tags that differ in case for one.
        branch, slash, kind = name.casefold().partition("/")
        if branch != _BRANCH or not slash:
            own.append(_to_anki(name, place, found))
        elif kind == kinds.DRAFT:
            draft = True
        elif is_kind(kind, place, found, f"#{_BRANCH}/"):
            asked.append(kind)
    return CardTags(tuple(asked), tuple(tag for tag in own if tag), draft)


def is_kind(
    name: str, place: Callable[[], Place], found: list[Diagnostic], before: str = ""
) -> bool:
    """Whether there is such a kind; `before` is what stands before the name where it is written."""
    if name in kinds.names():
        return True
    known = (*kinds.names(), *([kinds.DRAFT] if before else []))
    hint = did_you_mean(name, known, f"`{before}{{}}`")
    message = f"there is no kind of card `{before}{name}`"
    found.append(error(place(), "unknown-kind", message, hint))
    return False


def _to_anki(name: str, place: Callable[[], Place], found: list[Diagnostic]) -> str:
    tag = tags.to_anki(name)
    if not tags.is_plain(name):
        becomes = f"becomes `{tag}`" if tag else "is left out"
        hint = "tags hold letters, digits, `_`, `-`, and `/` between levels"
        message = f"the tag `{name}` {becomes} in Anki"
        found.append(warning(place(), "tag-sanitized", message, hint))
    return tag
