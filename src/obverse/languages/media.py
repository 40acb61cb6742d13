"""Media: what a path in a source refers to, and the name a file gets in Anki's one flat folder."""

import re
import unicodedata
from pathlib import PurePosixPath
from urllib.parse import unquote

from obverse.machine.blake2 import blake2b
from obverse.machine.late import late

IMAGES = frozenset(".png .jpg .jpeg .gif .webp .avif .svg .bmp .ico .tif .tiff .apng".split())
SOUNDS = frozenset(".mp3 .ogg .oga .wav .flac .m4a .aac .opus .spx .3gp".split())
VIDEOS = frozenset(".mp4 .webm .mov .mkv .ogv .avi .m4v .mpg .mpeg".split())
_ALL = IMAGES | SOUNDS | VIDEOS
SIZE = late(r"(\d{1,4})(?:x(\d{1,4}))?")
LARGE, LARGEST = 5_000_000, 100_000_000  # bytes: reported; Anki's limit for a sync
# Compiled by `re` when they are first used: most sources show nothing.
_REMOTE = r"(?i)(?:[a-z][a-z0-9+.\-]*:)?//|data:"
_NOT_IN_A_NAME = r"[^A-Za-z0-9]+"
# What Anki strips from a name, and what would begin or end a cloze deletion.
_NOT_KEPT = r"""[\x00-\x1f\x7f\[\]<>:"/?*^\\|\ufdd0-\ufdef]|\{\{|\}\}"""
# A drive of Windows, or a file below the root; with more slashes it may be one on another machine.
_LOCAL = r"(?i)[a-z]:(?!//)|file:///[a-z0-9_]"
_LONGEST_NAME = 120  # bytes, as in Anki
_LONGEST_STEM = 80  # with the digest and a suffix well below Anki's 120 bytes


def is_remote(path: str) -> bool:
    """Whether a reference is an address, not a path in the project."""
    return bool(re.match(_REMOTE, path))


def is_local(path: str) -> bool:
    """Whether a reference is the path of a file on the machine where it was written."""
    return ":" in path[:8] and bool(re.match(_LOCAL, path))


def is_media(path: str) -> bool:
    """Whether the file is one that a card can show or play, by its name."""
    return "." in path and PurePosixPath(path.lower()).suffix in _ALL


def alt_and_size(alt: str) -> tuple[str, str, str]:
    """(alt text, width, height) of Obsidian's `alt|300` and `alt|300x200`; empty if not given."""
    text, bar, last = alt.rpartition("|")
    found = SIZE.fullmatch(last.strip()) if bar else None
    return (text.strip(), found[1], found[2] or "") if found else (alt, "", "")


def is_sound(path: str) -> bool:
    """Whether Anki plays the file (`[sound:..]`) instead of showing it as a picture."""
    return PurePosixPath(path.lower()).suffix in SOUNDS | VIDEOS


def remote(path: str, alt: str, title: str, box: str) -> str:
    """HTML that shows or plays what is at an address; all four are HTML already.

    Anki plays only files of its own by `[sound:..]`, so the card plays these itself.
    """
    name = re.split("[?#]", path, maxsplit=1)[0]
    if not is_sound(name):
        return f'<img src="{path}" alt="{alt}"{box}{title}>'
    element = "video" if PurePosixPath(name.lower()).suffix in VIDEOS else "audio"
    box = box if element == "video" else ""
    return f'<{element} src="{path}" controls{box}{title}>{alt}</{element}>'


def percent_decoded(path: str) -> str:
    """The path without percent-encoding."""
    return unquote(path)


def candidates(path: str) -> tuple[str, ...]:
    """The paths a reference may mean, likeliest first: as written, then percent-decoded."""
    plain = unquote(path)
    if plain.isascii():
        return (path,) if plain == path else (path, plain)
    # macOS writes names decomposed, and editors write them composed.
    forms = (unicodedata.normalize(form, plain) for form in ("NFC", "NFD"))
    return tuple(dict.fromkeys((path, plain, *forms)))


def stored_name(path: str, content: bytes) -> str:
    """`stem-hash.ext` from a file's path and bytes: equal bytes give equal names.

    ASCII, without a leading `_` (Anki never replaces such a file). A changed picture has a new
    name, which changes the field that shows it, so that Anki updates the note. A name that ends in
    the digest of the bytes already is kept.
    """
    pure = PurePosixPath(unicodedata.normalize("NFC", path))
    ascii_stem = unicodedata.normalize("NFKD", pure.stem).encode("ascii", "ignore").decode()
    stem = re.sub(_NOT_IN_A_NAME, "-", ascii_stem).strip("-").lower()[:_LONGEST_STEM] or "media"
    suffix = "." + re.sub(_NOT_IN_A_NAME, "", pure.suffix.lower()) if pure.suffix else ""
    digest = blake2b(content, digest_size=6).hexdigest()
    return f"{stem.removesuffix(f'-{digest}')}-{digest}{suffix}"


def content_digest(content: bytes) -> str:
    """A digest of a file's bytes, by which it is known again."""
    return blake2b(content, digest_size=12).hexdigest()


def may_keep(name: str) -> bool:
    """Whether a file may have this name in Anki, as Anki would have given it."""
    return (
        not re.search(_NOT_KEPT, name)
        and name == name.rstrip(" .")
        and unicodedata.is_normalized("NFC", name)
        and len(name.encode()) <= _LONGEST_NAME
    )
