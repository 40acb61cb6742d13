r"""Emphasis: which elements a note type's CSS and scripts know bold and italics by.

Markdown renders to `<strong>` and `<em>`, Anki's editor writes `<b>` and `<i>`. To a reader they
are the same, but `b { color: red }` is about one of them only.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from obverse.machine.late import late
from obverse.note_types import NoteType

_SAME = {"strong": "b", "em": "i"}
_COMMENT = late(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_ENDS = late("[;}]")
_IN_QUOTES = late(r"""\[[^\[\]]*\]|"[^"\n]*"|'[^'\n]*'""")
_STYLE = late(r"<style\b[^<>]*>(.*?)(?:</style\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_SCRIPT = late(r"<script\b[^<>]*>(.*?)(?:</script\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_NAME = "(?<![\\w.#:\\\\-]){}(?![\\w\\\\(-])"
# An element in a script: in markup, in what looks for elements, or compared with a name.
_IN_SCRIPT = (
    r"</?{0}\b|(?:ByTagName|querySelector|querySelectorAll|closest|matches|find|\$|jQuery)"
    r"\(\s*[\"'`](?:[^\"'`\n]{{0,200}}[\s,>+~(])?{0}(?:[\s,>+~.:\[)][^\"'`\n]{{0,200}})?[\"'`]"
    r"|(?:tag|node|local)Name\s*[!=]==?\s*[\"'`]{0}[\"'`]"
)


def with_known_emphasis(field: str, note_type: NoteType) -> str:
    """A rendered field in the elements that its note type knows."""
    if "<strong>" in field or "<em>" in field:
        for name, other in _known(note_type).items():
            field = field.replace(f"<{name}>", f"<{other}>").replace(f"</{name}>", f"</{other}>")
    return field


@lru_cache(maxsize=64)
def _known(note_type: NoteType) -> Mapping[str, str]:
    """What stands for `strong` and `em`: `b` or `i`, where only that is named."""
    sides = "\n".join(f"{each.front}\n{each.back}" for each in note_type.templates)
    styles = _COMMENT.sub(" ", "\n".join((note_type.css, *_STYLE.findall(sides))))
    above = (_ENDS.split(each)[-1] for each in styles.split("{")[:-1])
    selectors = "\n".join(_IN_QUOTES.sub(" ", each) for each in above)
    scripts = "\n".join(_SCRIPT.findall(sides))

    def is_named(name: str) -> bool:
        return bool(
            re.search(_NAME.format(name), selectors, re.IGNORECASE)
            or re.search(_IN_SCRIPT.format(name), scripts, re.IGNORECASE)
        )

    return {old: new for old, new in _SAME.items() if is_named(new) and not is_named(old)}
