"""Completion: what is being written at the cursor, and what it may become."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from lsprotocol import types

from obverse.languages import front_matter
from obverse.lsp import candidates
from obverse.lsp.candidates import Candidate
from obverse.lsp.places import page_key
from obverse.lsp.session import About
from obverse.project.media_files import MediaFiles

_MOST = 1000  # candidates
_TAG = re.compile(r"(?<!\S)#([^\s#]*+)\Z")
_NAME = re.compile(r"\s*+\^([A-Za-z0-9-]*+)\Z")
_RULE = re.compile(r"allow:\s*+(?:[a-z0-9-]++\s*+,\s*+)*+([a-z0-9-]*+)\Z")
_KEY = re.compile(r"([A-Za-z][\w-]*+):")
_KINDS = "card/"
_OF_KEY: dict[str, Callable[[About], Iterator[Candidate]]] = {
    "tags": candidates.tag_candidates,
    "deck": candidates.deck_candidates,
    "card": candidates.kind_candidates,
    "cards": candidates.shape_candidates,
    "note-type": candidates.note_type_candidates,
    "draft": candidates.truth_candidates,
    "breaks": candidates.truth_candidates,
}


class _Typed(NamedTuple):
    """What is typed so far, what it may become, and what closes it."""

    text: str
    found: Iterable[Candidate]
    kind: types.CompletionItemKind


def completion(about: About, params: types.CompletionParams) -> types.CompletionList | None:
    """What may be written at a place; nothing where nothing is known."""
    line, column = about.at(params.position)
    before = about.text.lines[line][:column]
    is_front = line and line < _front_matter_end(about.text.lines)
    typed = _in_front_matter(about, line, before) if is_front else _in_text(about, before)
    if typed is None:
        return None
    where = about.units.span(about.text.lines, line, column - len(typed.text), column)
    some = list(islice(typed.found, _MOST))
    items = [_item(each, number, typed.kind, where) for number, each in enumerate(some)]
    return types.CompletionList(is_incomplete=len(some) == _MOST, items=items)


def _item(
    each: Candidate, number: int, kind: types.CompletionItemKind, where: types.Range
) -> types.CompletionItem:
    return types.CompletionItem(
        label=each.text.strip(),
        kind=kind,
        detail=each.detail or None,
        sort_text=f"{number:04}",
        filter_text=each.text,
        text_edit=types.TextEdit(where, each.text),
    )


def _in_text(about: About, before: str) -> _Typed | None:
    """What is typed in a text, which ends at the cursor."""
    kinds = types.CompletionItemKind
    if found := _TAG.search(before):
        written = found[1]
        if written.casefold().startswith(_KINDS):
            return _Typed(written[len(_KINDS) :], candidates.kind_candidates(about), kinds.Keyword)
        branch = Candidate(_KINDS, "the kind of this card")
        return _Typed(written, (*candidates.tag_candidates(about), branch), kinds.Constant)
    if found := _NAME.fullmatch(before):
        return _Typed(found[1], candidates.name_candidates(about), kinds.Reference)
    if ("%%" in before or "<!--" in before) and (found := _RULE.search(before)):
        return _Typed(found[1], candidates.rule_candidates(about), kinds.EnumMember)
    return _reference(about, before)


def _reference(about: About, before: str) -> _Typed | None:
    """What is typed between brackets, or in the parentheses of a link or a picture."""
    kinds = types.CompletionItemKind
    start = before.rfind("[[")
    if start >= 0 and not any(sign in before[start:] for sign in "]|"):
        typed = before[start + 2 :]
        page, sign, part = typed.partition("#")
        if sign:
            return _Typed(part, _parts(about, page, is_embed=True), kinds.Reference)
        is_shown = before[:start].endswith("!")
        media = candidates.media_candidates(about, is_embed=True) if is_shown else ()
        pages = candidates.page_candidates(about, is_embed=True)
        return _Typed(typed, (*media, *pages), kinds.File)
    start = before.rfind("](")
    if start < 0 or ")" in before[start:]:
        return None
    typed = before[start + 2 :].removeprefix("<")
    page, sign, part = typed.partition("#")
    if sign:
        return _Typed(part, _parts(about, page, is_embed=False), kinds.Reference)
    is_picture = (
        before.rfind("![", 0, start) >= 0 and "](" not in before[before.rfind("![") : start]
    )
    is_open = before[start + 2 :].startswith("<")
    given = candidates.media_candidates(about, is_embed=False)
    if not is_picture:
        given = candidates.page_candidates(about, is_embed=False)
    spelt = (each._replace(text=_as_target(each.text, is_open=is_open)) for each in given)
    return _Typed(typed, spelt, kinds.File)


def _as_target(path: str, *, is_open: bool) -> str:
    """A path as the target of a link: one with spaces stands in angle brackets."""
    if is_open:
        return f"{path}>"
    return f"<{path}>" if any(sign in path for sign in " ()<>") else path


def _parts(about: About, page: str, *, is_embed: bool) -> Iterator[Candidate]:
    files = MediaFiles(about.project)
    key = page_key(files, about.project, about.key, page.strip(), is_embed=is_embed)
    return candidates.part_candidates(about, key) if key else iter(())


def _in_front_matter(about: About, line: int, before: str) -> _Typed | None:
    kinds = types.CompletionItemKind
    if re.fullmatch(r"[\w-]*", before):
        return _Typed(before, candidates.key_candidates(about), kinds.Property)
    found, value = _KEY.match(before), before
    if found:
        value = before[found.end() :]
    else:
        above = (about.text.lines[at] for at in range(line - 1, 0, -1))
        found = next(filter(None, map(_KEY.match, above)), None)
    give = _OF_KEY.get(found[1]) if found else None
    if give is None:
        return None
    typed = re.split(r"[\[,]|(?:^|\s)-\s", value)[-1].lstrip(" \"'#")
    return _Typed(typed, give(about), kinds.Value)


def _front_matter_end(lines: Sequence[str]) -> int:
    """The line of the fence that ends the front matter; of one not closed the first empty one."""
    if not front_matter.is_fence(lines[0]):
        return 0
    if end := front_matter.extent(lines):
        return end - 1
    return next((at for at, line in enumerate(lines) if not line.strip()), len(lines))
