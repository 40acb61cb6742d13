"""Text that looks like a picture, a link or an embed and is not read as one, and what to write.

Asked only where Markdown has read none: so what is written as it should be is never looked at.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from obverse.languages import media
from obverse.machine.late import late

_LABEL = r"\[((?:[^\[\]\\\n]|\\.|\[[^\[\]\n]*\])*+)\]"
_PLAIN = late(rf"(!?){_LABEL}([ \t\xa0]?)\(")
_EMBED = late(r"!\[\[([^\[\]\n]*+)\]{0,2}+(?!\()")
_SPACED = late(rf"!([ \t]+)({_LABEL}\(([^\s()]+)\))")
_BARE = late(r"!\(([^()\[\]\n]{1,200})\)(?!\[)")
_REFERENCE = late(rf"!{_LABEL}(?:\[([^\[\]\n]*)\])?")
_REVERSED = late(r"!?\(([^()\[\]\n]{0,200})\)\Z")
_TARGET = late(r"\[([^\[\]\n]+)\]")
_AUTOLINK = late(r"<file:[^<>\n]*>", re.IGNORECASE)
_TITLE = late(r"""(.*?)(?<!\s)\s++("[^"]*"?|'[^']*'?|\([^()]*\))""")
_SIZE = late(r"(.*?)(?<!\s)\s++=(\d++)?+x?(\d++)?+")
_SCHEME = late(r"([a-z][a-z0-9+.\-]+):", re.IGNORECASE)
_DRIVE = late(r"([a-z]):[\\/]", re.IGNORECASE)
# What no program on another computer can open, or must not run: markdown-it reads none of them.
_REFUSED = frozenset({"file", "javascript", "vbscript", "data"})
_FILE = late(r"\.{0,2}/\S|.*\.[a-z][a-z0-9]{0,9}(?:#.*)?$", re.IGNORECASE)
_FAR = 1000  # characters
_ROUND = late(r"\\.|[()\n]")
_BOX = late(r"[ xX]?")


class Unread(NamedTuple):
    """What is written, in the characters of the source, why it is not read, what to write."""

    written: str
    message: str
    hint: str


class _Inside(NamedTuple):
    """What stands between the round brackets: the path, its title and size; where it ends."""

    path: str
    title: str = ""
    size: str = ""
    end: int = 0
    reason: str = ""


def unread(text: str, at: int, end: int) -> Unread | None:
    """What looks like more than text where `![`, `[`, `! [` or `<` begins, if anything does.

    Nothing is looked at from `end` on, or far off.
    """
    if text[at] == "<":
        found = _AUTOLINK.match(text, at, end)
        return _refused("", found[0], found[0], "file", found[0][1:-1]) if found else None
    if text[at] == "!" and text[at + 1 : at + 2] != "[":
        return _spaced(text, at, end) or _bare(text, at, end)
    if embed := _EMBED.match(text, at, end):
        return _embed(embed[0], embed[1].strip())
    found = _PLAIN.match(text, at, end)
    if found and (plain := _plain(found, text, end)):
        return plain
    return _reference(text, at, end) if text[at] == "!" else _reversed(text, at, end)


def destination(path: str) -> str:
    """A path as it is written between the brackets of a picture or link."""
    depth = lowest = 0
    for sign in path:
        depth += (sign == "(") - (sign == ")")
        lowest = min(lowest, depth)
    if path and not re.search(r"\s|^<", path) and not depth and not lowest:
        return path
    return "<" + re.sub("([<>])", r"\\\1", path) + ">"


def _plain(found: re.Match[str], text: str, end: int) -> Unread | None:
    sign, label, gap = found.groups()
    stop, closing, is_paired = _bounds(text, found.end(), end)
    # Most of what stands in brackets is text, which no address is in.
    if not sign and not _may_lead(text, found.end(), stop if closing < 0 else closing):
        return None
    inside = _inside(text, found.end(), stop, closing, is_paired=is_paired)
    written = text[found.start() : inside.end]
    is_box = not sign and _BOX.fullmatch(label) is not None
    if gap and (is_box or not _is_sure(inside.path)):
        return None
    if not sign and not _is_address(inside.path):
        return None
    scheme = _SCHEME.match(inside.path) or _DRIVE.match(inside.path)
    if scheme and (scheme[1].lower() in _REFUSED or len(scheme[1]) == 1):
        return _refused(sign, label, written, scheme[1], inside.path)
    reason = "there is a space before its `(`" if gap else inside.reason
    form = f"{sign}[{label}{inside.size}]({destination(inside.path)}{inside.title})"
    return None if not reason or form == written else _said(written, sign, reason, form)


def _bounds(text: str, start: int, end: int) -> tuple[int, int, bool]:
    """Where what stands after `(` ends, where its `)` is or -1, and whether that is its own."""
    stop = min(end, start + _FAR)
    line_end = text.find("\n", start, stop)
    stop = stop if line_end < 0 else line_end
    closing = _partners(text).get(start - 1, stop)
    if closing < stop and text.find("](", start, closing) < 0:
        return stop, closing, True
    # What is not closed ends before the next bracket: that may begin a link of its own.
    bracket = text.find("[", start, stop)
    stop = stop if bracket < 0 else bracket
    return stop, text.rfind(")", start, stop), False


def _inside(text: str, start: int, stop: int, closing: int, *, is_paired: bool) -> _Inside:
    """What stands after `(` on the same line, whatever is wrong with it."""
    if closing < 0:
        words = text[start:stop].split(maxsplit=1)
        path = words[0].strip("<>") if words else ""
        after = text.find(path, start) + len(path)
        return _Inside(path, end=after, reason="its `(` is not closed")
    inner, title, size = _parts(text[start:closing].strip())
    reason = _reason(inner, title, size, is_paired=is_paired)
    return _Inside(inner.strip("<>"), title, size, closing + 1, reason)


