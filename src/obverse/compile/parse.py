"""Parse: a source becomes cards as the author wrote them, one Markdown parse a file.

Never raises, whatever the text: what is wrong becomes diagnostics with places.
"""

from collections.abc import Mapping

from obverse.compile.document import Document, document_of
from obverse.compile.sections import cut
from obverse.errors import TextError
from obverse.languages.markdown import Syntax
from obverse.note_types import NoteType
from obverse.values.card_settings import BY_HEADINGS, CardSettings
from obverse.values.diagnostic import of_text_error
from obverse.values.source import Source

_NONE: Mapping[str, NoteType] = {}


def parse(
    source: Source,
    note_types: Mapping[str, NoteType] = _NONE,
    settings: CardSettings = BY_HEADINGS,
    syntax: Syntax | None = None,
) -> Document:
    """The cards of a source; `note_types` are the project's own, by the name a source gives.

    `syntax` is that of the source that this is a part of.
    """
    try:
        return read(source, note_types, settings, syntax)
    except TextError as fault:
        return Document(source, None, None, (), (of_text_error(source.path, fault),))


def read(
    source: Source,
    note_types: Mapping[str, NoteType] = _NONE,
    settings: CardSettings = BY_HEADINGS,
    syntax: Syntax | None = None,
) -> Document:
    """The same, but raises `TextError` for a source that cannot be cut into cards."""
    whole = cut(source.text, settings, note_types, source.path, syntax)
    if whole.shaped:
        from obverse.compile.parse_shaped import parse_shaped

        return parse_shaped(source, whole, note_types)
    return document_of(source, whole, note_types)
