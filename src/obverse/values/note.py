"""A note after compiling one source: rendered, with marked holes, without a guid yet."""

from collections.abc import Callable
from typing import Annotated, NamedTuple

from obverse.machine.late import late
from obverse.values.source import SHARED, Place, Shared

# Noncharacters that no source holds (see `source.decode`) mark holes in rendered fields.
HOLE = late("\ufdd0([a-z]+)([0-9]+)\ufdd1")


class MediaUse(NamedTuple):
    """One picture or sound that a field refers to; hole `media` N is use number N.

    An `embed` may be named without its folder. With `code`, `path` is the language of a diagram
    that the project's command draws from it.
    """

    path: str
    place: Place
    embed: bool = False
    code: str = ""


class PageEmbed(NamedTuple):
    """A page, or a part of it, that a field shows; hole `embed` N is embed number N.

    `target` is as it is written, without the brackets, `shown` its name. Once it is found, `file`
    is the path it was read from.
    """

    target: str
    place: Place
    shown: str
    file: str = ""

    @property
    def is_own(self) -> bool:
        """Whether it is a part of the page that shows it: `![[#heading]]`."""
        return self.target.lstrip().startswith("#")


class Deletion(NamedTuple):
    """A cloze deletion that the lock numbers; hole `cloze` N is deletion number N."""

    text: str


class Note(NamedTuple):
    """One note of one source.

    `fields` are HTML in the order of the note type's fields, with holes (`hole`) for what only
    linking knows. `front` and `back` are the plain text of question and answer. `front_key` and
    `back_key` are digests of their normalised forms: equal keys mean the same text. `written` is
    one of the card's lines in the source, without its metadata; only of a custom note type.
    `source` is what its field of that name gets, which is in no comparison: it says where the card
    is today (`source_link`). `context` are the headings above it, if cards differ by them.
    """

    place: Place
    note_type: Shared
    kind: Shared
    fields: tuple[str, ...]
    tags: Annotated[tuple[str, ...], SHARED]
    deck: Shared
    front: str
    back: str
    front_key: str
    back_key: str
    pin: str | None = None
    media: tuple[MediaUse, ...] = ()
    deletions: tuple[Deletion, ...] = ()
    written: str = ""
    source: str = ""
    context: str = ""
    embeds: tuple[PageEmbed, ...] = ()


def hole(name: str, number: int) -> str:
    """A mark to be filled when linking."""
    return f"\ufdd0{name}{number}\ufdd1"


def fill_holes(fields: tuple[str, ...], value: Callable[[str, int], str]) -> tuple[str, ...]:
    """The fields with `value(name, number)` in place of every hole."""
    return tuple(
        HOLE.sub(lambda found: value(found[1], int(found[2])), field)
        if "\ufdd0" in field
        else field
        for field in fields
    )
