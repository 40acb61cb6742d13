"""Names from a package that become file names: always one plain name in one folder."""

import re

from obverse.machine.file_names import Names, safe

_PATH = re.compile(r"[/\\\x00-\x1f\x7f]|^\.{1,2}$|^[A-Za-z]:")
# A file of these would be a source, or the lock, of the project that it is put into.
_SOURCES = (".md", ".markdown", ".lock", ".toml")


def media_names(members: dict[str, str]) -> tuple[dict[str, tuple[str, str]], list[str]]:
    """((safe name, member) by the name in the package, the refused names)."""
    names: dict[str, tuple[str, str]] = {}
    refused = []
    given = Names()
    for name, member in members.items():
        if not name or _PATH.search(name):
            refused.append(shown(name))
            continue
        names[name] = (given.unique(_safe(name)), member)
    return names, refused


def shown(text: str) -> str:
    """An untrusted name that can be printed: clipped, without control characters."""
    return "".join(each if each.isprintable() else "\ufffd" for each in text[:80])


def _safe(name: str) -> str:
    name = safe(name, "media")
    return safe(f"{name}.txt", "media") if name.lower().endswith(_SOURCES) else name
