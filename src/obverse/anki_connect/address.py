"""The address of a running Anki: what the user says of it, and never a project."""

import os
from ipaddress import ip_address
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from obverse.errors import ObverseError
from obverse.project.own_folder import own_folder, own_settings

URL, KEY, PROFILE = "OBVERSE_ANKI_URL", "OBVERSE_ANKI_KEY", "OBVERSE_ANKI_PROFILE"
_HERE, _PORT = "127.0.0.1", 8765  # where AnkiConnect listens unless it is told otherwise
_TABLE = "anki"  # of the user's own `config.toml`


class Key(str):
    """The key of AnkiConnect, which no message, trace or report of a fault may show."""

    __slots__ = ()

    def __repr__(self) -> str:
        """Only whether there is one."""
        return "'…'" if self else "''"


class AnkiAddress(NamedTuple):
    """Where AnkiConnect listens, the key that it asks for, and the profile that is meant.

    An empty profile is whichever is open.
    """

    host: str = _HERE
    port: int = _PORT
    key: Key = Key()
    profile: str = ""

    @property
    def shown(self) -> str:
        """The address for a message."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    @property
    def is_loopback(self) -> bool:
        """Whether it leads to this machine."""
        if self.host == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False


def anki_address(url: str | None = None, profile: str | None = None) -> AnkiAddress:
    """The address: of the options, else of the environment, else of the user's own settings.

    The key is never an option, for other users of the machine see command lines. Without any of
    these it is this machine; another one only if the user names it. Raises `ObverseError`.
    """
    own = own_settings().get(_TABLE, {})
    if not isinstance(own, dict):
        raise ObverseError(f"`{_TABLE}` in `{own_folder() / 'config.toml'}` is not a table")
    host, port = _host_and_port(_said(url, URL, own, "url"))
    key, wanted = _said(None, KEY, own, "key"), _said(profile, PROFILE, own, "profile")
    return AnkiAddress(host, port, Key(key), wanted)


def _said(option: str | None, variable: str, own: dict[str, Any], name: str) -> str:
    said = option if option is not None else os.environ.get(variable, own.get(name, ""))
    if not isinstance(said, str):
        where = own_folder() / "config.toml"
        raise ObverseError(f"`{name}` below `[{_TABLE}]` in `{where}` is not a text")
    return said


def _host_and_port(url: str) -> tuple[str, int]:
    """The host and the port of an address. Raises `ObverseError`."""
    if not url:
        return _HERE, _PORT
    hint = f"write it as `http://{_HERE}:{_PORT}`"
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or _PORT
    except ValueError:
        host, port, parts = "", 0, urlsplit("")
    if parts.scheme != "http" or not host or parts.username or parts.path not in {"", "/"}:
        # It may have a password, so it is not shown.
        raise ObverseError("the address of AnkiConnect is not one", hint)
    return host, port
