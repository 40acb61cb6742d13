"""Tags in the front matter become a list, and the key `tag` becomes `tags`."""

import re

from obverse.check.fixes import Fix, Page

_TAGS = re.compile(r"(tags?)[ \t]*:[ \t]*([^\s\[\]{}&*!|>'\"%@`#][^\[\]{}&*!|>'\"%@`:]*)$")
_KEY = re.compile(r"tags?[ \t]*:")


def _fix(page: Page) -> list[str | None]:
    fixed: list[str | None] = list(page.lines)
    keys = [at for at in range(1, page.front_matter) if _KEY.match(page.lines[at])]
    # With both `tag` and `tags`, or one of them twice, only the author knows what is meant.
    if len(keys) != 1:
        return fixed
    (at,) = keys
    line = page.lines[at]
    if found := _TAGS.fullmatch(line.rstrip()):
        written = re.split(r"[,\s]+", found[2].strip().strip(","))
        fixed[at] = "tags:" + "".join(f"\n  - {tag.removeprefix('#')}" for tag in written if tag)
    elif line.startswith("tag") and not line.startswith("tags") and not line[4:].strip():
        fixed[at] = f"tags:{line[4:]}"
    return fixed


FIX = Fix(_fix, keeps=("front", "back", "pin", "shape"))
