"""Adopted media: the names that files had in a deck from Anki, in a file next to the lock.

A file keeps that name as long as its bytes are the same, so that an unedited note stays as it is
and nothing is stored twice. One line a name: the digest of its bytes, or nothing where the package
did not hold the file, a tab, the name.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import NamedTuple

from obverse.languages import media
from obverse.values.diagnostic import Diagnostic, error
from obverse.values.source import Place

_LINE = re.compile(r"([0-9a-f]{24})?\t(.+)")


_FOLDER = "/media/"


class AdoptedMedia(NamedTuple):
    """The names by the digest of the bytes, and the names of files that no package held."""

    names: Mapping[str, tuple[str, ...]]
    missing: frozenset[str] = frozenset()

    def name(self, path: str, content: bytes) -> str:
        """The name in Anki of a file with this path and content; empty if it was not adopted."""
        own = unicodedata.normalize("NFC", PurePosixPath(path).name)
        if own in self.missing:
            return own
        known = self.names.get(media.content_digest(content), ()) if self.names else ()
        return own if own in known else next(iter(known), "")

    def is_missing(self, path: str) -> str:
        """The name in Anki of a file that is not here and was not in the package, if it is one."""
        for each in media.candidates(path):
            for name in (PurePosixPath(each).name, f"/{each}".partition(_FOLDER)[2]):
                if name in self.missing:
                    return name
        return ""

    def text(self) -> str:
        """The content of the file."""
        lines = [f"{digest}\t{name}" for digest, names in self.names.items() for name in names]
        lines += [f"\t{name}" for name in self.missing]
        return "".join(f"{line}\n" for line in sorted(lines, key=lambda line: line.split("\t")[1]))

    def joined(self, names: Mapping[str, str], missing: Iterable[str]) -> "AdoptedMedia":
        """With further names, each with its digest; of one name the first content keeps it."""
        taken = {name.casefold(): digest for digest, of in self.names.items() for name in of}
        found = {digest: list(of) for digest, of in self.names.items()}
        for name, digest in names.items():
            if taken.setdefault(name.casefold(), digest) == digest:
                of = found.setdefault(digest, [])
                of += [name] if name not in of else []
        held = {name for of in found.values() for name in of}
        absent = frozenset(filter(may_be_missing, missing)) | self.missing
        return AdoptedMedia({digest: tuple(of) for digest, of in found.items()}, absent - held)


NO_NAMES = AdoptedMedia({})


def may_be_missing(name: str) -> bool:
    """Whether a field may refer like this to a file that is nowhere.

    A page pasted into Anki may name a file in a folder of the web server, which Anki never shows.
    """
    parts = name.removeprefix("/").replace("?", "-").split("/")
    return all(part and media.may_keep(part) for part in parts)


def read(raw: bytes, key: str) -> tuple[AdoptedMedia, tuple[Diagnostic, ...]]:
    """What is in the file, and its lines that cannot be read; `key` is its path."""
    names: dict[str, list[str]] = {}
    missing = set()
    found = []
    for number, line in enumerate(raw.decode(errors="replace").splitlines(), start=1):
        written = _LINE.fullmatch(line)
        if not written or not (media.may_keep if written[1] else may_be_missing)(written[2]):
            hint = "restore the file from version control"
            message = "this line does not name a file of an imported deck"
            found.append(error(Place(key, number), "lock-damaged", message, hint))
        elif digest := written[1]:
            names.setdefault(digest, []).append(written[2])
        else:
            missing.add(written[2])
    known = {digest: tuple(of) for digest, of in names.items()}
    return AdoptedMedia(known, frozenset(missing)), tuple(found)
