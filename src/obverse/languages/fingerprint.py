"""Fingerprints of text: equal, or nearly equal, if only the form of a card changes."""

import re
import unicodedata
from binascii import b2a_base64
from functools import cache, lru_cache
from zlib import crc32

from obverse.machine.blake2 import blake2b
from obverse.machine.late import late

# Noncharacters that no source holds (see `source.decode`) mark verbatim parts of plain text: code
# and math, where case and punctuation mean something.
VERBATIM_OPEN, VERBATIM_CLOSE = "\ufdd2", "\ufdd3"

_EMPTY = blake2b(digest_size=8)  # to copy, which takes less than to make one
_DIGITS = 11  # of base 64 for 64 bits; the rest is padding
_URL_SAFE = bytes.maketrans(b"+/", b"-_")
SKETCH_WORDS = 48
_LETTERS = 80  # characters of an answer that are kept, as long as a sketch of forty words
_KEPT = "'"  # before them; no sketch begins with it
_CLIPPED = 240  # characters of a question that are kept: long questions differ at their ends
_TAIL = 90
_CUT = " … "
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_VERBATIM = late(f"({VERBATIM_OPEN}.*?{VERBATIM_CLOSE})", re.DOTALL)
_TYPOGRAPHY = str.maketrans("‘’‚‛“”„‟‐‑‒–—―", "''''\"\"\"\"------")  # noqa: RUF001
# What ends or joins sentences, where it ends a word. Symbols (+ < = $) and punctuation inside a
# word (3.5, e-mail, C#) tell cards apart and stay. It reads: a run of `.,;:?!…` that ends a word,
# of `"'([` that begins one, or of `"')]` that ends one or stands before what does; the last may
# follow on what begins a word. A class of all signs comes first, so that the text between them is
# passed over at the speed of a search. A run is tried at its first sign alone: from each of a long
# one, its end would be looked for again.
_SOFT = late(
    r"[.,;:?!…\"'()\[\]](?:"
    r"(?<=[.,;:?!…])(?<![.,;:?!…].)[.,;:?!…]*+(?=\s|$)"
    r"|(?<=[\"'(\[])(?<!\S.)[\"'(\[]*+(?:[\"')\]]++(?=[\s.,;:?!]|$))?+"
    r"|(?<=[\"')\]])(?<![\"')\]].)[\"')\]]*+(?=[\s.,;:?!]|$))"
)
_ASCII_WORD = late(r"\w+|[^\w\s]+", re.ASCII)  # what `_word` finds, a third faster


def digest(*parts: str) -> str:
    """64 bits of BLAKE2b over the parts, as 11 characters (RFC 4648, the URL-safe alphabet)."""
    hashed = _EMPTY.copy()
    hashed.update("\x1f".join(parts).encode())
    return b2a_base64(hashed.digest())[:_DIGITS].translate(_URL_SAFE).decode()


def plain(text: str) -> str:
    """The text without the marks around verbatim parts."""
    if VERBATIM_OPEN in text:
        return text.replace(VERBATIM_OPEN, "").replace(VERBATIM_CLOSE, "")
    return text


def normalise(text: str) -> str:
    """The text in a form that stays equal when only the form of the card changes.

    Case, white space, the shape of quotes and dashes, and punctuation at the end of a word are
    dropped; what distinguishes cards (symbols, code, math) stays. Text is in Unicode's form NFC.
    """
    if VERBATIM_OPEN not in text:
        return _normalise_prose(text)
    return " ".join(
        part if part.startswith(VERBATIM_OPEN) else _normalise_prose(part)
        for part in _VERBATIM.split(text)
        if part
    )


def text_key(text: str) -> str:
    """A digest of the normalised text: equal keys mean the same text."""
    return digest(normalise(text))


def words(text: str) -> list[str]:
    """The words of a text as similarity compares them: normalised, without white space."""
    return _words(_normalise_prose(plain(text)))


