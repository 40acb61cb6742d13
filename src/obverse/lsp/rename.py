"""Rename: a tag, the name of a card, or a media file, wherever a source of the project has it."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from urllib.parse import quote

from lsprotocol import types

from obverse.languages import media, pin, tags
from obverse.lsp.edits import can_rename_files, workspace_edit
from obverse.lsp.mentions import Mention, MentionOf, mentions_in
from obverse.lsp.places import media_file, mention_at, page_key
from obverse.lsp.refused import RefusedError
from obverse.lsp.session import About
from obverse.project.media_files import MediaFiles
from obverse.values.card_settings import OF_NOTE


class _Renamed(NamedTuple):
    """A mention in a source, and what takes its place."""

    key: str
    at: Mention
    text: str


def prepare_rename(
    about: About, params: types.PrepareRenameParams
) -> types.PrepareRenamePlaceholder | None:
    """What is going to be renamed at a place; nothing where nothing can be."""
    line, column = about.at(params.position)
    at = mention_at(about, line, column)
    if at is None or (part := _part(at)) is None:
        return None
    first, name = part
    where = about.units.span(about.text.lines, line, first, first + len(name))
    return types.PrepareRenamePlaceholder(where, name)


def _part(at: Mention) -> tuple[int, str] | None:
    """The part of a mention that has a new name: of a path the last one, of a link its `^name`."""
    if at.what is MentionOf.MEDIA:
        name = at.name.rpartition("/")[2]
        return at.end - len(name), name
    if at.what is MentionOf.PAGE:
        name = at.name.rpartition("#^")[2]
        return (at.end - len(name), name) if "#^" in at.name else None
    return (at.first, at.name) if at.what is not MentionOf.KIND else None


def rename(about: About, params: types.RenameParams) -> types.WorkspaceEdit | None:
    """The edits that rename what is at a place. Raises `RefusedError` for a name that cannot be."""
    line, column = about.at(params.position)
    at = mention_at(about, line, column)
    if at is None or _part(at) is None:
        raise RefusedError("there is no tag, name or media file here to rename")
    new, renamed = params.new_name.strip(), None
    if at.what is MentionOf.TAG:
        found = list(_tags(about, at.name, new.removeprefix("#")))
    elif at.what is MentionOf.MEDIA:
        renamed = _moved(about, at, new)
        found = list(_media(about, at, new))
    else:
        found = list(_names(about, at, new.removeprefix("^")))
    changes: defaultdict[str, list[types.TextEdit]] = defaultdict(list)
    for each in found:
        lines = about.held.lines(each.key)
        where = about.units.span(lines, each.at.line, each.at.first, each.at.end)
        changes[each.key].append(types.TextEdit(where, each.text))
    return workspace_edit(about, changes, renamed)


def _mentions(about: About, is_one: Callable[[Mention], bool]) -> Iterator[tuple[str, Mention]]:
    """The mentions in all sources, of texts that are open as they are now."""
    for each in about.held.sources():
        for at in mentions_in(about.held.lines(each.path), each.outline):
            if is_one(at):
                yield each.path, at


def _tags(about: About, old: str, new: str) -> Iterator[_Renamed]:
    """A tag and those below it: in Anki too a tag is renamed with its branch."""
    if tags.only_tags(f"#{new}") != [new] or new.casefold().startswith("card/"):
        raise RefusedError(f"`#{new}` is not a tag: use letters, digits, `_`, `-` and `/`")
    whole = tags.to_anki(old).casefold()

    def is_one(at: Mention) -> bool:
        name = tags.to_anki(at.name).casefold()
        return at.what is MentionOf.TAG and f"{name}::".startswith(f"{whole}::")

    for key, at in _mentions(about, is_one):
        below = tags.to_anki(at.name)[len(whole) :]
        yield _Renamed(key, at, tags.spelt(tags.to_anki(new) + below))


def _names(about: About, at: Mention, new: str) -> Iterator[_Renamed]:
    """A name, where it stands and in the links to it."""
    if pin.name_of(f"^{new}") != new or not pin.is_id(new):
        raise RefusedError(f"`^{new}` is not a name: use letters, digits and `-`")
    project, old, home = about.project, at.name, about.key
    files = MediaFiles(project)
    if at.what is MentionOf.PAGE:
        page, _, old = at.name.rpartition("#^")
        home = page_key(files, project, about.key, page, is_embed=at.is_embed) or about.key
    pins = {note.pin for each in about.held.sources() for note in each.notes}
    if new in pins or f"{home}{OF_NOTE}{new}" in pins:
        raise RefusedError(f"the name `^{new}` is taken by another card")

    def is_one(each: Mention) -> bool:
        return (each.what is MentionOf.NAME and each.name == old) or (
            each.what is MentionOf.PAGE and each.name.endswith(f"#^{old}")
        )

    for key, each in _mentions(about, is_one):
        if each.what is MentionOf.NAME:
            if key == home:
                yield _Renamed(key, each, new)
        else:
            page = each.name.rpartition("#^")[0]
            if page_key(files, project, key, page, is_embed=each.is_embed) == home:
                yield _Renamed(key, each, f"{page}#^{new}")


def _moved(about: About, at: Mention, new: str) -> tuple[str, str]:
    """The old and the new address of a media file."""
    project = about.project
    path = media_file(MediaFiles(project), about.key, at)
    if path is None:
        raise RefusedError(f"the file `{at.name}` does not exist")
    if "/" in new or "\\" in new or not new.strip(" .") or not media.may_keep(new):
        raise RefusedError(f"`{new}` is not the name of a file: it may not name a folder")
    if PurePosixPath(new).suffix.lower() != path.suffix.lower():
        raise RefusedError(f"a file `*{path.suffix}` keeps its suffix")
    target = path.with_name(new)
    if target.exists():
        raise RefusedError(f"the file `{project.key_of(target)}` exists already")
    if not can_rename_files(about):
        raise RefusedError("this editor cannot rename a file with its references")
    return path.absolute().as_uri(), target.absolute().as_uri()


def _media(about: About, at: Mention, new: str) -> Iterator[_Renamed]:
    """The references to a file, each in the form that it is written in."""
    files = MediaFiles(about.project)
    file = media_file(files, about.key, at)
    last = _plain(at.name).rpartition("/")[2]

    def is_one(each: Mention) -> bool:
        is_media = each.what is MentionOf.MEDIA
        return is_media and _plain(each.name).rpartition("/")[2].casefold() == last.casefold()

    for of, each in _mentions(about, is_one):
        if _same(media_file(files, of, each), file):
            folder, slash, _ = each.name.rpartition("/")
            needs_quotes = not each.is_embed and any(sign in new for sign in " ()<>%")
            is_quoted = "%" in each.name or needs_quotes
            yield _Renamed(of, each, f"{folder}{slash}{quote(new) if is_quoted else new}")


def _plain(path: str) -> str:
    return media.percent_decoded(path)


def _same(one: Path | None, other: Path | None) -> bool:
    return one is not None and other is not None and one.resolve() == other.resolve()
