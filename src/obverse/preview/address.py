"""Address: which requests are ours. A page of another site must neither read nor do anything.

The server listens on 127.0.0.1 alone. A name of another site may lead there too (DNS rebinding), so
a `Host` that is not ours is refused; what does something needs our `Origin` and the token that only
our page has.
"""

import secrets
from collections.abc import Iterable
from typing import NamedTuple

_OURS = ("127.0.0.1", "localhost")


class Address(NamedTuple):
    """The port that is served, further hosts that lead to it (forwarded ports), and the token."""

    port: int
    hosts: tuple[str, ...]
    token: str

    @property
    def url(self) -> str:
        """Where the page is."""
        return f"http://127.0.0.1:{self.port}/"

    def is_ours(self, host: str) -> bool:
        """Whether a `Host` is one of ours, with our port or as `--allow-host` names it."""
        return host.lower() in {*(f"{each}:{self.port}" for each in _OURS), *self.hosts}

    def may_write(self, host: str, origin: str, token: str) -> bool:
        """Whether a request that does something comes from our page."""
        origins = {f"{scheme}://{host.lower()}" for scheme in ("http", "https")}
        return (
            self.is_ours(host)
            and origin.lower() in origins
            and secrets.compare_digest(token.encode(), self.token.encode())
        )


def address(port: int, hosts: Iterable[str]) -> Address:
    """The address with a new token."""
    return Address(port, tuple(each.lower() for each in hosts), secrets.token_urlsafe(24))


def page_policy() -> str:
    """The content security policy of the page: nothing from elsewhere, no script in the HTML."""
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "worker-src 'self'; frame-src 'self'; img-src 'self' data:; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    )


def own_policy() -> str:
    """That of a file of the page; of these only the shared worker asks for anything: events."""
    return "default-src 'none'; script-src 'self'; connect-src 'self'"


def manual_policy() -> str:
    """That of the manual of a rule: a text with a style."""
    return (
        "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    )


def frame_policy(host: str) -> str:
    """That of the frame of a card: its scripts run, in an origin of their own, and reach nothing.

    It is sandboxed without `allow-same-origin`, so it reads neither the page nor its token. It may
    load only media, fonts and MathJax from here.
    """
    here = f"http://{host} https://{host}"
    return (
        f"sandbox allow-scripts; default-src 'none'; script-src {here} 'unsafe-inline'; "
        f"style-src {here} 'unsafe-inline'; img-src {here} data:; media-src {here} data:; "
        f"font-src {here} data:; base-uri 'none'; form-action 'none'; frame-ancestors {here}"
    )


def media_policy() -> str:
    """That of a file that a card shows: a picture opened by itself runs nothing."""
    return "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
