"""Leave out: the sources that a project has nothing to read in, by a look at their bytes.

A drawing of the Excalidraw plug-in and a board of the Kanban plug-in are Markdown files in a vault
that nobody wrote as text. With `tags-only` a file counts only if it has one of the tags: in its
front matter or anywhere in its text, as Obsidian reads tags, but not in code.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from obverse.compile.markers import is_marker
from obverse.languages import tags
from obverse.languages.markdown import RenderSettings

if TYPE_CHECKING:
    from obverse.project.globs import Globs

DRAWING = "Excalidraw"
BOARD = "Kanban"
NO_TAG = "without a tag of `tags-only`"
_PLUGINS = {b"excalidraw-plugin": DRAWING, b"kanban-plugin": BOARD}
_PLUGIN = re.compile(rb"^(" + b"|".join(_PLUGINS) + rb")[ \t]*:", re.IGNORECASE | re.MULTILINE)
_FRONT = re.compile(rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n((?s:.*?))^---[ \t]*\r?$", re.MULTILINE)
_LONGEST_FRONT = 1 << 16
_KEY = re.compile(r"[\"']?(tags?)[\"']?[ \t]*:[ \t]*(.*)", re.IGNORECASE)
_ITEM = re.compile(r"[ \t]*-[ \t]+(.*)")
_FENCE = re.compile(r"(?:[ \t]*(?:>|[-*+]|\d{1,9}[.)])[ \t])*[ \t]*(`{3,}|~{3,})(.*)")
_CODE = re.compile(r"(?<!`)(`++).*?(?<!`)\1(?!`)")
_LONGEST = 10_000  # characters of a line that is looked through for code
_SEPARATORS = re.compile(r"[\s,\[\]]+")


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
    text = raw.decode("utf-8", "replace").removeprefix("\ufeff")
    return any(is_marker(tag, wanted) for tag in tags_of_note(text.splitlines()))


def tags_of_note(lines: Sequence[str]) -> Iterator[str]:
    """All tags of a file: of its front matter, and of its text outside of code."""
    start = 0
    if lines and lines[0].rstrip() == "---":
        ends = (at for at in range(1, len(lines)) if lines[at].rstrip() == "---")
        start = next(ends, 0)
        yield from _front_tags(lines[1:start])
        start += 1 if start else 0
    fence = ""
    for line in lines[start:]:
        if fence or line.lstrip(" \t>-*+").startswith(("```", "~~~")):
            found = _FENCE.fullmatch(line)
            if fence and found and found[1].startswith(fence) and not found[2].strip():
                fence = ""
            elif not fence and found and not (found[1][0] == "`" and "`" in found[2]):
                fence = found[1]
            if fence or found:
                continue
        if "#" in line:
            shown = _CODE.sub("`", line) if len(line) < _LONGEST else line
            yield from (name for name, _ in tags.find_tags(shown))


def _front_tags(lines: Sequence[str]) -> Iterator[str]:
    """The tags of front matter, however they are written, also where the rest is not YAML."""
    is_open = in_brackets = False
    for line in lines:
        value = ""
        if found := _KEY.match(line):
            is_open, value = True, found[2]
        elif is_open and (found := _ITEM.match(line)):
            value = found[1]
        elif in_brackets or (is_open and line[:1].isspace()):
            value = line
        elif line.strip():
            is_open = False
        in_brackets = ("[" in value or in_brackets) and "]" not in value
        for part in _SEPARATORS.split(value):
            if name := part.strip("\"'").removeprefix("#"):
                yield name


def _is_named(path: str, settings: RenderSettings) -> bool:
    """Whether `include` names the file itself."""
    if not settings.include:
        return False
    return _globs(settings.include).spell_out(settings.below(path).split("/"))


@lru_cache(maxsize=4)
def _globs(written: tuple[str, ...]) -> "Globs":
    from obverse.project.globs import Globs

    return Globs(written)


def without_left_out(sources: Mapping[str, bytes], settings: RenderSettings) -> dict[str, bytes]:
    """The sources that are read."""
    return {path: raw for path, raw in sources.items() if not leave_out(path, raw, settings)}
