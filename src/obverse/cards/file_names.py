"""Names from a package that become names of files: nothing but one plain name in one folder."""

import re
import unicodedata

_PATH = re.compile(r"[/\\\x00-\x1f\x7f]|^\.{1,2}$|^[A-Za-z]:")
_NOT_ON_WINDOWS = re.compile(r'[<>:"|?*]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
# A file of these would be a source, or the lock, of the project that it is put into.
_SOURCES = (".md", ".markdown", ".lock", ".toml")
_LONGEST = 120  # bytes


def media_names(members: dict[str, str]) -> tuple[dict[str, tuple[str, str]], list[str]]:
    """((safe name, member) by the name in the package, names that are refused)."""
    names: dict[str, tuple[str, str]] = {}
    refused = []
    taken: set[str] = set()
    for name, member in members.items():
        if not name or _PATH.search(name):
            refused.append(printable(name))
            continue
        names[name] = (_unique(_safe(name), taken), member)
    return names, refused


def printable(text: str) -> str:
    """A name from a stranger as it can be printed: clipped, no control characters."""
    return "".join(each if each.isprintable() else "\ufffd" for each in text[:80])


def _safe(name: str) -> str:
    name = unicodedata.normalize("NFC", name)
    name = "".join(each if each.isprintable() else "-" for each in name)
    name = _NOT_ON_WINDOWS.sub("-", name).strip(" .") or "media"
    if _RESERVED.match(name):
        name = f"-{name}"
    if name.lower().endswith(_SOURCES):
        name += ".txt"
    stem, dot, suffix = name.rpartition(".")
    if not stem:
        stem, dot, suffix = name, "", ""
    room = _LONGEST - len(dot + suffix.encode().decode("ascii", "replace")[:16])
    return stem.encode()[:room].decode("utf-8", "ignore") + dot + suffix[:16]


def _unique(name: str, taken: set[str]) -> str:
    """The name, numbered where a file system that ignores case would have it already."""
    stem, dot, suffix = name.rpartition(".")
    number, made = 1, name
    while made.casefold() in taken:
        number += 1
        made = f"{stem or name}-{number}{dot}{suffix}" if stem else f"{name}-{number}"
    taken.add(made.casefold())
    return made
