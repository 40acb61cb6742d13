"""Tag sets: which tags of a note are the author's, and which the learner's."""

from collections.abc import Iterable
from typing import NamedTuple

from obverse.anki_connect.open_anki import AnkiNote
from obverse.exchange.running.last_known import KnownThere, UnderWay
from obverse.link.identity import Identified
from obverse.link.since import RETIRED


class Tags(NamedTuple):
    """Tags to be set, and tags to be taken off."""

    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


class TagSets(NamedTuple):
    """The tags of a note: those here, all that may have come from here, and the learner's part.

    `learners` are tags that only Anki has, `taken` those of the author that the learner took off;
    `given` are of both what a killed push had put aside and did not set again.
    """

    here: tuple[str, ...]
    authors: tuple[str, ...]
    learners: tuple[str, ...]
    taken: tuple[str, ...]
    given: Tags

    @property
    def after_import(self) -> Tags:
        """What to do after an import, which leaves only the tags of the package."""
        return Tags(self.learners, self.taken)

    def changes(self, there: AnkiNote) -> Tags:
        """What to do to a note that is not imported."""
        add = tags_but([*tags_but(self.here, self.taken), *self.given.add], there.tags)
        stale = [RETIRED, *tags_but(self.authors, self.here), *self.taken]
        return Tags(add, tags_in_both(there.tags, stale))

    def given_back(self, there: AnkiNote) -> Tags:
        """What a killed push owes to a note that is left as it is."""
        return Tags(
            tags_but(self.given.add, there.tags), tags_in_both(there.tags, self.given.remove)
        )


def tag_sets(
    each: Identified, there: AnkiNote, theirs: str, base: KnownThere | None, owed: UnderWay | None
) -> TagSets:
    """The tags of a note; `theirs` is the digest of its text, `owed` what a killed push did."""
    before = each.before.tags if each.before else ()
    last = base.tags if base else before
    authors = all_tags(last, owed.tags if owed else ())
    given = Tags(owed.add, owed.remove) if owed and _reached(theirs, base, owed) else Tags()
    here = each.packed.tags
    # Without knowing what Anki had, only a note that was touched after its build tells of a choice.
    is_known = base is not None or (
        each.before is not None
        and theirs == each.before.digest
        and there.modified > each.before.modified
    )
    taken = tags_but(tags_in_both(here, last), there.tags) if is_known else ()
    learners = tags_but(there.tags, [*authors, *here, RETIRED])
    return TagSets(
        here, authors, all_tags(learners, given.add), all_tags(taken, given.remove), given
    )


def _reached(theirs: str, base: KnownThere | None, owed: UnderWay) -> bool:
    """Whether the import of a killed push reached a note, so that it has lost its tags."""
    return owed.digest in {"", theirs} or (base is not None and base.theirs != theirs)


def all_tags(one: Iterable[str], other: Iterable[str]) -> tuple[str, ...]:
    """All tags of both, each once, as Anki tells them apart: not by case."""
    return tuple({tag.casefold(): tag for tag in (*other, *one)}.values())


def tags_but(some: Iterable[str], others: Iterable[str]) -> tuple[str, ...]:
    """The tags that are not among others."""
    gone = {tag.casefold() for tag in others}
    return tuple(tag for tag in some if tag.casefold() not in gone)


def tags_in_both(some: Iterable[str], others: Iterable[str]) -> tuple[str, ...]:
    """The tags that are among others too."""
    kept = {tag.casefold() for tag in others}
    return tuple(tag for tag in some if tag.casefold() in kept)
