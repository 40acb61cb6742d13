"""Ground: the three ways that an import of a deck's next version goes by, and what was chosen."""

from collections.abc import Mapping
from typing import NamedTuple

from obverse.build import Built
from obverse.errors import ObverseError
from obverse.exchange.bring_in import Brought, bring_in
from obverse.exchange.follow.fit import Fitted, fit_note_types
from obverse.exchange.follow.follow_media import MediaPlan, plan_media
from obverse.exchange.follow.mine import Mine, my_notes
from obverse.formats import Contents
from obverse.link.custom_note_types import custom_note_types
from obverse.note_types import NoteType
from obverse.project.adopted_media import AdoptedMedia
from obverse.project.import_base import ImportBase, base_of
from obverse.project.job import Job
from obverse.project.project import MEDIA

KEEP, DRAFT, DELETE = "keep", "draft", "delete"


class Choices(NamedTuple):
    """What the author chose: whose text settles conflicts, what becomes of removed notes.

    With `again`, notes that the author removed come back.
    """

    take: str = ""
    removed: str = KEEP
    again: bool = False


class Ground(NamedTuple):
    """What the three ways are: the project, the deck as a first import would bring it, the base."""

    job: Job
    built: Built
    types: dict[str, NoteType]
    mine: Mine
    base: ImportBase
    fitted: Fitted
    brought: Brought
    media: MediaPlan
    names: AdoptedMedia
    choices: Choices


def ground(
    reading: Contents, job: Job, built: Built, sources: Mapping[str, bytes], choices: Choices
) -> Ground:
    """What is merged. Raises `ObverseError` if what was last imported cannot be read."""
    project = job.project
    custom, _ = custom_note_types(project)
    base, faults = base_of(project)
    names, wrong = project.adopted_media()
    for each in (*faults, *wrong):
        raise ObverseError(f"{each.place}: {each.message}", each.hint)
    fitted = fit_note_types(reading, custom)
    media = plan_media(fitted.reading, project.content / MEDIA, names, choices.take)
    brought = bring_in(fitted.reading, project, again=True, renamed=media.renamed)
    types = {**brought.adopted.note_types, **custom}
    mine = my_notes(built, job, sources, custom)
    return Ground(job, built, types, mine, base, fitted, brought, media, names, choices)
