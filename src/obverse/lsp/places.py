"""Places: where an editor goes from a duplicate, an embedded text, a link or a picture."""

from pathlib import Path

from lsprotocol import types

from obverse.compile.fragment import part_of_page
from obverse.languages import front_matter
from obverse.lsp.diagnostics import location
from obverse.lsp.hover import findings_at
from obverse.lsp.mentions import Mention, MentionOf, mentions_in
from obverse.lsp.session import About
from obverse.project.media_files import MediaFiles
from obverse.project.project import Project
from obverse.values.diagnostic import Diagnostic
from obverse.values.note import MediaUse
from obverse.values.source import Place

_SUFFIXES = (".md", ".markdown")


def definition(about: About, params: types.DefinitionParams) -> list[types.Location] | None:
    """Where what is at a place leads: what it names, or else what its findings speak of."""
    line, column = about.at(params.position)
    at = mention_at(about, line, column)
    if at and (place := _led_to(about, at)):
        return [place_in(about, place)]
    related = [place for each in findings_at(about, line, column) for place in each.related]
    return [place_in(about, place) for place in dict.fromkeys(related)] or None


def place_in(about: About, place: Place) -> types.Location:
    """A place in a file of the project."""
    return location(place, about.held, about.units)


def mention_at(about: About, line: int, column: int) -> Mention | None:
    """What is written at a place."""
    found = mentions_in(about.text.lines, about.outline)
    return next((each for each in found if each.covers(line, column)), None)


def _led_to(about: About, at: Mention) -> Place | None:
    """The place that a page or a picture leads to."""
    project = about.project
    files = MediaFiles(project)
    if at.what is MentionOf.MEDIA:
        found = media_file(files, about.key, at)
        return Place(project.key_of(found)) if found else None
    if at.what is not MentionOf.PAGE:
        return None
    name, _, anchor = at.name.partition("#")
    page = page_key(files, project, about.key, name.strip(), is_embed=at.is_embed)
    if page is None:
        return None
    lines = about.held.lines(page)
    anchor = anchor.strip()
    part = part_of_page(lines, front_matter.extent(lines), anchor) if anchor else None
    # A part with a heading begins below it.
    return Place(page, max(1, part[0] + anchor.startswith("^")) if part else 1)


def media_file(files: MediaFiles, key: str, at: Mention) -> Path | None:
    """The file that a source shows."""
    found = files.find(MediaUse(at.name, Place(key), embed=at.is_embed))
    return None if isinstance(found, Diagnostic) else found


def page_key(
    files: MediaFiles, project: Project, key: str, name: str, *, is_embed: bool
) -> str | None:
    """The key of the page that a source names; with no name it is the source itself."""
    if not name:
        return key
    for suffix in ("", *_SUFFIXES):
        if name.endswith(_SUFFIXES) or suffix:
            found = files.find(MediaUse(name + suffix, Place(key), embed=is_embed))
            if not isinstance(found, Diagnostic):
                return project.key_of(found)
    return None
