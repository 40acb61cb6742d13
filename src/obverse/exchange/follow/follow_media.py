"""Follow media: the files that a deck's next version adds, and those that it replaces.

What a file was when it was imported is in the list of adopted names: the digest of its bytes.
"""

from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import NamedTuple

from obverse.cards.from_html.inline import FOLDER
from obverse.cards.from_html.links import link_destination
from obverse.exchange.follow.merge import MINE, THEIRS
from obverse.formats import Contents
from obverse.languages import media
from obverse.machine.paths import composed
from obverse.project.adopted_media import AdoptedMedia


class MediaPlan(NamedTuple):
    """Files that take the place of one here, new names for those whose name is taken, conflicts.

    `replaced` and `conflicts` are names in the reading; `settled` those of them that count as seen.
    """

    replaced: tuple[str, ...]
    renamed: dict[str, str]
    conflicts: tuple[str, ...]
    settled: tuple[str, ...]


def plan_media(reading: Contents, folder: Path, known: AdoptedMedia, take: str) -> MediaPlan:
    """What becomes of the files whose name is taken in `folder`."""
    digests = {name: digest for digest, names in known.names.items() for name in names}
    replaced, renamed, conflicts, settled = [], {}, [], []
    for name, path in _taken(reading, folder):
        before = digests.get(composed(reading.names.get(name, name)))
        theirs = reading.media[name]
        if before is None:
            renamed[name] = media.stored_name(name, theirs)
        elif media.content_digest(theirs) == before:
            continue
        elif media.content_digest(path.read_bytes()) == before:
            replaced.append(name)
        else:
            conflicts.append(name)
            replaced += [name] * (take == THEIRS)
            settled += [name] * (take == MINE)
    return MediaPlan(tuple(replaced), renamed, tuple(conflicts), (*replaced, *settled))


def _taken(reading: Contents, folder: Path) -> Iterable[tuple[str, Path]]:
    for name in reading.media if folder.is_dir() else ():
        path = folder / name
        if path.is_file() and path.read_bytes() != reading.media[name]:
            yield name, path


def wanted_media(
    reading: Contents, plan: MediaPlan, folder: Path, known: AdoptedMedia, texts: Iterable[str]
) -> dict[Path, str]:
    """The files to write, with their names in the reading.

    A file that was imported before and is not here any more comes only if one of `texts` shows it.
    """
    whole = "\n".join(texts)
    listed = {name for names in known.names.values() for name in names}
    found = {folder / name: name for name in plan.replaced}
    for name in reading.media:
        path = folder / plan.renamed.get(name, name)
        if path.exists():
            continue
        is_old = (
            composed(reading.names.get(name, name)) in listed
            or media.stored_name(name, reading.media[name]) == name
        )
        if not is_old or _shows(whole, path.name):
            found[path] = name
    return found


def _shows(text: str, name: str) -> bool:
    path = FOLDER + name
    return any(each in text for each in (path, link_destination(path), escape(path)))


def names_after(
    known: AdoptedMedia, plan: MediaPlan, reading: Contents, written: Iterable[str]
) -> AdoptedMedia:
    """The list of adopted names after the import: replaced files have another digest."""
    settled = {composed(reading.names.get(name, name)): name for name in plan.settled}
    names: dict[str, tuple[str, ...]] = {}
    for digest, of in known.names.items():
        if left := tuple(name for name in of if name not in settled):
            names[digest] = left
    new, files = {}, {}
    for name in (*settled.values(), *(each for each in written if each not in plan.conflicts)):
        own, content = composed(reading.names.get(name, name)), reading.media[name]
        if media.may_keep(own) and media.stored_name(own, content) != own:
            new[own] = media.content_digest(content)
            if (file := plan.renamed.get(name, name)) != own:
                files[file] = own
    return AdoptedMedia(names, known.missing, known.files).joined(new, reading.missing, files)
