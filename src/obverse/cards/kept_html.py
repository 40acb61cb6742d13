"""Kept HTML: how much of the HTML of a field an import keeps."""

from typing import NamedTuple

from obverse.errors import ObverseError

STYLES = ("keep", "drop")
_TRUST = 'to keep it, write `html = "trust"` into `obverse.toml`, and import again'
NO_FORM = "no form in Markdown, so kept as HTML: {}"
NOT_ALLOWED = "not allowed on a card, so left out: {}"
NOT_ALLOWED_LATER = "not allowed on a card, so left out once the card is edited: {}"
NO_ELEMENTS = ("the form of the text", "elements nested")


class KeptHtml(NamedTuple):
    """With `trust` all is kept, else what a card needs; without `styles` no colours and sizes."""

    trust: bool = False
    styles: bool = True


CLEAN = KeptHtml()


def kept_html(styles: str, *, trust: bool) -> KeptHtml:
    """What the option `styles` and the project's setting `html` ask for. Raises `ObverseError`."""
    if styles not in STYLES:
        known = " or ".join(f"`{each}`" for each in STYLES)
        raise ObverseError(f"`styles` cannot be `{styles}`", f"it is {known}")
    return KeptHtml(trust, styles == "keep")


def hint(lost: str, keep: KeptHtml) -> str:
    """What to do about something that is left out."""
    return "look at the card in Anki" if keep.trust or lost.startswith(NO_ELEMENTS) else _TRUST
