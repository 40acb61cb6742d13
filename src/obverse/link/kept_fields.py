"""Kept fields: the HTML of notes that were imported and whose cards nobody has edited since."""

from collections.abc import Sequence
from functools import partial
from html import unescape
from typing import NamedTuple
from urllib.parse import unquote

from obverse.languages.fingerprint import digest
from obverse.languages.inert_html import is_inert
from obverse.project.adopted_fields import AdoptedNote, path_of, read_adopted_fields
from obverse.project.project import Project
from obverse.values.diagnostic import Diagnostic, warning
from obverse.values.note import MediaUse, Note
from obverse.values.source import FORBIDDEN, Place

Fields = tuple[str, ...]


class KeptNote(NamedTuple):
    """The fields that a note keeps, and those of its files that they show."""

    fields: Fields
    media: tuple[MediaUse, ...]


_NOT_INERT = "a field of this line is not what an import keeps: the card is shown as it is written"
_RESTORE = "restore the file from version control; or delete the line"


class KeptFields:
    """What `obverse.fields` keeps, read once a build; nearly every project has no such file.

    The file may be a stranger's, and what it holds goes by every cleaner: so each field that is
    used is looked at again.
    """

    def __init__(self, project: Project) -> None:
        """Read the file."""
        adopted, self._bad_lines = read_adopted_fields(project)
        self._notes = adopted.notes
        self._trusts = project.settings.html == "trust"
        self._place = partial(Place, project.key_of(path_of(project)))
        self._found: list[Diagnostic] = []

    def of(self, guid: str, note: Note, fields: Fields, names: Sequence[str]) -> KeptNote | None:
        """The fields that a note keeps; `None` if it keeps none, or its card was edited.

        `fields` are what its card renders to now, `names` those of its files in Anki.
        """
        if guid not in self._notes:
            return None
        rendered, written = digest(*fields), written_digest(note, names)
        for each in self._notes[guid]:
            if each.rendered == rendered or (written and each.written == written):
                values = self._checked(each)
                if values is None:
                    place = self._place(each.line)
                    self._found.append(warning(place, "html-removed", _NOT_INERT, _RESTORE))
                elif len(values) == len(fields):
                    return KeptNote(values, _shown(note, values, names))
        return None

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What is wrong with the file, as far as it was looked at."""
        return (*self._bad_lines, *self._found)

    def _checked(self, note: AdoptedNote) -> Fields | None:
        """The fields of a line, if they are texts that a package can hold and that do no harm."""
        try:
            values = note.values()
            whole = "\x1e".join(values)
            whole.encode()
        except (ValueError, RecursionError):
            return None
        if FORBIDDEN.search(whole.replace("\x1e", "")):
            return None
        return values if self._trusts or all(map(is_inert, values)) else None


def written_digest(note: Note, names: Sequence[str]) -> str:
    """A digest of how a card is written, and of the files it shows; empty where that is unknown."""
    return digest(note.written, note.kind, *names) if note.written else ""


def _shown(note: Note, fields: Fields, names: Sequence[str]) -> tuple[MediaUse, ...]:
    """The files of a note that its kept fields show: some pictures are in the fields themselves."""
    whole = "\x1e".join(fields)
    if "data:" not in whole:
        return note.media
    text = unescape(whole)
    forms = (text, unquote(text))
    shown = (any(unescape(name) in each for each in forms) for name in names)
    return tuple(use for use, is_shown in zip(note.media, shown, strict=True) if is_shown)
