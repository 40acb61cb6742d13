"""Adopted media: the names that files had in a deck from Anki, in a file next to the lock.

A file keeps that name as long as its bytes are the same, so that an unedited note stays as it is
and nothing is stored twice. One line a name: the digest of its bytes, or nothing where the package
did not hold the file, a tab, the name; and after another tab the name that the file got in the
project, if that is another. Characters that cannot be seen are written as `\\u{200b}`.
"""

import re
import sys
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import NamedTuple

from obverse.languages import media
from obverse.machine.late import late
from obverse.values.diagnostic import Diagnostic, error
from obverse.values.source import Place

_LINE = late(r"([0-9a-f]{24})?\t([^\t]+)(?:\t([^\t]+))?")
_UNSEEN = late(r"\\|^ | $")
_WRITTEN = late(r"\\u\{([0-9a-f]{1,6})\}")
_LONGEST = 1000  # characters of a reference
_SCHEME = late(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_FOLDER = "/media/"


class AdoptedMedia(NamedTuple):
    """The names by the digest of the bytes, and by the file that stands for it each missing name.

    `files` are the names of those files that have another in the project, by that other name.
    """

    names: Mapping[str, tuple[str, ...]]
    missing: Mapping[str, str] = {}
    files: Mapping[str, str] = {}

    def name(self, path: str, content: bytes) -> str:
        """The name in Anki of a file with this path and content; empty if it was not adopted."""
        own = unicodedata.normalize("NFC", PurePosixPath(path).name)
        if (absent := self.missing.get(own)) and media.may_keep(absent):
            return absent
        known = self.names.get(media.content_digest(content), ()) if self.names else ()
        own = self.files.get(own, own)
        return own if own in known else next(iter(known), "")

    def is_missing(self, path: str) -> str:
        """The name in Anki of a file that is not here and was not in the package, if it is one."""
        for each in media.candidates(path):
            for file in (PurePosixPath(each).name, f"/{each}".partition(_FOLDER)[2]):
                if name := self.missing.get(file):
                    return name
        return ""

    def text(self) -> str:
        """The content of the file."""
        files = {name: file for file, name in self.files.items()}
        lines = [(name, digest) for digest, names in self.names.items() for name in names]
        lines += [(name, "") for name in self.missing.values()]
        return "".join(
            "\t".join(filter(None, (f"{digest}\t{_seen(name)}", _seen(files.get(name, ""))))) + "\n"
            for name, digest in sorted(lines)
        )

    def joined(
        self,
        names: Mapping[str, str],
        missing: Iterable[str],
        files: Mapping[str, str] | None = None,
    ) -> "AdoptedMedia":
        """With further names, each with its digest; of one name the first content keeps it.

        `files` are the names of files that have another in the project, by that other name. Names
        that differ only in case are those of one deck: in two decks one file would replace the
        other where a file system ignores case.
        """
        taken = {name: digest for digest, of in self.names.items() for name in of}
        alike = {(name.casefold(), digest) for name, digest in taken.items()}
        folded = {name for name, _ in alike}
        found = {digest: list(of) for digest, of in self.names.items()}
        for name, digest in names.items():
            is_free = name not in taken and (
                name.casefold() not in folded or (name.casefold(), digest) in alike
            )
            if is_free:
                found.setdefault(digest, []).append(name)
        held = {name for of in found.values() for name in of}
        absent = {**self.missing, **{stand_in(each): each for each in filter(may_stand, missing)}}
        return AdoptedMedia(
            {digest: tuple(of) for digest, of in found.items()},
            {file: name for file, name in absent.items() if name not in held},
            {file: name for file, name in {**(files or {}), **self.files}.items() if name in held},
        )


NO_NAMES = AdoptedMedia({})


def may_be_missing(name: str) -> bool:
    """Whether a path in the project may be this, where a field refers to a file that is nowhere.

    A page pasted into Anki may name a file in a folder of the web server, which Anki never shows.
    """
    parts = name.removeprefix("/").replace("?", "-").split("/")
    return all(part and media.may_keep(part) for part in parts)


def may_stand(name: str) -> bool:
    """Whether a field may refer like this to a file that is nowhere: it does nothing elsewhere."""
    bare = re.sub(r"[\x00-\x20]", "", name)
    is_address = media.is_remote(bare) or _SCHEME.match(bare)
    return bool(bare) and len(name) <= _LONGEST and (not is_address or media.is_local(bare))


def stand_in(name: str) -> str:
    """The name in the project's `media/` that stands for a missing file.

    Its own, or one made from it where it can be no path there.
    """
    if may_be_missing(name):
        return name
    return media.stored_name(re.split(r"[/\\]", name)[-1] or "media", name.encode())


def read(raw: bytes, key: str) -> tuple[AdoptedMedia, tuple[Diagnostic, ...]]:
    """What is in the file, and its lines that cannot be read; `key` is its path."""
    names: dict[str, list[str]] = {}
    missing, files = {}, {}
    found = []
    for number, line in enumerate(raw.decode(errors="replace").splitlines(), start=1):
        written = _LINE.fullmatch(line)
        name = _unescaped(written[2]) if written else ""
        if not written or not (media.may_keep if written[1] else may_stand)(name):
            hint = "restore the file from version control"
            message = "this line does not name a file of an imported deck"
            found.append(error(Place(key, number), "lock-damaged", message, hint))
        elif digest := written[1]:
            names.setdefault(digest, []).append(name)
            if file := _unescaped(written[3] or ""):
                files[file] = name
        else:
            missing[stand_in(name)] = name
    known = {digest: tuple(of) for digest, of in names.items()}
    return AdoptedMedia(known, missing, files), tuple(found)


def _seen(name: str) -> str:
    """A name in a line, without characters that end one or that an editor would take away."""
    name = _UNSEEN.sub(lambda found: f"\\u{{{ord(found[0]):x}}}", name)
    return "".join(each if each.isprintable() else f"\\u{{{ord(each):x}}}" for each in name)


def _unescaped(text: str) -> str:
    # Numbers that are no character are left as they are written.
    return _WRITTEN.sub(lambda found: _character(int(found[1], 16)) or found[0], text)


def _character(number: int) -> str:
    made = chr(number) if number <= sys.maxunicode else ""
    return "" if unicodedata.category(made or "\ud800") == "Cs" else made