def sketch(text: str) -> str:
    """Two characters for each word (12 bits of CRC-32), in the order of the text.

    Of a long text the 48 words with the smallest hashes are kept (a bottom-k sketch, Cohen and
    Kaplan 2007), so that a passage inserted anywhere changes only what it touches.
    """
    return _sketch(_normalise_prose(plain(text)))


def _sketch(normalised: str) -> str:
    hashes = "".join(map(_hashes, normalised.split()))
    if len(hashes) <= 2 * SKETCH_WORDS:
        return hashes
    hashed = sketched(hashes)
    border = sorted(hashed)[SKETCH_WORDS - 1]
    return "".join([each for each in hashed if each <= border][:SKETCH_WORDS])


def sketched(text: str) -> list[str]:
    """The words of a sketch."""
    return [text[at : at + 2] for at in range(0, len(text), 2)]


def gist(text: str) -> str:
    """What is remembered of an answer: a short one as it reads, a longer one as a sketch.

    In a sketch a slip makes another word, and a short answer has no other words to go by.
    """
    short = _normalise_prose(plain(text))
    return f"{_KEPT}{short}" if 0 < len(short) <= _LETTERS else _sketch(short)


def gist_words(gist: str) -> dict[str, str]:
    """The words of a gist by their hashes; empty words where only hashes were kept."""
    if gist.startswith(_KEPT):
        return {word_hash(word): word for word in words(gist[1:])}
    return dict.fromkeys(sketched(gist), "")


def letters(gist: str) -> str | None:
    """The text of a gist, `None` where it was too long to be kept."""
    return gist[1:] if gist.startswith(_KEPT) else None if gist else ""


def clip(text: str) -> str:
    """One line of at most 240 characters, for a person to read and for similarity to compare.

    Of a longer line the beginning and the end are kept: questions that share a long beginning
    (one case, many questions) differ at the end.
    """
    line = " ".join(text.split())
    if len(line) <= _CLIPPED:
        return line
    return f"{line[: _CLIPPED - _TAIL - len(_CUT)].rstrip()}{_CUT}{line[-_TAIL:].lstrip()}"


def same_part(text: str, clipped: str) -> tuple[str, str]:
    """What can be compared of a text and of one that was clipped: the whole words of both ends."""
    line = " ".join(text.split())
    head, cut, tail = clipped.partition(_CUT)
    if not cut:
        return line, clipped
    ends = line[: len(head)], line[max(len(line) - len(tail), len(head)) :]
    return " ".join(map(_whole, ends, (-1, 0))), " ".join(map(_whole, (head, tail), (-1, 0)))


def _whole(text: str, at: int) -> str:
    """The text without the first or last word, which may have been cut."""
    parts = text.split()
    return " ".join(parts[:-1] if at else parts[1:])


@cache
def _word() -> re.Pattern[str]:
    """The pattern of a word, compiled when it is first used: compiling a source does not use it."""
    # Scripts written without spaces: each character counts as a word, else an answer in them
    # would be one word, and one edit would change all of it.
    alone = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
    return re.compile(f"[{alone}]|[^\\W{alone}]+|[^\\w\\s]+")


def word_hash(word: str) -> str:
    """Two characters for a word: 12 bits of CRC-32."""
    number = crc32(word.encode("utf-8", "surrogatepass"))
    return _ALPHABET[number & 63] + _ALPHABET[number >> 6 & 63]


@lru_cache(maxsize=1 << 16)
def _hashes(part: str) -> str:
    """Those of the words in what stands between two spaces: nearly always one that is known."""
    return "".join(map(word_hash, _words(part)))


def _words(normalised: str) -> list[str]:
    return (_ASCII_WORD if normalised.isascii() else _word()).findall(normalised)


def _normalise_prose(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).translate(_TYPOGRAPHY)
    return " ".join(_SOFT.sub(" ", text).casefold().split())
