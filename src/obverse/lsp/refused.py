"""Refused: what an editor asked for and cannot have, in words for its user."""

from pygls.exceptions import JsonRpcException

_FAILED = -32803  # `RequestFailed` of LSP 3.17


class RefusedError(JsonRpcException):
    """The message is shown to the user."""

    CODE = _FAILED

    def __init__(self, message: str) -> None:
        """Say what is wrong."""
        super().__init__(message, _FAILED)