@lru_cache(maxsize=4)
def _partners(text: str) -> dict[int, int]:
    """Where each round bracket is closed by its own partner, in the same line."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for sign in _ROUND.finditer(text):
        if sign[0] == "\n":
            opened.clear()
        elif sign[0] == "(":
            opened.append(sign.start())
        elif sign[0] == ")" and opened:
            found[opened.pop()] = sign.start()
    return found


def _parts(inner: str) -> tuple[str, str, str]:
    """The path, the title and the size, as they are to be written."""
    size = ""
    if "=" in inner and (found := _SIZE.fullmatch(inner)):
        inner, size = found[1], "|" + "x".join(filter(None, found.groups()[1:]))
    is_titled = inner.endswith(")") or '"' in inner or "'" in inner
    if is_titled and (found := _TITLE.fullmatch(inner)):
        return found[1], f" {_quoted(found[2])}", size
    path, _, rest = inner.partition(" ")
    if media.is_media(path.strip("<>")) and not media.is_media(inner.strip("<>")):
        return path, f' "{rest.strip()}"', size
    return inner, "", size


def _quoted(title: str) -> str:
    return title if title[0] == "(" or title[1:].endswith(title[0]) else title + title[0]


def _reason(inner: str, title: str, size: str, *, is_paired: bool) -> str:
    if size:
        return "its size belongs in the square brackets"
    if inner.startswith("<") != inner.endswith(">"):
        return "its `<` and `>` are not a pair"
    if re.search(r"\s", inner) and not inner.startswith("<"):
        return "there is a space in its path"
    if not is_paired:
        return "a `(` in its path is not closed"
    return "its title is not in quotes" if title else ""


def _spaced(text: str, at: int, end: int) -> Unread | None:
    """`! [a](pic.png)` at the start of a line."""
    found = _SPACED.match(text, at, end)
    if not found or text[at - 1 : at].strip(" \t\n") or not media.is_media(found[4]):
        return None
    return _said(found[0], "!", "there is a space after its `!`", f"!{found[2]}")


def _bare(text: str, at: int, end: int) -> Unread | None:
    """`!(pic.png)`."""
    found = _BARE.match(text, at, end)
    if not found or not media.is_media(found[1]):
        return None
    form = f"![]({destination(found[1])})"
    return _said(found[0], "!", "there are no square brackets before its `(`", form)


def _reference(text: str, at: int, end: int) -> Unread | None:
    """`![a][name]` where no line defines the name; `![pic.png]`."""
    found = _REFERENCE.match(text, at, end)
    if not found:
        return None
    label, name = found[1], found[2]
    if media.is_media(label):
        form = f"![]({destination(label)})"
        return _said(found[0], "!", "its path is not in round brackets", form)
    if name is None:
        return None
    message = f"`{found[0]}` is not read as a picture: it has no address"
    hint = f"write a line `[{name or label}]: picture.png` at the end of the file"
    return Unread(found[0], message, hint)


def _embed(written: str, name: str) -> Unread:
    if not name:
        hint = "name a file: `![[picture.png]]`"
        return Unread(written, f"`{written}` is not read as an embed: it names nothing", hint)
    message = f"`{written}` is not read as an embed: it is not closed"
    return Unread(written, message, f"write `![[{name.rstrip(')')}]]`")


def _reversed(text: str, at: int, end: int) -> Unread | None:
    """`(text)[https://..]`: found at its second bracket."""
    target = _TARGET.match(text, at, end) if text[at - 1 : at] == ")" else None
    if not target or not _is_sure(target[1]):
        return None
    before = _REVERSED.search(text[max(0, at - 210) : at])
    if not before:
        return None
    sign = "!" if before[0].startswith("!") else ""
    form = f"{sign}[{before[1]}]({destination(target[1])})"
    return _said(before[0] + target[0], sign, "its brackets are the wrong way round", form)


def _refused(sign: str, label: str, written: str, scheme: str, path: str) -> Unread:
    message = f"`{written}` is not read as {_kind(sign)}: its address begins with `{scheme}:`"
    if sign and (scheme.lower() == "file" or len(scheme) == 1):
        name = re.split(r"[/\\]", path)[-1] or "picture.png"
        form = f"![{label}]({destination(name)})"
        return Unread(written, message, f"copy the file into the project, and write `{form}`")
    return Unread(written, message, "write an address that begins with `https:`, or leave it out")


def _said(written: str, sign: str, reason: str, form: str) -> Unread:
    message = f"`{written}` is not read as {_kind(sign)}: {reason}"
    return Unread(written, message, f"write `{form}`")


def _kind(sign: str) -> str:
    return "a picture" if sign else "a link"


def _may_lead(text: str, start: int, end: int) -> bool:
    """Whether there is a character without which nothing is a path or an address."""
    return (
        text.find(".", start, end) >= 0
        or text.find("/", start, end) >= 0
        or text.find(":", start, end) >= 0
    )


def _is_sure(path: str) -> bool:
    """Whether a text is surely the path of a picture, or an address."""
    if not _may_lead(path, 0, len(path)):
        return False
    return media.is_remote(path) or bool(_SCHEME.match(path)) or media.is_media(path)


def _is_address(path: str) -> bool:
    """Whether a text may be what a link leads to."""
    return bool(_is_sure(path) or path.lower().startswith("www.") or _FILE.match(path))
