"""Compile one source: from its path and bytes alone, to its notes and what is found in it."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from obverse.compile.document import Document
from obverse.compile.leave_out import leave_out
from obverse.compile.parse import parse
from obverse.compile.recompile import recompile
from obverse.compile.render import render
from obverse.errors import TextError
from obverse.languages.highlight import ColouredBlocks
from obverse.languages.markdown import Syntax
from obverse.machine import unfetched
from obverse.note_types import NoteType
from obverse.project.left_out import UNREADABLE
from obverse.values.card_settings import OF_NOTE
from obverse.values.compiled import Compiled
from obverse.values.diagnostic import Severity, error, in_order, of_text_error
from obverse.values.render_settings import RenderSettings
from obverse.values.source import Place, Source, decode

if TYPE_CHECKING:  # most projects have no tables
    from obverse.compile.table_parts import TablePart

    Piece = tuple[str, bytes | TablePart]
# Given the blocks of code that are coloured already, it ends what was begun.
BegunSource = Callable[[ColouredBlocks], Compiled]

_DEFAULT = RenderSettings()
_NONE: Mapping[str, NoteType] = {}


def compile_source(
    source: tuple[str, bytes],
    settings: RenderSettings = _DEFAULT,
    note_types: Mapping[str, NoteType] = _NONE,
    before: Compiled | None = None,
    blocks: ColouredBlocks = (),
) -> Compiled:
    """The notes of one source, from only its path and bytes, the settings and the note types.

    So the result can be cached, and made in another process. `before`, the result for an earlier
    text of the same source, saves work and changes nothing; so do `blocks` of code in it.
    """
    return begin_source(source, settings, note_types, before)(before.blocks if before else blocks)


def begin_source(
    source: tuple[str, bytes],
    settings: RenderSettings,
    note_types: Mapping[str, NoteType],
    before: Compiled | None = None,
) -> BegunSource:
    """The same in two steps: first all that can be done before code is coloured."""
    path, raw = source
    if settings.cards.tables and settings.cards.table(path):
        from obverse.compile.table_parts import join_parts, recompile_parts, table_parts

        if parts := table_parts(path, raw, settings.cards):

            def compiled(part: "TablePart") -> Compiled:
                return compile_part(path, part, settings, note_types)

            made = before and recompile_parts(path, parts, before, compiled)
            return _is(made or join_parts(path, [(part, compiled(part)) for part in parts]))
    elif reason := leave_out(path, raw, settings):
        return _is(Compiled(path, (), (), 0, (), left_out=reason))
    begun = _begin_text(source, settings, note_types, before)
    return lambda blocks: _without_twins(begun(blocks))


def compile_part(
    path: str, part: "TablePart", settings: RenderSettings, note_types: Mapping[str, NoteType]
) -> Compiled:
    """The notes of a part of a table."""
    settings = settings._replace(cards=part.cards)
    return _begin_text((path, part.text.encode()), settings, note_types)(())


def _begin_text(
    source: tuple[str, bytes],
    settings: RenderSettings,
    note_types: Mapping[str, NoteType],
    before: Compiled | None = None,
) -> BegunSource:
    path, raw = source
    if missing := unfetched.of_content(raw, path):
        what, hint = missing
        found = error(Place(path), "unfetched-file", f"cannot read this source: {what}", hint)
        return _is(Compiled(path, (), (), 0, (found,)))
    try:
        text = Source(path, decode(raw))
    except TextError as fault:
        return _is(_unreadable(source, fault, settings))

    def part(text: Source, syntax: Syntax) -> Compiled:
        known = before.blocks if before else ()
        return _rendered(parse(text, note_types, settings.cards, syntax), settings, known)

    if before and (made := recompile(text, before, part)):
        return _is(made)
    return partial(_rendered, parse(text, note_types, settings.cards), settings)


def _rendered(document: Document, settings: RenderSettings, blocks: ColouredBlocks) -> Compiled:
    made = render(document, settings, blocks)
    return made._replace(diagnostics=in_order(made.diagnostics))


def _unreadable(source: tuple[str, bytes], fault: TextError, settings: RenderSettings) -> Compiled:
    path, raw = source
    found = of_text_error(path, fault)
    if found.rule == "not-utf-8" and settings.cards.tables and settings.cards.table(path):
        found = found._replace(hint="save it as UTF-8 (in Excel: CSV UTF-8)")
    if not settings.cards.is_headings:
        from obverse.compile.unreadable_note import unreadable_note

        found = unreadable_note(found, raw, path, settings.cards)
        if found.severity is Severity.INFO:
            return Compiled(path, (), (), 0, (found,), left_out=UNREADABLE)
    return Compiled(path, (), (), 0, (found,))


def _without_twins(made: Compiled) -> Compiled:
    if any(note.pin and OF_NOTE in note.pin for note in (*made.notes, *made.drafts)):
        from obverse.compile.twin_pins import without_twins

        return without_twins(made)
    return made


def _is(made: Compiled) -> BegunSource:
    """What is compiled already, for which no code has to be coloured any more."""
    return lambda _blocks: made
