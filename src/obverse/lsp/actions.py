"""Actions: what an editor can do about a place in a card: fix, name, merge, allow."""

import re
from collections.abc import Iterator, Sequence
from importlib import import_module
from inspect import cleandoc

from lsprotocol import types

from obverse.check import fixes, rules
from obverse.check.fix import fix, fixed_by
from obverse.errors import TextError
from obverse.link.identity.pins import short_id
from obverse.lsp.edits import LineEdit, line_edits, text_edit, workspace_edit
from obverse.lsp.held_project import lines_in, raw_of
from obverse.lsp.session import About
from obverse.lsp.whole_cards import (
    holds,
    in_words,
    name_of_question,
    tags_to_add,
    whole_card,
    with_metadata,
)
from obverse.values.diagnostic import Diagnostic, Severity

_KINDS = types.CodeActionKind
FIX_ALL = "source.fixAll.obverse"
_SAME = frozenset({"duplicate-card", "near-duplicate"})
_MEANT = re.compile(r"did you mean `([^`]+)`\?")
_QUOTED = re.compile(r"`([^`]+)`")
_LONGEST = 400  # lines of a card that is fixed alone


def code_actions(
    about: About, params: types.CodeActionParams
) -> list[types.CodeAction | types.Command] | None:
    """What can be done about the lines of a range."""
    first, last = params.range.start.line, params.range.end.line
    only = params.context.only
    found = [each for each in about.held.findings(about.key) if first < each.place.line <= last + 1]
    made: list[types.CodeAction] = []
    if _wants(only, _KINDS.QuickFix):
        made += [*_meant(about, found), *_fixed(about, first), *_merged(about, found)]
        made += _allowed(about, found)
    if _wants(only, _KINDS.RefactorRewrite):
        made += _named(about, first)
    if only and _wants(only, FIX_ALL):
        made += _all_fixed(about)
    for each in made:
        if each.kind == _KINDS.QuickFix:
            each.diagnostics = _about(each, params.context.diagnostics)
    return [*made] or None


def _wants(only: Sequence[str] | None, kind: str) -> bool:
    """Whether a kind of action is asked for: a kind is asked for by its beginning too."""
    return not only or any(kind == each or kind.startswith(f"{each}.") for each in only)


def _action(
    about: About, title: str, edits: dict[str, list[LineEdit]], kind: str = _KINDS.QuickFix
) -> types.CodeAction:
    changes = {
        key: [text_edit(about, key, each) for each in some] for key, some in edits.items() if some
    }
    return types.CodeAction(title=title, kind=kind, edit=workspace_edit(about, changes))


def _about(
    action: types.CodeAction, given: Sequence[types.Diagnostic]
) -> list[types.Diagnostic] | None:
    """The findings that an action speaks of, by the rules that its title names."""
    named = {*_QUOTED.findall(action.title)}
    return [each for each in given if each.code in named] or None


def _fixed(about: About, line: int) -> Iterator[types.CodeAction]:
    """Each fix of `obverse check --fix` that changes the card at a line, or the front matter."""
    settings, lines = about.project.rendering.cards, about.text.lines
    front = about.outline.front_matter
    card = about.outline.section(max(line, front) + 1)
    first, end = max(card.start - 1, front), min(card.stop - 1, len(lines))
    if not first < end <= first + _LONGEST:  # of a source that cannot be cut no card is known
        return
    above = [*lines[:front], ""] if front else []
    before = [*above, *lines[first:end]]
    for name in fixes.names():
        try:
            after = fixed_by(name, about.key, "\n".join(before), settings).split("\n")
        except TextError:
            return
        found = [each for each in line_edits(before, after) if each.first != front or not front]
        wanted = [
            each if line < front else _moved(each, first - len(above))
            for each in found
            if (each.first < front) == (line < front)
        ]
        if wanted:
            yield _action(about, _title(name), {about.key: wanted})


def _moved(edit: LineEdit, by: int) -> LineEdit:
    """An edit of a card alone, where the card is in its file."""
    return edit._replace(first=edit.first + by, end=edit.end + by)


def _title(name: str) -> str:
    written = import_module(f"obverse.check.fixes.{name.replace('-', '_')}").__doc__
    return f"Fix: {cleandoc(written or name).partition(chr(10))[0].rstrip('.')}"


def _all_fixed(about: About) -> Iterator[types.CodeAction]:
    """All fixes in the whole file, as `obverse check --fix` does them."""
    after = lines_in(fix(about.key, raw_of(about.text), about.project.rendering.cards))
    if edits := list(line_edits(about.text.lines, after)):
        yield _action(about, "Fix all that obverse can fix", {about.key: edits}, FIX_ALL)


def _meant(about: About, found: Sequence[Diagnostic]) -> Iterator[types.CodeAction]:
    """What was meant by a misspelt word, where a finding says so."""
    for each in found:
        meant, wrong = _MEANT.search(each.hint or ""), _QUOTED.search(each.message)
        line = about.text.lines[each.place.line - 1]
        if not meant or not wrong or line.count(wrong[1]) != 1:
            continue
        new = LineEdit(each.place.line - 1, each.place.line, [line.replace(wrong[1], meant[1])])
        yield _action(about, f"Write `{meant[1]}`, for `{each.rule}`", {about.key: [new]})


def _named(about: About, line: int) -> Iterator[types.CodeAction]:
    """Name the card at a line: by its question, or by the id that it has in the lock."""
    card = whole_card(about.held, about.key, line)
    if card is None or card.name:
        return
    taken = {note.pin for each in about.seen.built.compiled for note in each.notes if note.pin}
    of_id = (
        short_id(each.after.guid)
        for each in about.alone.built.identity.notes
        if each.note.place == card.note.place and each.before
    )
    for name in (name_of_question(card.note), *of_id):
        edit = with_metadata(card, (), name)
        if name and name not in taken and (made := holds(about, card, edit)) and made.pin:
            title = f"Name this card `^{name}`"
            yield _action(about, title, {about.key: [edit]}, _KINDS.RefactorRewrite)


def _merged(about: About, found: Sequence[Diagnostic]) -> Iterator[types.CodeAction]:
    """Merge a card with the one it repeats: that one gets its tags, and this one goes."""
    for each in found:
        if each.rule not in _SAME or not each.related:
            continue
        other = each.related[0]
        dropped = whole_card(about.held, about.key, each.place.line - 1)
        kept = whole_card(about.held, other.path, other.line - 1)
        if not dropped or not kept or dropped.note.note_type != kept.note.note_type:
            continue
        added = tags_to_add(kept.note, dropped.note)
        edits = {about.key: [LineEdit(dropped.first, dropped.end, ())]}
        if added or (dropped.name and not kept.name):
            edit = with_metadata(kept, added, dropped.name)
            if not holds(about, kept, edit):
                continue
            edits.setdefault(other.path, []).append(edit)
        yield _action(about, f"Merge with the card at {in_words(other)}, for `{each.rule}`", edits)


def _allowed(about: About, found: Sequence[Diagnostic]) -> Iterator[types.CodeAction]:
    """Allow what a rule finds in this card. What compares cards is left out: it reads comments."""
    for each in found:
        card = whole_card(about.held, about.key, each.place.line - 1)
        is_advice = each.severity is not Severity.ERROR and each.rule in rules.names()
        if card is None or not is_advice or rules.get(each.rule).of_project:
            continue
        edit = LineEdit(card.first + 1, card.first + 1, ["", f"<!-- allow: {each.rule} -->"])
        yield _action(about, f"Allow `{each.rule}` in this card", {about.key: [edit]})
