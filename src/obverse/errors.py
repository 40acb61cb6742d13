"""Exceptions: problems with the machine or with the command line, never with a source."""


class ObverseError(Exception):
    """A problem that is not in the author's text; the command exits with status 2.

    `message` says what is wrong, `hint` what to do about it; both in the form of a diagnostic
    (lower case, no full stop).
    """

    def __init__(self, message: str, hint: str | None = None) -> None:
        """Keep both halves apart, so that a command can print them as it prints a diagnostic."""
        super().__init__(message)
        self.message = message
        self.hint = hint


class TextError(ObverseError):
    """A text that cannot be parsed, with the place of the first error.

    `line` and `column` count from one, in characters. The caller, which knows the file's name,
    turns it into a diagnostic with the rule named here.
    """

    def __init__(
        self,
        rule: str,
        message: str,
        line: int,
        column: int = 1,
        *,
        length: int = 1,
        hint: str | None = None,
    ) -> None:
        """Keep the place with the message."""
        super().__init__(message, hint)
        self.rule = rule
        self.line = line
        self.column = column
        self.length = length
