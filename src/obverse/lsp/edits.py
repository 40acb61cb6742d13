"""Edits: what is to be changed in files, as an editor is asked to change it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from lsprotocol import types

from obverse.lsp.session import About


class LineEdit(NamedTuple):
    """New lines in place of those from `first` to the one before `end`, from zero."""

    first: int
    end: int
    new: Sequence[str]


def line_edits(before: Sequence[str], after: Sequence[str], first: int = 0) -> Iterator[LineEdit]:
    """What differs between lines and what they become; the first of them is line `first`."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag != "equal":
            yield LineEdit(first + start, first + end, after[new_start:new_end])


def text_edit(about: About, key: str, edit: LineEdit) -> types.TextEdit:
    """The edit of a file of the project."""
    lines = about.held.lines(key)
    last = len(lines) - 1
    if edit.end <= last:
        given = types.Range(types.Position(edit.first, 0), types.Position(edit.end, 0))
        return types.TextEdit(given, "".join(f"{line}\n" for line in edit.new))
    end = about.units.position(lines, last, len(lines[last]))
    if edit.first > last:  # after the last line, which has no line break
        return types.TextEdit(types.Range(end, end), "".join(f"\n{line}" for line in edit.new))
    return types.TextEdit(types.Range(types.Position(edit.first, 0), end), "\n".join(edit.new))


def workspace_edit(
    about: About,
    changes: Mapping[str, Iterable[types.TextEdit]],
    renamed: tuple[str, str] | None = None,
) -> types.WorkspaceEdit:
    """Edits of files by key, and the old and the new address of one that is renamed."""
    held = about.held
    edits = {key: list(some) for key, some in sorted(changes.items())}
    if not can_change_documents(about):
        return types.WorkspaceEdit(changes={held.uri(key): each for key, each in edits.items()})
    documents: list[types.TextDocumentEdit | types.RenameFile] = []
    for key, some in edits.items():
        version = held.open[key].version if key in held.open else None
        of = types.OptionalVersionedTextDocumentIdentifier(uri=held.uri(key), version=version)
        documents.append(types.TextDocumentEdit(text_document=of, edits=[*some]))
    if renamed:
        documents.append(types.RenameFile(old_uri=renamed[0], new_uri=renamed[1]))
    return types.WorkspaceEdit(document_changes=[*documents])


def can_change_documents(about: About) -> bool:
    """Whether the editor takes edits of versions of texts."""
    can = about.client.workspace and about.client.workspace.workspace_edit
    return bool(can and can.document_changes)


def can_rename_files(about: About) -> bool:
    """Whether the editor renames files when it is asked to."""
    can = about.client.workspace and about.client.workspace.workspace_edit
    kinds = (can.resource_operations if can else None) or ()
    return can_change_documents(about) and types.ResourceOperationKind.Rename in kinds
