"""As row: a card with its fields `Context` and `Extra`, which only rows of a table have."""

from collections.abc import Mapping
from dataclasses import replace
from html import unescape

from obverse.cards.cards import WrittenCard
from obverse.compile import kinds
from obverse.languages import markdown
from obverse.note_types import NoteType, built_in_names

CONTEXT, EXTRA = "Context", "Extra"
_PARAGRAPH = ("paragraph_open", "inline", "paragraph_close")


def only_in_rows(note_type: NoteType, fields: tuple[str, ...]) -> dict[str, str]:
    """What is in the fields of obverse's own that only a row can say, by name, if anything is."""
    if note_type.key not in built_in_names():
        return {}
    names = (CONTEXT,) if note_type.is_cloze else (CONTEXT, EXTRA)
    by_name = dict(zip((name for name, _ in note_type.fields), fields, strict=True))
    return {name: by_name[name] for name in names if by_name.get(name, "").strip()}


def as_row(card: WrittenCard, said: Mapping[str, str], extra: str) -> WrittenCard | None:
    """The card as a row with what is `said` around it; `None` where no row can say all of it.

    `extra` is that field as Markdown.
    """
    texts = (card.back, extra) if card.back else (extra,)
    is_short = "\n" not in card.front and _paragraphs(card.back) <= 1
    is_flat = all(_paragraphs(text) >= 0 for text in texts) and "<" not in said.get(CONTEXT, "")
    named = [name for name in card.kinds if name in kinds.names()]
    if not is_short or not is_flat or any(kinds.get(name).needs_blocks for name in named):
        return None
    return replace(card, context=unescape(said.get(CONTEXT, "")), extra=extra)


def _paragraphs(text: str) -> int:
    """How many paragraphs a text is; -1 where it is anything else."""
    tokens = markdown.parse(text)
    if any(token.type not in _PARAGRAPH for token in tokens):
        return -1
    return len(tokens) // len(_PARAGRAPH)
