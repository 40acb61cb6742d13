"""The client: one call of AnkiConnect, over HTTP.

The server closes each connection after its answer, although it says HTTP/1.1; it parses a body anew
every 1,024 bytes, so a large one keeps Anki frozen; and it says that something is wrong with status
200. No proxy is asked and no redirection followed.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from typing import Any, Final

from obverse.anki_connect.address import KEY, AnkiAddress
from obverse.errors import ObverseError
from obverse.project.own_folder import own_folder

_VERSION: Final = 6  # of the API, since 2017
MOST_BYTES: Final = 1_000_000  # of a body: 10 MB took 41 s, with Anki frozen
_ANSWER: Final = 1 << 29
_PATIENCE: Final = 5.0, 60.0, 1800.0  # seconds for a connection, for a read, for a write
_TRIES: Final = 3
ADD_ON: Final = "2055492159"


class NoAnkiError(ObverseError):
    """Nothing answers: Anki is closed, or has not the add-on."""


class AnkiSaysError(ObverseError):
    """AnkiConnect says that a call failed; `said` is its own text."""

    def __init__(self, action: str, said: str, message: str = "", hint: str | None = None) -> None:
        """Keep what was said."""
        super().__init__(message or f"AnkiConnect could not do `{action}`: {said}", hint)
        self.said = said


class Client:
    """Calls of AnkiConnect, each over a connection of its own."""

    def __init__(self, address: AnkiAddress) -> None:
        """Nothing is asked yet."""
        self.address = address

    def ask(self, action: str, /, **params: object) -> Any:  # noqa: ANN401  # JSON
        """The answer to a call that changes nothing, asked again if the connection breaks.

        Raises `NoAnkiError` if nothing listens, `AnkiSaysError`, and `ObverseError`.
        """
        for left in reversed(range(_TRIES)):
            try:
                return self._called(action, params, _PATIENCE[1])
            except (HTTPException, ConnectionError) as fault:
                if not left:
                    raise self._lost(fault, "try again") from fault
        raise AssertionError

    def tell(self, action: str, /, **params: object) -> Any:  # noqa: ANN401  # JSON
        """The answer to a call that may change the collection, which is made only once.

        Raises as `ask` does.
        """
        try:
            return self._called(action, params, _PATIENCE[2])
        except (HTTPException, ConnectionError) as fault:
            hint = "run the same again: what Anki has done already is found"
            raise self._lost(fault, hint) from fault

    @contextmanager
    def understanding(self) -> Iterator[None]:
        """Read answers in the block. Raises `ObverseError` where they have another form."""
        try:
            yield
        except (TypeError, ValueError, LookupError, AttributeError) as fault:
            raise self._stranger("its answer is not one of AnkiConnect") from fault

    def _called(self, action: str, params: dict[str, object], patience: float) -> Any:  # noqa: ANN401
        body = self._body(action, params)
        status, raw = self._answered(body, patience)
        if status != 200:  # noqa: PLR2004  # 403 is for browsers, all else not from AnkiConnect
            raise self._stranger(f"it answers with status {status}")
        try:
            answer = json.loads(raw)
            result, error = answer["result"], answer["error"]
        except (ValueError, TypeError, LookupError, RecursionError):
            raise self._stranger("its answer is not one of AnkiConnect") from None
        if error is not None:
            raise self._said(action, harmless_line(error))
        return result

    def _body(self, action: str, params: dict[str, object]) -> bytes:
        said = {"action": action, "version": _VERSION, "params": params}
        if self.address.key:
            said["key"] = str(self.address.key)
        body = json.dumps(said, ensure_ascii=False).encode()
        if len(body) > MOST_BYTES:
            raise ValueError(f"a body of {len(body):,} bytes for `{action}`")
        return body

    def _answered(self, body: bytes, patience: float) -> tuple[int, bytes]:
        address = self.address
        connection = HTTPConnection(address.host, address.port, timeout=_PATIENCE[0])
        try:
            try:
                connection.connect()
            except OSError as fault:
                raise self._none() from fault
            connection.sock.settimeout(patience)
            headers = {"Content-Type": "application/json", "Connection": "close"}
            connection.request("POST", "/", body, headers)
            answer = connection.getresponse()
            raw = answer.read(_ANSWER + 1)
        except TimeoutError as fault:
            message = f"Anki at {address.shown} does not answer: it may be busy"
            raise ObverseError(message, "wait until it has finished, and try again") from fault
        finally:
            connection.close()
        if len(raw) > _ANSWER:
            raise self._stranger("its answer is too long")
        return answer.status, raw

    def _none(self) -> NoAnkiError:
        message = f"Anki does not answer at {self.address.shown}"
        return NoAnkiError(
            message,
            "open Anki, and if it has not the add-on AnkiConnect yet: Tools → Add-ons → "
            f"Get Add-ons, with the code {ADD_ON}",
        )

    def _stranger(self, what: str) -> ObverseError:
        message = f"what listens at {self.address.shown} is not AnkiConnect: {what}"
        return ObverseError(message, "say where it listens: `--anki http://HOST:PORT`")

    def _lost(self, fault: Exception, hint: str) -> ObverseError:
        said = harmless_line(fault) or type(fault).__name__
        return ObverseError(f"the connection to Anki was lost: {said}", hint)

    def _said(self, action: str, said: str) -> AnkiSaysError:
        message, hint = "", None
        if "api key" in said:
            message = "AnkiConnect asks for a key, and it was not the right one"
            where = own_folder() / "config.toml"
            hint = f"put it as `key` below `[anki]` into `{where}`, or into {KEY}"
        elif "collection is not available" in said:
            message, hint = "Anki has no profile open", "choose a profile in Anki"
        elif "unsupported action" in said:
            message = f"this AnkiConnect does not know `{action}`"
            hint = "update it: Tools → Add-ons → Check for Updates"
        elif "auth not configured" in said:
            message, hint = "Anki is not logged in to be synced", "sync once in Anki itself"
        elif action == "sync":
            message, hint = f"Anki could not sync: {said}", "sync once in Anki itself"
        return AnkiSaysError(action, said, message, hint)


def harmless_line(said: object) -> str:
    """What a stranger says, without what could steer a terminal."""
    return "".join(each if each.isprintable() else " " for each in f"{said}")[:500].strip()
