"""Plain names: references of a field that no project can hold as they are, by the name of a file.

A field may refer to `../a.png`, to a folder of the author's machine, or to a name with what no file
system takes. Anki never has a file of such a name, so it is a missing one. In Markdown it gets a
name of its own in `media/`, and the build writes the reference as it was.
"""

import re
import unicodedata
from collections.abc import Mapping
from html import unescape
from urllib.parse import unquote

from obverse.project.adopted_media import may_be_missing, may_stand, stand_in

# Bounded: what is never closed would be looked through to the end from every opening.
_TAG = re.compile(
    r"""<(?:img|audio|video|source)(?=[\s/])(?:"[^"]{0,4000}"|'[^']{0,4000}'|[^<>"']){1,4000}?>"""
    r"""|\[sound:(?P<sound>[^\]\n]{1,300})\]""",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    r"""(?<![^\s"'<>/=])(?P<name>[^\s"'<>/=]++)(?P<is>\s*+=\s*+)(?P<value>"[^"]*+"|'[^']*+'|[^\s"'>]++)"""
)


def with_plain_names(
    field: str, held: Mapping[str, str], *, is_cloze: bool
) -> tuple[str, dict[str, str]]:
    """The field with plain names, and what it referred to by these names.

    `held` has the names of files that are there. In a cloze note a name with the signs of a
    deletion stays: it may be a part of one.
    """
    if "<" not in field and "[" not in field:
        return field, {}
    names: dict[str, str] = {}

    def plain(name: str) -> str:
        if not _is_odd(name, held) or (is_cloze and ("{{" in name or "}}" in name)):
            return ""
        names[made := stand_in(name)] = name
        return made

    def attribute(found: re.Match[str]) -> str:
        is_address = found["name"].lower() in ("src", "poster")
        written = unescape(found["value"].strip("\"'")) if is_address else ""
        made = plain(written)
        return f'{found["name"]}{found["is"]}"{made}"' if made else found[0]

    def tag(found: re.Match[str]) -> str:
        if found["sound"] is None:
            return _ATTRIBUTE.sub(attribute, found[0])
        made = plain(unescape(found["sound"]))
        return f"[sound:{made}]" if made else found[0]

    return _TAG.sub(tag, field), names


def _is_odd(name: str, held: Mapping[str, str]) -> bool:
    """Whether a reference means no file that is there, and cannot be a path of the project."""
    forms = (name, unquote(name), unicodedata.normalize("NFC", name))
    return may_stand(name) and not may_be_missing(name) and not any(map(held.__contains__, forms))
