"""Last known: what this profile of Anki was last seen to hold of a project, and what is under way.

A file of the user's own, one for each project and profile: it is about one learner's collection, so
neither the lock nor the project's folder may have it. It holds no texts, only digests. What a push
is about to do is in it before it is done, so that a push that is killed is finished by the next.
"""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from obverse.anki_connect.open_anki import OpenAnki
from obverse.errors import ObverseError
from obverse.languages.fingerprint import digest
from obverse.machine import files
from obverse.project.own_folder import own_state_folder
from obverse.project.project import Project

_FOLDER = "anki"


class KnownThere(NamedTuple):
    """A note as it was last seen in Anki.

    `modified` is its time there in Unix seconds, or 0 where another edit could have the same time,
    so that its text has to be read. `theirs` is a digest of its fields there, `mine` of those here
    that it came from; `deck` and `tags` are those that a push gave it.
    """

    note_id: int
    modified: int
    theirs: str
    mine: str
    deck: str
    tags: tuple[str, ...]


class UnderWay(NamedTuple):
    """What a push does to a note: written before it is done, forgotten once it is verified.

    `digest` and `modified` are of the note in the package; `tags` and `decks` may all be from here;
    `add` and `remove` are tags as the learner had changed them.
    """

    note_id: int
    modified: int
    digest: str
    tags: tuple[str, ...]
    decks: tuple[str, ...]
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


class LastKnown(NamedTuple):
    """All of it: notes by guid, what is under way by guid, digests of note types by name.

    `others` are the ids of notes of our note types that are not of this project. `at` is when this
    was written, in Unix seconds, or 0 if it never was. `look` tells how the notes were when a pull
    found that nothing is to be pulled.
    """

    notes: Mapping[str, KnownThere] = MappingProxyType({})
    under_way: Mapping[str, UnderWay] = MappingProxyType({})
    types: Mapping[str, str] = MappingProxyType({})
    others: frozenset[int] = frozenset()
    at: int = 0
    look: str = ""


class Memory(NamedTuple):
    """The file for a project and a profile."""

    project: Project
    profile: str
    where: str = ""

    @property
    def path(self) -> Path:
        """Where it is, whether it exists or not."""
        root = os.path.realpath(self.project.root)
        return own_state_folder() / _FOLDER / f"{digest(root, self.profile, self.where)}.json"

    def read(self) -> LastKnown:
        """What is known; nothing where that cannot be read."""
        with suppress(OSError, ValueError, TypeError, LookupError, AttributeError):
            return _read(json.loads(files.read_own(self.path)))
        return LastKnown()

    def write(self, known: LastKnown) -> None:
        """Remember it, on the disk before anything else is done. Raises `ObverseError`."""
        said = {
            "project": os.path.realpath(self.project.root),
            "profile": self.profile,
            "where": self.where,
            "notes": dict(sorted(known.notes.items())),
            "under_way": dict(sorted(known.under_way.items())),
            "types": dict(sorted(known.types.items())),
            "others": sorted(known.others),
            "at": known.at,
            "look": known.look,
        }
        with files.replacing(self.path) as stream:
            stream.write(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode())


def memory_of(project: Project, anki: OpenAnki) -> Memory:
    """The file for the profile that is open."""
    where = "" if anki.address.is_loopback else anki.address.shown
    return Memory(project, anki.profile, where)


def latest_memory(project: Project) -> Memory | None:
    """The file of this project that was written last, whatever its profile."""
    root, found = os.path.realpath(project.root), list[tuple[int, Memory]]()
    with suppress(OSError):
        for path in sorted((own_state_folder() / _FOLDER).glob("*.json")):
            with suppress(OSError, ValueError, TypeError, LookupError, ObverseError):
                said = json.loads(files.read_own(path))
                if said["project"] == root:
                    memory = Memory(project, str(said["profile"]), str(said["where"]))
                    found.append((int(said["at"]), memory))
    return max(found, default=(0, None))[1] if found else None


def _read(said: Mapping[str, Any]) -> LastKnown:
    return LastKnown(
        {
            str(guid): KnownThere(
                int(one), int(at), str(theirs), str(mine), str(deck), tuple(map(str, tags))
            )
            for guid, (one, at, theirs, mine, deck, tags) in said["notes"].items()
        },
        {
            str(guid): UnderWay(
                int(one), int(at), str(made), *(tuple(map(str, each)) for each in lists)
            )
            for guid, (one, at, made, *lists) in said["under_way"].items()
        },
        {str(name): str(made) for name, made in said["types"].items()},
        frozenset(map(int, said["others"])),
        int(said["at"]),
        str(said["look"]),
    )
