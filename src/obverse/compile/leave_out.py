"""Leave out: the sources that a project has nothing to read in, by a look at their bytes.

A drawing of the Excalidraw plug-in and a board of the Kanban plug-in are Markdown files in a vault
that nobody wrote as text. With `tags-only` a file counts only if it has one of the tags: in its
front matter or anywhere in its text, as Obsidian reads tags, but not in code.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from obverse.compile.markers import is_marker
from obverse.machine.late import late
from obverse.values.render_settings import RenderSettings

if TYPE_CHECKING:
    from obverse.machine.globs import Globs

DRAWING = "Excalidraw"
BOARD = "Kanban"
NO_TAG = "without a tag of `tags-only`"
_PLUGINS = {b"excalidraw-plugin": DRAWING, b"kanban-plugin": BOARD}
_PLUGIN = late(rb"^(" + b"|".join(_PLUGINS) + rb")[ \t]*:", re.IGNORECASE | re.MULTILINE)
_FRONT = late(rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n((?s:.*?))^---[ \t]*\r?$", re.MULTILINE)
_LONGEST_FRONT = 1 << 16


def leave_out(path: str, raw: bytes, settings: RenderSettings) -> str:
    """Why a source is left out, from its path, its bytes and the settings; empty if it is not."""
    if (reason := _of_plugin(path, raw[:_LONGEST_FRONT])) and not _is_named(path, settings):
        return reason
    if not settings.tags_only or _may_have_tag(raw, settings.tags_only):
        return ""
    return NO_TAG


def _of_plugin(path: str, head: bytes) -> str:
    """The plug-in that a file is of, by its name or a key of its front matter."""
    if path.lower().endswith(".excalidraw.md"):
        return DRAWING
    if b"-plugin" not in head or not (front := _FRONT.match(head)):
        return ""
    found = _PLUGIN.search(front[1])
    return _PLUGINS[found[1].lower()] if found else ""


def _may_have_tag(raw: bytes, wanted: tuple[str, ...]) -> bool:
    """Whether a file has one of the tags; most files have not even the letters of one."""
    lower = raw.lower()
    # The lower case of bytes is that of ASCII: for other letters the text itself is read.
    firsts = (name.partition("::")[0].lower() for name in wanted)
    if not any(not first.isascii() or first.encode() in lower for first in firsts):
        return False
    from obverse.compile.tags_of_note import tags_of_note

    text = raw.decode("utf-8", "replace").removeprefix("\ufeff")
    return any(is_marker(tag, wanted) for tag in tags_of_note(text.splitlines()))


def _is_named(path: str, settings: RenderSettings) -> bool:
    """Whether `include` names the file itself."""
    if not settings.include:
        return False
    return _globs(settings.include).spell_out(settings.below(path).split("/"))


@lru_cache(maxsize=4)
def _globs(written: tuple[str, ...]) -> "Globs":
    from obverse.machine.globs import Globs

    return Globs(written)


def without_left_out(sources: Mapping[str, bytes], settings: RenderSettings) -> dict[str, bytes]:
    """The sources that are read."""
    return {path: raw for path, raw in sources.items() if not leave_out(path, raw, settings)}
