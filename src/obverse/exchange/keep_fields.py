"""Keep fields: the HTML of imported notes, for as long as nobody edits their cards."""

import unicodedata
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote

from obverse.build import Built
from obverse.cards.cards import InAnki
from obverse.cards.media_folder import named
from obverse.exchange.claim_guids import Claimed
from obverse.languages import media
from obverse.languages.fingerprint import digest
from obverse.link.kept_fields import written_digest
from obverse.note_types import with_source
from obverse.project.adopted_fields import AdoptedNote, adopted_note


def keep_fields(claimed: Claimed, built: Built) -> dict[str, AdoptedNote]:
    """What is kept of the notes that were claimed, by guid.

    `built` is a build of the project in which they keep nothing. A note whose card renders to what
    it was keeps nothing either.
    """
    return dict(_kept(claimed, built))


def _kept(claimed: Claimed, built: Built) -> Iterator[tuple[str, AdoptedNote]]:
    # What has a card in Markdown alone (`&#123;{c1::a}}`) would have none with its HTML.
    with_cards = {known.guid for known in claimed.known if known.cards}
    there = {
        card.guid: card.in_anki
        for deck in claimed.decks.values()
        for card in deck.cards
        if card.in_anki and card.in_anki.stays and not card.draft and card.guid in with_cards
    }
    for each in built.identity.notes:
        own = there.get(each.after.guid) if each.before else None
        fields = with_source(each.packed.note_type, each.packed.fields)
        if own is None or own.fields == fields:
            continue
        names = [built.media.name(each.note, at) for at in range(len(each.note.media))]
        if len(own.fields) == len(fields) and _are_shipped(own, names):
            rendered, written = digest(*fields), written_digest(each.note, names)
            yield each.after.guid, adopted_note(rendered, written, own.fields)


def _are_shipped(own: InAnki, names: list[str]) -> bool:
    """Whether the package has each file that the fields name, by that name."""
    held = {unescape(name) for name in names}
    return all(
        media.is_remote(name.strip())
        or not held.isdisjoint((name, unquote(name), unicodedata.normalize("NFC", name)))
        for name in named(own.fields)
    )
