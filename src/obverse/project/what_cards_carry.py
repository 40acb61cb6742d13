"""What cards carry besides their text: the settings `breaks`, `context` and `source`."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from obverse.errors import TextError
from obverse.machine.late import late
from obverse.project.own_folder import own_settings, own_settings_fault
from obverse.project.vault import VAULT
from obverse.values.card_settings import ANCHORS, TEXTS
from obverse.values.source_link import ABSOLUTE, IN_ADDRESS, SourceLink

if TYPE_CHECKING:
    from obverse.values.render_settings import RenderSettings

SCHEMES = ("http", "https", "obsidian", "vscode")
# What runs something, or would show a file of the reader's own machine.
_NEVER = ("javascript", "vbscript", "data", "file", "blob", "about")
_SCHEME = late(r"([A-Za-z][A-Za-z0-9+.-]*):(?=[^{])")
_NAMED = late(r"\{([^{}]*)\}")
_NOT_IN_ADDRESS = late(r"[^!#-;=?-\[\]_a-z~]")  # of ASCII, what RFC 3986 has


def carried(key: str, value: Any) -> Any:  # noqa: ANN401  # TOML's values
    """The value of one of these settings. Raises `TextError` for what it cannot be."""
    if key == "breaks":
        if isinstance(value, bool):
            return value
        hint = "`breaks = true` makes the end of a line a line break on the card"
        raise _fault("`breaks` is not `true` or `false`", hint)
    if not isinstance(value, str):
        raise _fault(f"`{key}` is not a text")
    if key == "context":
        if value in {"", "headings"}:
            return value
        hint = '`context = "headings"` shows the headings above a card above its question'
        raise _fault(f"`context` cannot be `{value}`", hint)
    if value:
        own = _own_settings()
        _check_source(value, IN_ADDRESS, own.schemes)
        return own.source or value
    return value


def _check_source(value: object, names: Iterable[str], schemes: Iterable[str]) -> None:
    """Look whether this can be an address. Raises `TextError`."""
    if not isinstance(value, str):
        raise _fault("`source` is not a text")
    scheme = _scheme(value)
    allowed = (*SCHEMES, *schemes)
    if scheme not in allowed or scheme in _NEVER:
        shown = f"`{scheme}:`" if scheme else "no scheme"
        listed = ", ".join(f"`{each}`" for each in SCHEMES)
        message = f"the address in `source` begins with {shown}"
        raise _fault(message, f"it can begin with {listed}, or a scheme of your own settings")
    for name in _NAMED.findall(value):
        if name == ABSOLUTE and name not in names:
            message = "`{absolute}` in `source` would publish the folders of your machine"
            hint = "write it in your own `config.toml`, next to what `obverse allow` keeps"
            raise _fault(message, hint)
        if name not in names:
            listed = ", ".join(f"`{{{each}}}`" for each in names)
            raise _fault(f"`source` has the unknown name `{{{name}}}`", f"the names are {listed}")
    if found := _NOT_IN_ADDRESS.search(_NAMED.sub("", value)):
        shown = found[0].encode("unicode_escape").decode()
        message = f"`source` has a character that no address has: `{shown}`"
        raise _fault(message, "write it percent-encoded, such as `%20` for a space")


def carrying(
    settings: "RenderSettings", root: Path, context: str, source: str, base: Path
) -> "RenderSettings":
    """The settings with what cards show of the headings above them, and where they are from."""
    above = TEXTS if context or "{heading}" in source else ""
    above = ANCHORS if "{anchor}" in source else above
    cards = settings.cards._replace(above=above)
    link = _source_link(root, source, base) if source else None
    return settings._replace(cards=cards, context=bool(context), source=link)


def _source_link(root: Path, template: str, base: Path) -> SourceLink:
    absolute = os.path.realpath(root) if f"{{{ABSOLUTE}}}" in template else ""
    vaults = tuple(_vaults(root, base)) if "{vault-path}" in template else ()
    return SourceLink(template, absolute.replace(os.sep, "/"), vaults)


def _vaults(root: Path, base: Path) -> Iterator[tuple[str, str]]:
    """The folder below the root that is a vault, or what leads from a vault to the root."""
    resolved, at = root.resolve(), base.resolve()
    for above in (at, *at.parents):
        if not os.path.lexists(above / VAULT):
            continue
        if above.is_relative_to(resolved):
            folder = above.relative_to(resolved).as_posix()
            yield ("" if folder == "." else folder), ""
        elif resolved.is_relative_to(above):
            yield "", f"{resolved.relative_to(above).as_posix()}/"
        return


class _OwnSettings(NamedTuple):
    """`source` takes the place of that of each project that has one, and may name `{absolute}`.

    `schemes` are further ones that such an address may have.
    """

    source: str = ""
    schemes: tuple[str, ...] = ()


def _own_settings() -> _OwnSettings:
    """The settings of whoever runs this. Raises `ObverseError` if they cannot be read."""
    written = own_settings()
    try:
        source, schemes = written.get("source", ""), written.get("schemes", [])
        own = tuple(str(each).lower().rstrip(":/") for each in schemes)
        if source:
            _check_source(source, (*IN_ADDRESS, ABSOLUTE), own)
    except (ValueError, TypeError, TextError) as fault:
        raise own_settings_fault(fault) from None
    return _OwnSettings(source, own)


def _scheme(address: str) -> str:
    found = _SCHEME.match(address)
    return found[1].lower() if found else ""


def _fault(message: str, hint: str | None = None) -> TextError:
    return TextError("config-wrong-type", message, 1, hint=hint)
