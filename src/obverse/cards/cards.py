"""A card as its author writes it: what a format reads, and what `unparse` takes."""

from dataclasses import dataclass, field, replace

from obverse.languages.tags import on_a_line

_BRANCH = "card/"  # the branch of tags that says what kind a card is


@dataclass(frozen=True, slots=True)
class WrittenCard:
    """One card in Markdown.

    `front` is the question: its first line is the heading, what follows stands above the
    separator. `tags` are as written, without `#`. `kinds` are names after `#card/`. `deck` is a
    full name, empty where there is none. `confidence` is from 0 to 1; a card that is not `sure`
    is written as a draft, with `comment` saying why. `pin` is the name after `^`. `source` is
    the path of the source it stands in, as the author would type it, and `line` (from one) that of
    its heading there; 0 where there is none. What a card says does not depend on that line. `extra`
    is shown below the answer, and `context` above the question.

    A card of a custom note type has the key of that note type in `note_type`, and the third and
    further fields in `fields`, by field name; the first two are `front` and `back`.
    """

    front: str
    back: str
    tags: tuple[str, ...] = ()
    deck: str = ""
    kinds: tuple[str, ...] = ()
    draft: bool = False
    confidence: float = 1.0
    sure: bool = True
    comment: str = ""
    note_type: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    guid: str = ""
    pin: str = ""
    source: str = ""
    in_anki: "InAnki | None" = None
    extra: str = ""
    context: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class InAnki:
    """A note as it already is in a learner's collection, for the lock.

    `fields` are its HTML and `modified` (Unix seconds) its time: a note that renders to the same
    fields keeps the time, and the next import leaves it alone. `tags` are Anki's. `stays` says that
    its HTML may go out as it came in, as long as its card is not edited. `numbers` are those of the
    deletions that the card itself does not number, in order.
    """

    note_id: int
    modified: int
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    stays: bool = False
    numbers: tuple[int, ...] = ()


def _asks_for_kind(tag: str) -> bool:
    return tag.casefold().startswith(_BRANCH)


@dataclass(frozen=True, slots=True)
class WrittenDeck:
    """The cards of one source, and what applies to all of them.

    `deck` is a full name if the title does not name the deck. `preamble` is Markdown between the
    title and the first card. `keys` are lines of front matter that stay as they are;
    `said` are those keys of obverse's own that they already say. `strays` is Markdown that belongs
    to no card: (how many cards come before it, its text). `which` says which text is a card, where
    that has to be said, `breaks` whether the ends of lines break them.
    """

    cards: tuple[WrittenCard, ...]
    title: str = ""
    deck: str = ""
    tags: tuple[str, ...] = ()
    card: str = ""
    note_type: str = ""
    draft: bool = False
    preamble: str = ""
    keys: tuple[str, ...] = ()
    said: frozenset[str] = frozenset()
    strays: tuple[tuple[int, str], ...] = ()
    which: str = ""
    breaks: bool | None = None

    def standing_alone(self) -> tuple[WrittenCard, ...]:
        """The cards, each with what applies to all of them."""
        # Obsidian treats tags that differ only in case as one.
        asking = {tag: tag.casefold()[len(_BRANCH) :] for tag in self.tags if _asks_for_kind(tag)}
        asked = tuple(asking.values())
        kinds = tuple(kind for kind in asked if kind != "draft") or (self.card,) * bool(self.card)
        tags = tuple(on_a_line(tag) for tag in self.tags if tag not in asking)
        return tuple(
            replace(
                card,
                tags=tuple(dict.fromkeys((*tags, *card.tags))),
                kinds=card.kinds or kinds,
                draft=card.draft or self.draft or "draft" in asked,
                deck=card.deck or self.deck,
                note_type=card.note_type or self.note_type,
            )
            for card in self.cards
        )
