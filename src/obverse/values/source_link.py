"""The link from a note to where it was written: the setting `source`, filled for one card.

What is filled in is percent-encoded (RFC 3986): before a `?` a `/` stays one, after it it is `%2F`.
"""

import re
from html import escape
from typing import NamedTuple
from urllib.parse import quote

from obverse.machine.late import late
from obverse.values.note import hole

IN_ADDRESS = ("path", "vault-path", "heading", "anchor", "line")
ABSOLUTE = "absolute"
# A name, with the sign of a heading before it, which goes with it where there is no heading.
_NAME = late(r"((?:#|%23)?)\{([a-z-]+)\}")
_NOT_IN_ANCHOR = late(r"[^\w\- ]")


class SourceLink(NamedTuple):
    """The setting, and what the names in it need.

    `root` is the folder of the configuration, if the setting names it. `vaults` are (folder, what
    comes before the path of what is in it), below the root, for the path in a vault.
    """

    template: str
    root: str = ""
    vaults: tuple[tuple[str, str], ...] = ()

    def address(self, path: str, heading: str, anchor: str) -> str:
        """The field `Source` of a card, with a hole for its line (`fill_line`)."""
        query = self.template.find("?")
        values = {"path": path, "heading": heading, "anchor": anchor, ABSOLUTE: ""}
        values["vault-path"] = self._in_vault(path)
        if self.root:
            values[ABSOLUTE] = f"{self.root}/{path}".lstrip("/")

        def filled(found: re.Match[str]) -> str:
            sign, name = found.groups()
            if name == "line":
                return sign + hole("line", 0)
            safe = "" if 0 <= query < found.start() else "/:" if name == ABSOLUTE else "/"
            value = quote(values[name], safe=safe)
            return sign + value if value or name not in {"heading", "anchor"} else ""

        return escape(_NAME.sub(filled, self.template))

    def _in_vault(self, path: str) -> str:
        for folder, before in self.vaults:
            if not folder or path.startswith(f"{folder}/"):
                return before + path[len(folder) :].lstrip("/")
        return path


def anchor_of(heading: str, seen: dict[str, int]) -> str:
    """The anchor that GitHub gives a heading; `seen` counts those above it."""
    slug = _NOT_IN_ANCHOR.sub("", heading.lower()).replace(" ", "-")
    number = seen.get(slug, 0)
    seen[slug] = number + 1
    return f"{slug}-{number}" if number else slug


def fill_line(address: str, line: int) -> str:
    """The field with the line of its card."""
    return address.replace(hole("line", 0), str(line))
