"""SVG pictures: whether one could run something, or load it. A parser judges, not a search.

What the parser cannot read is not passed on: it may still be a picture to a browser. Of entities
only short texts are allowed, as Illustrator declares them, for others can swell, or load a file.
"""

import re
import zlib
from urllib.parse import unquote
from xml.parsers import expat

from obverse.machine.late import late

_LARGEST = 100_000_000  # bytes of a picture that is compressed
_MAGIC = b"\x1f\x8b"
_LONGEST_ENTITY, _MOST_ENTITIES = 200, 100
_AFTER_THE_END = 9  # expat's error for text after the picture, where a browser stops reading too
_RUNS = frozenset("script handler listener foreignobject iframe embed object audio video".split())
_XHTML = "http://www.w3.org/1999/xhtml"
_ANIMATIONS = frozenset("animate animatetransform animatemotion set discard".split())
_ADDRESSES = frozenset(
    {"href", "src", "data", "action", "formaction", "from", "to", "values", "by"}
)
_PICTURE = late(r"data:image/(?:png|jpe?g|gif|webp|avif|bmp)[;,]", re.IGNORECASE)
_IN_STYLE = late(r"(?i)@import|expression\s*\(|-moz-binding|behavior\s*:|(?:image-set|src)\s*\(")
_URL = late(r"(?is)url\(\s*[\"']?\s*([^\"')]*)")
_ESCAPE = late(r"\\([0-9A-Fa-f]{1,6})\s?|\\(.)", re.DOTALL)
_COMMENT = late(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_HIDDEN = late(r"[\x00-\x20\x7f-\xa0\u200b\ufeff]")


class UnsafeError(Exception):
    """The picture could run or load something."""


def fault(content: bytes) -> str:
    """What is wrong with an SVG, compressed or not, that may run or load something; or nothing."""
    try:
        _Picture().read(_unpacked(content))
    except UnsafeError:
        return "is an SVG with a script, or with something that could start one"
    except (expat.ExpatError, LookupError, ValueError, zlib.error):
        return "cannot be read as SVG, so it could hide a script"
    return ""


def _unpacked(content: bytes) -> bytes:
    if not content.startswith(_MAGIC):
        return content
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    unpacked = unpacker.decompress(content, _LARGEST)
    if not unpacker.eof or unpacker.unused_data:
        raise UnsafeError
    return unpacked


class _Picture:
    """Reads a picture element by element, and raises at the first that is unsafe."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.ProcessingInstructionHandler = self._instruction
        self.parser.EntityDeclHandler = self._entity
        self.style: list[str] | None = None
        self.entities = 0

    def read(self, content: bytes) -> None:
        """Read all of it."""
        try:
            self.parser.Parse(content, True)  # noqa: FBT003  # expat's signature
        except expat.ExpatError as error:
            if error.code != _AFTER_THE_END:
                raise

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = _local(name)
        if tag in _RUNS or name.startswith(_XHTML):
            raise UnsafeError
        if tag == "style":
            self.style = []
        for key, value in attributes.items():
            self._attribute(tag, _local(key), value)

    def _attribute(self, tag: str, name: str, value: str) -> None:
        if name.startswith("on"):
            raise UnsafeError
        if name == "attributename" and tag in _ANIMATIONS:
            target = _local(value.strip().rpartition(":")[2])
            if target in _ADDRESSES or target.startswith("on") or target == "style":
                raise UnsafeError
        if name in _ADDRESSES and not _is_local(value, is_link=tag == "a"):
            raise UnsafeError
        if name != "href":
            _check_style(value)

    def _end(self, name: str) -> None:
        if _local(name) == "style" and self.style is not None:
            _check_style("".join(self.style))
            self.style = None

    def _text(self, text: str) -> None:
        if self.style is not None:
            self.style.append(text)

    def _instruction(self, target: str, _text: str) -> None:
        if target.lower() == "xml-stylesheet":
            raise UnsafeError

    def _entity(  # expat's signature
        self,
        _name: str,
        is_parameter: bool,  # noqa: FBT001
        value: str | None,
        _base: str | None,
        _system: str | None,
        _public: str | None,
        _notation: str | None,
    ) -> None:
        self.entities += 1
        is_text = value is not None and not is_parameter and not set(value) & set("&%<")
        if not is_text or len(value or "") > _LONGEST_ENTITY or self.entities > _MOST_ENTITIES:
            raise UnsafeError


def _local(name: str) -> str:
    return name.rpartition(" ")[2].rpartition(":")[2].lower()


def _is_local(address: str, *, is_link: bool) -> bool:
    """Whether an address is a place in the picture, plain data, or a link that a person follows."""
    plain = _HIDDEN.sub("", unquote(address)).lower()
    scheme = re.match(r"[a-z][a-z0-9+.-]*:", plain)
    if is_link:
        return not scheme or scheme[0] in ("http:", "https:", "mailto:")
    if plain.startswith("//"):
        return False
    return not scheme or bool(_PICTURE.match(plain))


def _check_style(style: str) -> None:
    plain = _COMMENT.sub("", _ESCAPE.sub(_unescaped, style))
    if _IN_STYLE.search(plain) or "javascript:" in _HIDDEN.sub("", plain).lower():
        raise UnsafeError
    if not all(_is_local(each, is_link=False) for each in _URL.findall(plain)):
        raise UnsafeError


def _unescaped(found: re.Match[str]) -> str:
    if not found[1]:
        return found[2]
    number = int(found[1], 16)
    return chr(number) if number <= 0x10FFFF else ""  # noqa: PLR2004  # Unicode's last
