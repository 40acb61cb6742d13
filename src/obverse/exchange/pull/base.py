"""Base: what a learner's collection had of each note before, as far as that is known.

What was last seen there counts; without that, what was built last, unless an earlier version of
the note is known, for then nobody can say which of them is in Anki.
"""

from collections.abc import Mapping
from functools import cached_property

from obverse.exchange.pull.seen import SeenNotes
from obverse.link.earlier_versions import NoteVersion, earlier_versions
from obverse.project.project import Project
from obverse.values.lock import Known


class Base:
    """What was last seen in a collection, and all versions of notes that were ever built."""

    def __init__(self, project: Project, seen: SeenNotes) -> None:
        """Versions are only looked for where a note differs."""
        self._project, self.seen = project, seen

    def was_there(self, guid: str, there: str) -> bool:
        """Whether these fields, by their digest, are those of a build or were seen already."""
        last = self.seen.get(guid)
        return bool(last and last.theirs == there) or any(
            version.digest == there for version in self._of(guid)
        )

    def was_other(self, known: Known) -> bool:
        """Whether a note was ever built with other fields, so that Anki may have those."""
        return any(version.digest != known.digest for version in self._of(known.guid))

    def tags(self, known: Known) -> tuple[set[str], set[str]]:
        """The tags that Anki may have from a build, and those it must have, in lower case."""
        every = [{tag.casefold() for tag in known.tags}]
        every += [{tag.casefold() for tag in version.tags} for version in self._of(known.guid)]
        last = self.seen.get(known.guid)
        if last and last.tags is not None:
            seen = {tag.casefold() for tag in last.tags}
            return seen.union(*every), seen
        return set[str]().union(*every), set[str](every[0]).intersection(*every)

    def decks(self, known: Known) -> set[str]:
        """The decks in which a build or a learner had put a note before."""
        last = self.seen.get(known.guid)
        found = {known.deck, *(version.deck for version in self._of(known.guid))}
        return found | ({last.deck} if last and last.deck else set())

    def _of(self, guid: str) -> set[NoteVersion]:
        return self._versions.get(guid, set())

    @cached_property
    def _versions(self) -> Mapping[str, set[NoteVersion]]:
        return earlier_versions(self._project)
