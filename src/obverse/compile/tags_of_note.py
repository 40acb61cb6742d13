"""Tags of a note: all that Obsidian would find, in its front matter and its text."""

import re
from collections.abc import Iterator, Sequence

from obverse.languages import tags
from obverse.machine.late import late

_KEY = late(r"[\"']?(tags?)[\"']?[ \t]*:[ \t]*(.*)", re.IGNORECASE)
_ITEM = late(r"[ \t]*-[ \t]+(.*)")
_FENCE = late(r"(?:[ \t]*(?:>|[-*+]|\d{1,9}[.)])[ \t])*[ \t]*(`{3,}|~{3,})(.*)")
_CODE = late(r"(?<!`)(`++).*?(?<!`)\1(?!`)")
_LONGEST = 10_000  # characters of a line that is looked through for code
_SEPARATORS = late(r"[\s,\[\]]+")


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
