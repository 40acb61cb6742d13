"""Fingerprints of text: a lock holds them for years, so they may never come out otherwise."""

import re
import unicodedata
from base64 import urlsafe_b64encode
from hashlib import blake2b
from typing import Final

from hypothesis import example, given, settings
from hypothesis import strategies as st

from obverse.languages.fingerprint import VERBATIM_CLOSE, VERBATIM_OPEN, digest, normalise, text_key

TYPOGRAPHY: Final = str.maketrans("‘’‚‛“”„‟‐‑‒–—―", "''''\"\"\"\"------")  # noqa: RUF001
SOFT: Final = re.compile(r"[.,;:?!…]+(?=\s|$)|(?<!\S)[\"'(\[]+|[\"')\]]+(?=[\s.,;:?!]|$)")
VERBATIM: Final = re.compile(f"({VERBATIM_OPEN}.*?{VERBATIM_CLOSE})", re.DOTALL)
texts = st.text(alphabet="aB3é… .,;:?!\"'()[]-–’“\n\t\u00a0ßİ" + VERBATIM_OPEN + VERBATIM_CLOSE)


def prose(text: str) -> str:
    """The definition, written to be read."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).translate(TYPOGRAPHY)
    return " ".join(SOFT.sub(" ", text).casefold().split())


def normalised(text: str) -> str:
    """The definition for text with verbatim stretches."""
    if VERBATIM_OPEN not in text:
        return prose(text)
    parts = (part for part in VERBATIM.split(text) if part)
    return " ".join(part if part.startswith(VERBATIM_OPEN) else prose(part) for part in parts)


@given(texts | st.text())
@example("a (b) 'c'. \"d\"?! [e]… f.g (h")
@example("..a .b.. ''' ('x') x'' \"'(")
@settings(max_examples=3000)
def test_text_is_normalised_as_it_is_defined(text: str) -> None:
    assert normalise(text) == normalised(text)


@given(st.lists(st.text(), max_size=3))
def test_a_digest_is_64_bits_in_the_url_safe_alphabet(parts: list[str]) -> None:
    hashed = blake2b("\x1f".join(parts).encode(), digest_size=8).digest()
    assert digest(*parts) == urlsafe_b64encode(hashed).decode().rstrip("=")


def test_a_key_is_what_it_was_in_the_first_lock() -> None:
    assert text_key("What is Python?") == text_key("what is  “python”") == "Lnd45h9EbUs"
