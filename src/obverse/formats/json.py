"""obverse's JSON, for programs: a list of cards. Its schema is `docs/json-schema.json`."""

from collections.abc import Callable, Sequence
from pathlib import PurePath
from typing import Any, BinaryIO, Final

from obverse.cards.cards import WrittenCard
from obverse.cards.media_folder import next_to
from obverse.cards.note_ids import with_note_ids
from obverse.cards.to_json import to_json
from obverse.errors import ObverseError
from obverse.formats import CardWriter, Contents, Format, Reader
from obverse.languages import json_text, tags
from obverse.values.diagnostic import did_you_mean
from obverse.values.import_limits import check_counts, counted_notes


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_truth(value: object) -> bool:
    return isinstance(value, bool)


def _is_share(value: object) -> bool:
    return isinstance(value, int | float) and not _is_truth(value) and 0 <= value <= 1


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _is_texts_by_name(value: object) -> bool:
    return isinstance(value, dict) and all(map(_is_text, value.values()))


_TEXT = (_is_text, "a text")
_TEXTS = (_is_texts, "a list of texts")
_TRUTH = (_is_truth, "true or false")
_MEMBERS: Final[dict[str, tuple[Callable[[object], bool], str]]] = {
    "front": _TEXT,
    "back": _TEXT,
    "tags": _TEXTS,
    "confidence": (_is_share, "a number from 0 to 1"),
    "sure": _TRUTH,
    "deck": _TEXT,
    "kinds": _TEXTS,
    "draft": _TRUTH,
    "comment": _TEXT,
    "note_type": _TEXT,
    "fields": (_is_texts_by_name, "texts by name"),
    "guid": _TEXT,
    "pin": _TEXT,
    "source": _TEXT,
    "extra": _TEXT,
    "context": _TEXT,
}
_LISTS = frozenset({"tags", "kinds"})


def read(raw: bytes, name: str, *, text: str = "markdown") -> Contents:
    """The cards of a list; `text` says whether their texts are `markdown` or `plain`.

    Raises `TextError` if it is not JSON, and `ObverseError`, which names the card, if it does not
    follow the schema.
    """
    if text not in ("markdown", "plain"):
        raise ObverseError(f"`text` cannot be `{text}`", "it is `markdown` or `plain`")
    written = json_text.read(raw)
    if not isinstance(written, list):
        raise ObverseError(f"`{name}` is not a list of cards", "see docs/formats.md")
    check_counts(len(written), 0, 0)
    made = (_card(each, number) for number, each in enumerate(written, start=1))
    cards = tuple(counted_notes((len(card.fields) + len(card.tags), card) for card in made))
    title = "" if name == "-" else PurePath(name).stem
    texts = (each for card in cards for each in (card.front, card.back, *card.fields.values()))
    media = next_to(name, texts if text == "markdown" else ())
    return Contents(title, with_note_ids(cards), media, plain=text == "plain", names=media.names)


def _card(written: Any, number: int) -> WrittenCard:  # noqa: ANN401  # JSON
    if not isinstance(written, dict):
        raise ObverseError(f"card {number} is not an object", "see docs/formats.md")
    for name, value in written.items():
        if name not in _MEMBERS:
            hint = did_you_mean(name, _MEMBERS)
            raise ObverseError(f"card {number} has an unknown member `{name}`", hint)
        holds, what = _MEMBERS[name]
        if not holds(value):
            raise ObverseError(f"`{name}` of card {number} is not {what}")
    if missing := [name for name in ("front", "back") if name not in written]:
        raise ObverseError(f"card {number} has no `{missing[0]}`")
    members: Any = {name: tuple(v) if name in _LISTS else v for name, v in written.items()}
    members["tags"] = tuple(tags.as_written(each) for each in members.get("tags", ()) if each)
    return WrittenCard(**members)


def write(cards: Sequence[WrittenCard], stream: BinaryIO) -> None:
    """The cards of all sources as one list."""
    stream.write(to_json(cards).encode())


FORMAT = Format(
    "obverse's JSON, a list of cards, for programs",
    (".json",),
    Reader(
        read,
        ("text",),
        knows=lambda start: start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"["),
    ),
    CardWriter(write),
)
