"""Carry: packages to where Anki reads them, and back from where it writes them.

Paths are on Anki's machine. Where it does not see the files of this one, as in WSL or on another
host, a small package goes through its media folder.
"""

import base64
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from obverse.anki_connect.client import MOST_BYTES, AnkiSaysError
from obverse.anki_connect.open_anki import OpenAnki
from obverse.errors import ObverseError
from obverse.machine import files

_NAME = "_obverse-push.apkg"  # no media of a deck; one that a kill left is replaced by the next
_MOST_CARRIED = MOST_BYTES * 3 // 4 - 1_000  # bytes, which base 64 makes a third longer
_UNSEEN = ("no such file", "permission denied", "not permitted", "cannot find")


def carry_in(anki: OpenAnki, write: Callable[[BinaryIO], object]) -> None:
    """Have Anki import the package that `write` writes to a stream. Raises `ObverseError`."""
    with TemporaryDirectory(prefix="obverse-") as folder:
        path = Path(folder) / _NAME
        with path.open("wb") as stream:
            write(stream)
        if not anki.is_here:
            _through_media(anki, path)
            return
        try:
            anki.import_package(str(path))
        except AnkiSaysError as fault:
            if not any(each in fault.said.lower() for each in _UNSEEN):
                raise
            # In a sandbox it sees few folders, but that of its profile.
            _through_profile(anki, path)


def carry_out(anki: OpenAnki, deck: str) -> bytes:
    """A deck as Anki exports it; empty if there is no such deck. Raises `ObverseError`."""
    with TemporaryDirectory(prefix="obverse-") as folder:
        path = Path(folder) / _NAME
        if not anki.is_here:
            return _out_of_media(anki, deck)
        try:
            is_there = anki.export_deck(deck, str(path))
        except AnkiSaysError as fault:
            if not any(each in fault.said.lower() for each in _UNSEEN):
                raise
            path = Path(anki.media_folder).with_name(_NAME)
            try:
                is_there = anki.export_deck(deck, str(path))
                return files.read(path) if is_there else b""
            finally:
                path.unlink(missing_ok=True)
        return files.read(path) if is_there else b""


def _through_profile(anki: OpenAnki, path: Path) -> None:
    there = Path(anki.media_folder).with_name(_NAME)
    try:
        with files.replacing(there, lasting=False) as stream:
            stream.write(path.read_bytes())
        anki.import_package(str(there))
    finally:
        with suppress(OSError):
            there.unlink(missing_ok=True)


def _through_media(anki: OpenAnki, path: Path) -> None:
    raw = path.read_bytes()
    if len(raw) > _MOST_CARRIED:
        message = (
            f"Anki at {anki.address.shown} does not see the files of this machine, and a package "
            f"of {len(raw):,} bytes is too large to be sent to it"
        )
        raise ObverseError(message, "import the package of `obverse build` there, and push then")
    anki.client.tell("storeMediaFile", filename=_NAME, data=base64.b64encode(raw).decode())
    try:
        anki.import_package(_in_media(anki))
    finally:
        anki.client.tell("deleteMediaFile", filename=_NAME)


def _out_of_media(anki: OpenAnki, deck: str) -> bytes:
    try:
        if not anki.export_deck(deck, _in_media(anki)):
            return b""
        return base64.b64decode(anki.client.ask("retrieveMediaFile", filename=_NAME) or "")
    finally:
        anki.client.tell("deleteMediaFile", filename=_NAME)


def _in_media(anki: OpenAnki) -> str:
    """The path of the package in the media folder, in the form of Anki's system."""
    between = "\\" if "\\" in anki.media_folder else "/"
    return f"{anki.media_folder}{between}{_NAME}"
