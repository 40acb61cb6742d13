"""Defaults: what a file's front matter says about all of its cards."""

from collections.abc import Collection, Iterator, Mapping
from functools import partial
from typing import NamedTuple

from obverse.compile import custom_note_type
from obverse.compile.card_tags import CardTags, sort_out, unknown_kind
from obverse.compile.places import Places
from obverse.languages import tags
from obverse.languages.front_matter import FrontMatter
from obverse.note_types import NoteType
from obverse.values.card_settings import MARK
from obverse.values.diagnostic import Diagnostic, warning


class Defaults(NamedTuple):
    """What holds for a card that says nothing else, and the findings about it.

    `asked` are the tags as they are written, `tags` those for Anki, `kind` is the default kind,
    `note_type` the project's own that all cards are of.
    """

    asked: CardTags
    tags: tuple[str, ...]
    kind: str | None
    draft: bool
    note_type: NoteType | None
    findings: tuple[Diagnostic, ...]


def defaults(
    front: FrontMatter,
    note_types: Mapping[str, NoteType],
    places: Places,
    marks: Collection[str] = (MARK,),
) -> Defaults:
    """The defaults of a file; `note_types` are the project's own by name.

    `marks` are tags that mark a card, which no file can be.
    """
    found = [
        warning(places.within(each.line, each.column), each.rule, each.message, each.hint)
        for each in front.findings
    ]
    written = (
        (name, partial(places.within, line, column, len(name))) for name, line, column in front.tags
    )
    asked = sort_out(written, marks)
    kind, no_kind = _kind(front, places)
    note_type, no_type = _note_type(front, note_types, places)
    return Defaults(
        asked,
        tags.join(asked.tags),
        kind,
        asked.draft or front.draft,
        note_type,
        (*found, *asked.findings, *_words(front, places), *_said(no_kind, no_type)),
    )


def _said(*found: Diagnostic | None) -> Iterator[Diagnostic]:
    return (each for each in found if each)


def _words(front: FrontMatter, places: Places) -> Iterator[Diagnostic]:
    """What is wrong with `cards`, which may also be a key of the author's own."""
    if not front.cards:
        return
    from obverse.project.which_cards import wrong_words

    message, hint = wrong_words(tuple(word.casefold() for word, _, _ in front.cards))
    if message:
        word, line, column = front.cards[0]
        yield warning(places.within(line, column, len(word)), "unknown-cards", message, hint)


def _kind(front: FrontMatter, places: Places) -> tuple[str | None, Diagnostic | None]:
    if front.card is None:
        return None, None
    name, line, column = front.card
    kind = name.casefold()
    fault = unknown_kind(kind, partial(places.within, line, column, len(name)))
    if fault is None:
        return kind, None
    from obverse.project.which_cards import card_words  # one letter apart

    if kind in card_words():
        fault = fault._replace(hint=f"`{kind}` says which text is a card: write `cards: {kind}`")
    return None, fault


def _note_type(
    front: FrontMatter, note_types: Mapping[str, NoteType], places: Places
) -> tuple[NoteType | None, Diagnostic | None]:
    if not front.note_type:
        return None, None
    name, line, column = front.note_type
    if found := note_types.get(name):
        return found, None
    place = places.within(line, column, len(name))
    return None, custom_note_type.unknown(name, note_types, place)
