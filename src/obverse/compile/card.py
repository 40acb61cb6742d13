"""Card: one section as its author means it: of which kinds, with which tags, under which pin."""

from collections.abc import Collection, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from obverse.compile import custom_note_type, kinds
from obverse.compile.card_tags import NO_TAGS, CardTags, ordinary, sort_out
from obverse.compile.defaults import Defaults
from obverse.compile.places import Places
from obverse.compile.sections import Section
from obverse.languages import tags
from obverse.languages.fingerprint import digest
from obverse.languages.markdown import Token
from obverse.values.card_settings import MARK
from obverse.values.diagnostic import Diagnostic, error, in_draft, warning
from obverse.values.source import Place

if TYPE_CHECKING:  # most projects do not ask for them
    from obverse.compile.headings_above import HeadingsAbove


class Card(NamedTuple):
    """One `##` section: tokens of its three parts, and what its lines of metadata say.

    `kinds` are names as `kinds.choose` gives them. Without a separator, `above` is empty. `written`
    is a digest of its lines, if it is of a custom note type: a note that was imported keeps its
    HTML as long as its card stays as it is. `extra` is shown below the answer, `context` above the
    question; `above_it` are the headings above it, where they are asked for.
    """

    place: Place
    heading: Sequence[Token]
    above: Sequence[Token]
    below: Sequence[Token]
    separated: bool
    kinds: tuple[str, ...]
    tags: tuple[str, ...]
    draft: bool
    pin: str | None
    written: str
    extra: Sequence[Token] = ()
    context: str = ""
    above_it: "HeadingsAbove | None" = None


def card(
    section: Section,
    defaults: Defaults,
    places: Places,
    *,
    deletions: bool,
    marks: Collection[str] = (MARK,),
) -> tuple[Card, list[Diagnostic]]:
    """The card of a section, which has `deletions` or not, and the findings.

    `marks` are tags that mark a card and reach it no further, in lower case.
    """
    place = places.line(section.first)
    own = _own_tags(section, places, marks)
    chosen, fault = _kinds(own, defaults, place, deletions=deletions)
    made = Card(
        place=place,
        heading=section.heading,
        above=section.above,
        below=section.below,
        separated=section.separator is not None,
        kinds=chosen,
        tags=tags.join(defaults.tags, own.tags) if own.tags else defaults.tags,
        draft=own.draft or defaults.draft,
        pin=section.metadata.pin,
        written=_written(section, places) if defaults.note_type else "",
        extra=section.extra,
        context=section.given.context if section.given else "",
    )
    found = [*own.findings, *fault]
    return made, in_draft(found) if made.draft else found


def _written(section: Section, places: Places) -> str:
    gone = section.metadata.lines
    lines = (places.lines[at] for at in range(section.first, section.end) if at not in gone)
    return digest("\n".join(lines).rstrip())


def setext_heading(section: Section, places: Places) -> Diagnostic:
    """The finding about a heading that is one because of the line under it."""
    from obverse.compile.misplaced_keys import FIRST, is_key  # few files have such a heading

    hint = "write `## ` before the question; or put an empty line above the `---`"
    if any(map(is_key, section.heading[1].content.split("\n"))):
        hint = FIRST
    message = "this line is a heading because of the `---` under it"
    return warning(places.line(section.first), "setext-heading", message, hint)


def _own_tags(section: Section, places: Places, marks: Collection[str]) -> CardTags:
    names = [name for name, _ in section.metadata.tags]
    if not section.given and (plain := ordinary(names, marks)) is not None:
        return CardTags((), plain, draft=False) if names else NO_TAGS
    written = [(name, partial(places.tag, line, name)) for name, line in section.metadata.tags]
    if section.given and section.given.tags:
        from obverse.compile.write_cards import unreadable

        first = partial(places.line, section.first)
        written += [(name, first) for name, _ in unreadable(section.given)]
    return sort_out(written, marks) if written else NO_TAGS


def _kinds(
    own: CardTags, defaults: Defaults, place: Place, *, deletions: bool
) -> tuple[tuple[str, ...], list[Diagnostic]]:
    asked = own.kinds or (() if deletions else defaults.asked.kinds)
    found: list[Diagnostic] = []
    if defaults.note_type:
        if fault := custom_note_type.at_odds(defaults.note_type, asked, deletions=deletions):
            found.append(error(place, "conflicting-kinds", *fault))
        asked, deletions = (), False
    chosen = kinds.choose(asked, defaults.kind, deletions=deletions)
    if chosen is not None:
        return chosen, found
    names = "` and `".join(f"#card/{name}" for name in sorted(set(asked)))
    other = " with cloze deletions in its text" if deletions else ""
    message = f"a card cannot be `{names}`{other}"
    return (kinds.default(),), [error(place, "conflicting-kinds", message, "make two cards of it")]
