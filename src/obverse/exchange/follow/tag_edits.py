"""Tag edits: tags that cards gain and lose, where a tag may be said once for a whole file."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from obverse.cards.cards import WrittenCard
from obverse.exchange.follow.edits import Edit
from obverse.languages import tags


@dataclass(slots=True)
class TagEdits:
    """The tags of the cards of one file.

    A tag of the front matter that a card loses is said below each other card instead.
    """

    edit: Edit
    _without: dict[str, set[int]] = field(default_factory=dict)

    def change(
        self, at: int, card: WrittenCard, added: Iterable[str], removed: Iterable[str]
    ) -> tuple[WrittenCard, list[str]]:
        """The card with tags added, as they are written, and removed, and those that have to stay.

        A tag stays that is within a sentence, or in front matter that is not rewritten.
        """
        gone = {each.casefold() for each in removed}
        own = tuple(tag for tag in card.tags if _plain(tag) not in gone)
        left = gone - {_plain(tag) for tag in card.tags}
        shared = {_plain(tag): tag for tag in self.edit.file.deck.tags}
        stay = []
        for name in sorted(gone & (left | shared.keys())):
            if name in shared and "tags" not in self.edit.file.deck.said:
                self._without.setdefault(shared[name], set()).add(at)
            else:
                stay.append(name)
        return replace(card, tags=tuple(dict.fromkeys((*own, *added)))), stay

    def finish(self) -> None:
        """Take the tags out of the front matter that not every card has any more.

        Those after the first one go too: in another order the tags of a note count as changed.
        """
        every = self.edit.file.deck.tags
        first = next((at for at, tag in enumerate(every) if tag in self._without), None)
        if first is None:
            return
        self.edit.dropped |= {*every[first:]}
        for at in range(len(self.edit.file.guids)):
            if at not in self.edit.gone:
                card = self.edit.card(at)
                kept = [tag for tag in every[first:] if at not in self._without.get(tag, ())]
                self.edit.cards[at] = replace(card, tags=tuple(dict.fromkeys((*kept, *card.tags))))

    def shared(self, at: int) -> tuple[str, ...]:
        """The tags that a card has because its file says so."""
        every = self.edit.file.deck.tags
        return tuple(tag for tag in every if at not in self._without.get(tag, ()))


def _plain(tag: str) -> str:
    return tags.to_anki(tag).casefold()
