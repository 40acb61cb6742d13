"""Changed settings: which of a project's settings is why notes look other than in a lock.

No lock says with which settings it was made. So notes are built as they would be without a change:
if the lock knows them so, it was that one.
"""

from collections.abc import Iterator, Mapping

from obverse.commands import dry_build
from obverse.link.plan import Plan, What
from obverse.project.project import Project
from obverse.project.settings import HTML, Settings
from obverse.values.lock import Lock

_FEWEST = 2  # notes: a single one that looks other was more likely edited


def changed_settings(
    project: Project, sources: Mapping[str, bytes], since: Lock, plan: Plan
) -> dict[tuple[str, ...], int]:
    """How many notes of a plan are updated because of settings, by the names of these."""
    left = {
        each.known.guid
        for each in plan.changes
        if What.LOOKS in each.what and not {What.TAGS, What.KIND} & {*each.what}
    }
    found: dict[tuple[str, ...], int] = {}
    for names, settings in _otherwise(project.settings):
        if len(left) < _FEWEST:
            break
        built = dry_build(project._replace(settings=settings), sources)
        same = {
            each.after.guid
            for each in built.identity.notes
            if each.after.guid in left and since.notes[each.after.guid].digest == each.after.digest
        }
        if len(same) >= _FEWEST:
            found[names] = len(same)
            left -= same
    return found


def _otherwise(now: Settings) -> Iterator[tuple[tuple[str, ...], Settings]]:
    """The settings as they may have been, and which of them differ."""
    breaks = now._replace(breaks=not now.breaks)
    yield ("breaks",), breaks
    context = "" if now.context else "headings"
    yield ("context",), now._replace(context=context)
    yield ("breaks", "context"), breaks._replace(context=context)
    yield ("html",), now._replace(html=next(each for each in HTML if each != now.html))
