"""Code with its syntax marked by classes. The only file that imports Pygments."""

from functools import cache, lru_cache
from typing import TYPE_CHECKING, TypeAlias

from obverse.languages.fingerprint import digest
from obverse.machine.late import late

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pygments.lexer import Lexer
    from pygments.token import _TokenType

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})
# Lexers are slow on long code, and nobody needs colours in a whole page of it.
_LONGEST = 20_000
# Drawn by a command of the project's, or shown as code: Pygments knows few of them.
DIAGRAMS = frozenset({"mermaid", "dot", "graphviz", "plantuml"})
_PLAIN = frozenset("txt plain plaintext none raw ascii".split())
_LANGUAGE = late(r"\{\s*\.?([^\s{},=]+)|([^\s{,]+)")

ColouredBlocks: TypeAlias = tuple[tuple[int, str, str], ...]
_FENCE = "\n```"


class CodeBlocks:
    """The highlighted code blocks of one source: those it had before, and those it has now.

    An edited source still has most of its code, so a build that has the old blocks does not need
    Pygments, which takes longer to import than a source to compile.
    """

    def __init__(self, known: "Iterable[tuple[int, str, str]]" = ()) -> None:
        """`known` is what `used` was of the same source before."""
        self._known = {name: html for _, name, html in known}
        self._used: set[tuple[int, str, str]] = set()

    @property
    def used(self) -> ColouredBlocks:
        """The line of each block, a digest of it, and its HTML."""
        return tuple(sorted(self._used))

    def get(self, code: str, language: str, line: int) -> str | None:
        """The HTML of a block in a language that can be highlighted, if it is known."""
        name = digest(language, code)
        html = self._known.get(name)
        if html is not None:
            self._used.add((line, name, html))
        return html

    def put(self, code: str, language: str, line: int) -> str:
        """The HTML of a block that is not known, by `highlight`."""
        made = highlight(code, language)
        if language and is_known(language):
            self._used.add((line, digest(language, code), made))
        return made


def coloured(texts: "Iterable[str]") -> bytes:
    """The fenced blocks of Markdown texts with their colours, as bytes for `blocks_of`.

    What is found by its lines alone: of a fence in a list or a longer fence nothing that is used
    comes, and its code is coloured when it is met.
    """
    import json

    some = {
        (0, digest(language, code), highlight(code, language))
        for text in texts
        for code, language in _fences(text)
        if language and language not in DIAGRAMS and is_known(language)
    }
    return json.dumps(sorted(some)).encode()


def blocks_of(raw: bytes) -> ColouredBlocks:
    """The blocks that `coloured` made these bytes of; none of no bytes."""
    import json

    return tuple([(line, name, html) for line, name, html in json.loads(raw or b"[]")])


def _fences(text: str) -> "Iterator[tuple[str, str]]":
    """(code, language) of each block between lines that begin with three backticks."""
    text, end = f"\n{text}", 0
    while (start := text.find(_FENCE, end)) >= 0:
        line_end = text.find("\n", start + 1)
        end = text.find(_FENCE, line_end)
        if line_end < 0 or end < 0:
            return
        info = text[start + len(_FENCE) : line_end]
        yield text[line_end + 1 : end + 1], language_of(info)
        end += len(_FENCE)


def language_of(info: str) -> str:
    """The language of a fence: the first word after it (`python {1,3}`, `{.c}`)."""
    found = _LANGUAGE.match(info.strip())
    return found[1] or found[2] if found else ""


def is_known(language: str) -> bool:
    """Whether the language can be highlighted, or is a name for plain text."""
    return language.lower() in _PLAIN or _lexer(language) is not None


def nearest_language(language: str) -> str | None:
    """A hint: the language that may have been meant."""
    from difflib import get_close_matches

    from pygments.lexers import get_all_lexers

    names = {alias for _, aliases, _, _ in get_all_lexers() for alias in aliases}
    found = get_close_matches(language.lower(), sorted(names), n=1, cutoff=0.6)
    return f"did you mean `{found[0]}`?" if found else None


def escape_code(code: str) -> str:
    """The code as HTML text."""
    return code.translate(_ESCAPES)


@lru_cache(maxsize=1024)
def highlight(code: str, language: str) -> str:
    """HTML of the code with Pygments' short class names; plain if the language is unknown.

    The text of the result is `code`, character for character: options of the lexers keep them from
    stripping or adding white space.
    """
    lexer = _lexer(language) if language and len(code) <= _LONGEST else None
    if lexer is None:
        return escape_code(code)
    return "".join(
        [
            f'<span class="{name}">{escape_code(text)}</span>' if name else escape_code(text)
            for name, text in _pieces(lexer, code)
        ]
    )


def _pieces(lexer: "Lexer", code: str) -> "list[tuple[str, str]]":
    """(class, text) with neighbours of the same class joined; together the text is the code."""
    pieces: list[tuple[str, str]] = []
    position = 0
    last, parts = "", [""]
    for start, kind, text in lexer.get_tokens_unprocessed(code):
        if start != position or not text:
            continue
        position += len(text)
        name = "" if text.isspace() else _class(kind)
        if name == last:
            parts.append(text)
        else:
            pieces.append((last, "".join(parts)))
            last, parts = name, [text]
    pieces.append((last, "".join(parts)))
    return pieces if position == len(code) else [("", code)]


@cache
def _class(kind: "_TokenType") -> str:
    """The short class name of a token's nearest standard kind, empty for plain text."""
    from pygments.token import STANDARD_TYPES

    nearest: _TokenType | None = kind
    while nearest is not None and nearest not in STANDARD_TYPES:
        nearest = nearest.parent
    return STANDARD_TYPES[nearest] if nearest is not None else ""


@lru_cache(maxsize=128)
def _lexer(language: str) -> "Lexer | None":
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(language.lower())
    except ClassNotFound:
        return None
